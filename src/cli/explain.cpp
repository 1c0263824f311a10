#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_nesting.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/replay.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "sink/manifest.h"
#include "sink/shard_file.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr const char* kLog = "examples.jsonl";
constexpr std::size_t kShown = 8;  // numbers of a list

struct ExplainArguments {
  fs::path folder;
  std::string split;
  std::string row;
  bool json = false;
  Replay replay;
};

int fail(int code, const Diagnostic& problem) {
  print(problem);
  return code;
}

Diagnostic problem_of(const fs::path& file, const std::string& code, const std::string& message,
                      const std::string& hint = {}) {
  Diagnostic problem = plain_error(code, message, hint);
  problem.file = file.string();
  return problem;
}

/// The example as one object: its line of the ledger, and where each output has it. Each step gives an exit code, and
/// the next is for the case that it is kDone.
class Finder {
 public:
  explicit Finder(const ExplainArguments& arguments) : arguments_(arguments) {}

  int read_manifest() {
    const fs::path path = arguments_.folder / kManifestName;
    std::error_code error;
    if (!fs::exists(path, error)) {
      return fail(exit_code::kDamaged,
                  problem_of(arguments_.folder, "incomplete", "there is no dataset.json: this is no complete dataset",
                             "name the folder that --output named; a run that was stopped has to end first"));
    }
    const auto text = read_text(path);
    if (!text) return fail(exit_code::kInputOutput, plain_error("io", text.error().message));
    return parse(*text, manifest_);
  }

  int find_row() {
    const Json& splits = manifest_.at("splits");
    if (!splits.contains(arguments_.split)) {
      std::vector<std::string> names;
      for (const auto& [name, counts] : splits.items()) names.push_back(name);
      return fail(exit_code::kUsage, plain_error("usage", "the dataset has no split '" + arguments_.split + "'",
                                                 unknown_name_hint(arguments_.split, names)));
    }
    rows_ = splits.at(arguments_.split).at("examples").get<std::int64_t>();
    const std::string& text = arguments_.row;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row_);
    if (error == std::errc() && end == text.data() + text.size() && row_ >= 0 && row_ < rows_) return exit_code::kDone;
    const std::string count = std::to_string(rows_) + (rows_ == 1 ? " example" : " examples");
    return fail(exit_code::kUsage,
                plain_error("usage", "'" + arguments_.split + "' has no row '" + text + "': it has " + count,
                            rows_ == 0 ? "" : "rows count from 0 to " + std::to_string(rows_ - 1)));
  }

  int read_log() {
    if (!manifest_.at("pipeline").value("examples_log", true)) {
      return fail(exit_code::kUsage,
                  problem_of(arguments_.folder, "usage",
                             "the run kept no log of its examples: the pipeline says \"examples_log\": false",
                             "run it again without that key: the examples come out the same"));
    }
    const fs::path path = arguments_.folder / kLog;
    const auto file = open_file(path);
    if (!file) return fail(exit_code::kDamaged, problem_of(path, "missing", file.error().message));
    const auto bytes = file->bytes();
    const std::string line = find_line({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (line.empty()) {
      return fail(exit_code::kDamaged, problem_of(path, "missing", "it has no line for this row",
                                                  "`augshard verify` tells what else is damaged"));
    }
    if (const int code = parse(line, example_); code != exit_code::kDone) return code;
    for (const char* key : {"key", "copy", "source", "draws"}) static_cast<void>(example_.at(key));
    example_["outputs"] = outputs();
    return exit_code::kDone;
  }

  [[nodiscard]] const Json& manifest() const { return manifest_; }
  [[nodiscard]] const Json& example() const { return example_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
  int parse(std::string_view text, Json& value) const {
    if (nests_too_deep(text)) {
      return fail(exit_code::kDamaged, problem_of(arguments_.folder, "manifest",
                                                  "dataset.json or examples.jsonl is damaged: its values nest too deep",
                                                  "`augshard verify` tells more"));
    }
    value = Json::parse(text);
    return exit_code::kDone;
  }

  /// Lines begin with split and row, so that only one of maybe millions has to be parsed.
  [[nodiscard]] std::string find_line(std::string_view text) const {
    const std::string start =
        R"({"split":)" + Json(arguments_.split).dump() + R"(,"row":)" + std::to_string(row_) + ",";
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      if (line.starts_with(start)) return std::string(line);
      text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return {};
  }

  [[nodiscard]] Json outputs() const {
    Json found = Json::array();
    for (const auto& output : manifest_.at("outputs")) {
      std::int64_t place = row_;
      for (const auto& shard : output.at("shards")) {
        if (shard.at("split") != arguments_.split) continue;
        const auto count = shard.at("examples").get<std::int64_t>();
        if (place < count) {
          found.push_back(place_in(output, shard, place));
          break;
        }
        place -= count;
      }
    }
    return found;
  }

  [[nodiscard]] static Json place_in(const Json& output, const Json& shard, std::int64_t place) {
    const auto folder = output.at("path").get<std::string>();
    Json found{{"type", output.at("type")}};
    if (shard.contains("path")) {
      found["path"] = join_path(folder, shard.at("path").get<std::string>());
    } else {
      for (const auto& [part, name] : shard.at("paths").items()) {
        found["paths"][part] = join_path(folder, name.get<std::string>());
      }
    }
    found["place"] = place;
    return found;
  }

  const ExplainArguments& arguments_;
  Json manifest_;
  Json example_;
  std::int64_t row_ = 0;
  std::int64_t rows_ = 0;
};

/// Whole numbers without a point, the others as the ledger has them.
std::string number_text(const Json& value) {
  if (!value.is_array()) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, value.size()); ++i) {
    text += (i == 0 ? "" : " ") + number_text(value.at(i));
  }
  return "[" + text + (value.size() > kShown ? " ... " + std::to_string(value.size()) + " numbers]" : "]");
}

