#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <limits>

#include "spec/byte_count.h"

namespace augshard {
namespace {

template <class Integer>
CLI::Validator whole_number(Integer least, Integer most = std::numeric_limits<Integer>::max()) {
  const auto check = [least, most](const std::string& text) -> std::string {
    Integer value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc{} && stop == end && value >= least && value <= most) return {};
    return "'" + text + "' is not a whole number from " + std::to_string(least) +
           (most == std::numeric_limits<Integer>::max() ? " on" : " to " + std::to_string(most));
  };
  return {check, ""};
}

template <class Value, class Integer>
void add_whole_number(CLI::App& app, const std::string& name, Value& value, Integer least, Integer most,
                      const std::string& text) {
  app.add_option(name, value, text)->check(whole_number(least, most))->type_name("N");
}

}  // namespace

void add_pipeline_arguments(CLI::App& app, PipelineArguments& arguments) {
  app.add_option("PIPELINE", arguments.file, "The pipeline file")->required()->type_name("");
  app.add_option("--root", arguments.overrides.root, "Folder of the source, instead of the pipeline's")
      ->type_name("DIR");
  add_whole_number(app, "--seed", arguments.overrides.seed, std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(),
                   "Seed, instead of the pipeline's");
  app.add_option("--set", arguments.overrides.set, "Changes a value: /json/pointer=value (repeatable)")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->type_name("P=V");
  // Both decide what becomes a reject, and so belong to the pipeline.
  const auto set = [&arguments](const std::string& pointer) {
    return [&arguments, pointer](std::uint64_t value) {
      arguments.overrides.set.push_back(pointer + "=" + std::to_string(value));
    };
  };
  app.add_option_function<std::uint64_t>("--max-pixels", set("/source/max_pixels"),
                                         "Images with more pixels are rejects (64 Mi)")
      ->check(whole_number(std::uint64_t{1}, kMostBytes))
      ->type_name("N");
  add_byte_count(app, "--max-file-bytes", set("/source/max_file_bytes"), "Larger files are rejects (1GiB)");
}

void add_byte_count(CLI::App& app, const std::string& name, const std::function<void(std::uint64_t)>& take,
                    const std::string& text) {
  const auto check = [](const std::string& value) {
    return bytes_of_text(value) ? std::string() : "'" + value + "' is not a size: write for example 256MiB";
  };
  app.add_option_function<std::string>(
         name, [take](const std::string& value) { take(*bytes_of_text(value)); }, text)
      ->check(CLI::Validator(check, ""))
      ->type_name("SIZE");
}

void add_count(CLI::App& app, const std::string& name, std::int64_t& value, std::int64_t least,
               const std::string& text) {
  add_whole_number(app, name, value, least, std::numeric_limits<std::int64_t>::max(), text);
}

void add_count(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value, std::int64_t least,
               const std::string& text) {
  add_whole_number(app, name, value, least, std::numeric_limits<std::int64_t>::max(), text);
}

void add_count(CLI::App& app, const std::string& name, int& value, int least, const std::string& text) {
  add_whole_number(app, name, value, least, 1 << 16, text);
}

void add_choice(CLI::App& app, const std::string& name, std::vector<Choice> choices, const std::string& text) {
  std::string words;
  for (const Choice& choice : choices) words += (words.empty() ? "" : "|") + choice.word;
  const auto find = [choices = std::move(choices)](const std::string& word) {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const Choice& c) { return c.word == word; });
    return found == choices.end() ? std::function<void()>() : found->take;
  };
  const auto check = [find, words](const std::string& word) {
    return find(word) ? std::string() : "'" + word + "' is not one of " + words;
  };
  app.add_option_function<std::string>(
         name, [find](const std::string& word) { find(word)(); }, text)
      ->check(CLI::Validator(check, ""))
      ->type_name(words);
}

}  // namespace augshard