std::string draws_text(const Json& draws) {
  if (draws.empty()) return "  no op drew a number\n";
  std::string text;
  for (const auto& op : draws) {
    std::string numbers;
    for (const auto& [name, value] : op.items()) {
      if (name == "path" || name == "op") continue;
      numbers += (numbers.empty() ? "" : ", ") + name + " " + number_text(value);
    }
    text += "  op " + left(op.at("path").get<std::string>(), 9) + " " + left(op.at("op").get<std::string>(), 22) + " " +
            (numbers.empty() ? "nothing drawn" : numbers) + "\n";
  }
  return text;
}

/// Ragged values lie one after the other: where a row begins says the array of offsets beside them.
bool is_flat(const std::string& part, const Json& paths) {
  const std::string offsets = part.substr(0, part.find('.')) + ".offsets";
  return part != offsets && paths.contains(offsets);
}

std::string places_text(const Json& outputs) {
  std::string text;
  for (const auto& output : outputs) {
    const auto line = [&](const Json& path, const std::string& place) {
      text +=
          "  " + left(output.at("type").get<std::string>(), 12) + " " + path.get<std::string>() + ", " + place + "\n";
    };
    const std::string place = output.at("place").dump();
    if (output.contains("path")) {
      line(output.at("path"), "record " + place);
      continue;
    }
    const Json& paths = output.at("paths");
    for (const auto& [part, path] : paths.items()) {
      line(path, is_flat(part, paths) ? "from offset " + place + " on" : "row " + place);
    }
  }
  return text;
}

std::string example_text(const Json& example, std::int64_t rows) {
  std::string text = example.at("split").get<std::string>() + ", row " + example.at("row").dump() + " of " +
                     std::to_string(rows) + ": copy " + example.at("copy").dump() + " of '" +
                     example.at("key").get<std::string>() + "'\n";
  for (const auto& [target, path] : example.at("source").items()) {
    text += "  " + left(target, 12) + " " + (path.is_string() ? path.get<std::string>() : "no file") + "\n";
  }
  return text + places_text(example.at("outputs")) + draws_text(example.at("draws"));
}

int explain_example(const ExplainArguments& arguments, Finder& finder) {
  for (const auto step : {&Finder::read_manifest, &Finder::find_row, &Finder::read_log}) {
    if (const int code = (finder.*step)(); code != exit_code::kDone) return code;
  }
  if (!arguments.replay.pipeline.empty()) {
    const int code = replay_example(arguments.replay, finder.manifest(), finder.example());
    if (code != exit_code::kDone) return code;
  }
  write_out(arguments.json ? finder.example().dump() + "\n" : example_text(finder.example(), finder.rows()));
  return exit_code::kDone;
}

int explain(const ExplainArguments& arguments) {
  if (arguments.replay.pipeline.empty() != arguments.replay.output.empty()) {
    return fail(exit_code::kUsage, plain_error("usage", "--replay and --output go together",
                                               "--replay PIPELINE --output PNG makes the example once more"));
  }
  if (arguments.replay.pipeline.empty() &&
      (!arguments.replay.mask.empty() || arguments.replay.overrides.root || !arguments.replay.overrides.set.empty())) {
    return fail(exit_code::kUsage, plain_error("usage", "--mask, --root and --set go with --replay only"));
  }
  Finder finder(arguments);
  try {
    return explain_example(arguments, finder);
  } catch (const nlohmann::json::exception& problem) {
    return fail(exit_code::kDamaged,
                problem_of(arguments.folder, "manifest",
                           std::string("dataset.json or examples.jsonl is damaged: ") + problem.what(),
                           "`augshard verify` tells more"));
  }
}

}  // namespace

void add_explain(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* verb = app.add_subcommand("explain", "Tell where an example comes from and what was drawn for it");
  verb->add_option("DIR", arguments->folder, "Dataset folder")->required()->type_name("");
  verb->add_option("SPLIT", arguments->split, "Split of the example")->required()->type_name("");
  verb->add_option("ROW", arguments->row, "Its row in the split, from 0, as examples.jsonl counts")
      ->required()
      ->type_name("");
  verb->add_flag("--json", arguments->json, "One JSON object");
  verb->add_option("--replay", arguments->replay.pipeline,
                   "Make the example once more, by the pipeline file of the run")
      ->type_name("PIPELINE");
  verb->add_option("-o,--output", arguments->replay.output, "PNG file for its image, replaced if it is there")
      ->type_name("FILE");
  verb->add_option("--mask", arguments->replay.mask, "Write this mask instead of the image")->type_name("NAME");
  verb->add_option("--root", arguments->replay.overrides.root, "Folder of the source, instead of the pipeline's")
      ->type_name("DIR");
  verb->add_option("--set", arguments->replay.overrides.set, "The changes of the run: /json/pointer=value (repeatable)")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->type_name("P=V");
  verb->footer(
      "Examples:\n"
      "  augshard explain out/street train 17\n"
      "  augshard explain out/street train 17 --replay street.json --output 17.png\n"
      "  augshard explain out/street train 17 --replay street.json --output 17_mask.png --mask mask");
  verb->callback([&command, arguments] { command = [arguments] { return explain(*arguments); }; });
}

}  // namespace augshard
