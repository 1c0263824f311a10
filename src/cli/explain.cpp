#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "augment/augment.h"
#include "base/files.h"
#include "base/nearest_name.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/job.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "engine/load.h"
#include "sink/manifest.h"
#include "sink/shard_file.h"
#include "sink/tfrecord/encoding.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr const char* kLog = "examples.jsonl";
constexpr std::size_t kShown = 8;  // numbers of a list; differences of a pipeline

struct Arguments {
  fs::path folder;
  std::string split;
  std::string row;
  bool json = false;
  fs::path pipeline;
  Overrides overrides;
  fs::path output;
  std::string mask;
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

std::string suggestion(const std::string& name, const std::vector<std::string>& names) {
  const auto nearest = nearest_name(name, names);
  if (nearest) return "did you mean '" + *nearest + "'?";
  std::string all;
  for (const auto& known : names) all += (all.empty() ? "" : ", ") + known;
  return all.empty() ? "there are none" : "there are: " + all;
}

// ---- what is known of an example

/// The example as one object: its line of the ledger, and where each output has it. Each step gives an exit code, and
/// the next is for the case that it is kDone.
class Finder {
 public:
  explicit Finder(const Arguments& arguments) : arguments_(arguments) {}

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
    manifest_ = Json::parse(*text);
    return exit_code::kDone;
  }

  int find_row() {
    const Json& splits = manifest_.at("splits");
    if (!splits.contains(arguments_.split)) {
      std::vector<std::string> names;
      for (const auto& [name, counts] : splits.items()) names.push_back(name);
      return fail(exit_code::kUsage, plain_error("usage", "the dataset has no split '" + arguments_.split + "'",
                                                 suggestion(arguments_.split, names)));
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
    example_ = Json::parse(line);
    for (const char* key : {"key", "copy", "source", "draws"}) static_cast<void>(example_.at(key));
    example_["outputs"] = outputs();
    return exit_code::kDone;
  }

  [[nodiscard]] const Json& manifest() const { return manifest_; }
  [[nodiscard]] const Json& example() const { return example_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
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

  const Arguments& arguments_;
  Json manifest_;
  Json example_;
  std::int64_t row_ = 0;
  std::int64_t rows_ = 0;
};

// ---- told to people

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

std::string places_text(const Json& outputs) {
  std::string text;
  for (const auto& output : outputs) {
    const bool is_single = output.contains("path");
    const std::string place = (is_single ? ", record " : ", row ") + output.at("place").dump();
    const Json paths = is_single ? Json{output.at("path")} : output.at("paths");
    for (const auto& path : paths) {
      text += "  " + left(output.at("type").get<std::string>(), 12) + " " + path.get<std::string>() + place + "\n";
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

// ---- made once more

/// "/seed is 1, and was 2", for a person who looks for a missing --set.
std::string difference_text(const nlohmann::json& change, const nlohmann::json& then) {
  const auto place = change.at("path").get<std::string>();
  const auto was = [&] { return then.at(nlohmann::json::json_pointer(place)).dump(); };
  if (change.at("op") == "add") return place + " is " + change.at("value").dump() + ", and was not there";
  if (change.at("op") == "remove") return place + " is not there, and was " + was();
  return place + " is " + change.at("value").dump() + ", and was " + was();
}

int check_pipeline(const Arguments& arguments, const Job& job, const Json& manifest) {
  const auto then = nlohmann::json::parse(manifest.at("pipeline").dump());
  const auto now = nlohmann::json::parse(job.spec().canonical);
  if (then == now) return exit_code::kDone;
  const auto changes = nlohmann::json::diff(then, now);
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, changes.size()); ++i) {
    text += (i == 0 ? "" : "; ") + difference_text(changes.at(i), then);
  }
  return fail(exit_code::kUsage,
              problem_of(arguments.pipeline, "differs", "the pipeline is not that of the dataset: " + text,
                         "give the pipeline file of the run, and the same --set"));
}

int check_inputs(const Arguments& arguments, const Job& job, const Json& manifest) {
  const Json& inputs = manifest.at("inputs");
  if (inputs.at("sha256") == job.survey().inputs_sha256) return exit_code::kDone;
  const auto then = inputs.at("records").get<std::size_t>();
  const std::size_t now = job.survey().records.size();
  const std::string what = then == now ? "as many records, but other keys, paths, sizes of files or annotations"
                                       : std::to_string(now) + " records, and there were " + std::to_string(then);
  return fail(exit_code::kUsage,
              problem_of(arguments.pipeline, "differs", "the inputs are not those of the dataset: " + what,
                         "--root names the folder that the run read, as it was then"));
}

void warn_of_version(const Json& manifest) {
  const auto then = manifest.at("augshard").get<std::string>();
  if (then == AUGSHARD_VERSION) return;
  Diagnostic warning = plain_error(
      "version", "the dataset was made by augshard " + then + ", this is " AUGSHARD_VERSION, "pixels may differ");
  warning.severity = Severity::warning;
  print(warning);
}

/// The field to be written, by its place among image and masks; nothing after a printed error.
std::optional<std::size_t> choose_field(const Arguments& arguments, const Dataset& dataset) {
  if (arguments.mask.empty()) return 0;
  std::vector<std::string> names;
  for (std::size_t i = 1; i < dataset.fields.size(); ++i) {
    if (dataset.fields[i].name == arguments.mask) return i;
    names.push_back(dataset.fields[i].name);
  }
  print(plain_error("usage", "the dataset has no mask '" + arguments.mask + "'", suggestion(arguments.mask, names)));
  return std::nullopt;
}

/// The example itself, from its source; nothing after a printed error.
std::optional<Sample> make_again(const Job& job, const Json& example) {
  const auto key = example.at("key").get<std::string>();
  const int copy = example.at("copy").get<int>();
  const auto& records = job.survey().records;
  const auto& splits = job.plan().splits;
  const auto record = std::find_if(records.begin(), records.end(), [&](const Record& r) { return r.key == key; });
  const auto split =
      std::find_if(splits.begin(), splits.end(), [&](const auto& s) { return s.spec().name == example.at("split"); });
  const bool is_known = record != records.end() && split != splits.end() &&
                        std::find(split->copies().begin(), split->copies().end(), copy) != split->copies().end();
  if (!is_known) {
    print(plain_error("differs", "the pipeline makes no copy " + std::to_string(copy) + " of '" + key + "'"));
    return std::nullopt;
  }
  Loaded loaded = load_record(job.spec(), job.survey(), static_cast<std::size_t>(record - records.begin()));
  if (loaded.reject) {
    const Error& error = loaded.reject->error;
    print(problem_of(job.survey().root / loaded.reject->path, error.code, error.message, error.hint));
    return std::nullopt;
  }
  auto augmented = augment(loaded.sample, split->ops_of(copy), targets_of(job.spec()), {job.spec().seed, key, copy});
  if (augmented) return std::move(augmented->sample);
  print(problem_of(job.survey().root / record->image, augmented.error().code, augmented.error().message));
  return std::nullopt;
}

int replay(const Arguments& arguments, const Finder& finder) {
  const Json& manifest = finder.manifest();
  Job job(print);
  PipelineArguments pipeline{arguments.pipeline, arguments.overrides};
  pipeline.overrides.seed = manifest.at("seed").get<std::uint64_t>();
  if (!job.load(pipeline)) return exit_code::kUsage;
  if (const int code = check_pipeline(arguments, job, manifest); code != exit_code::kDone) return code;
  if (!job.survey_source()) return exit_code::kUsage;
  if (const int code = check_inputs(arguments, job, manifest); code != exit_code::kDone) return code;
  if (!job.make_plan()) return exit_code::kUsage;
  const auto which = choose_field(arguments, job.plan().dataset);
  if (!which) return exit_code::kUsage;
  warn_of_version(manifest);
  const auto sample = make_again(job, finder.example());
  if (!sample) return exit_code::kRejects;
  const Image& image = *which == 0 ? sample->image : sample->masks[*which - 1];
  const auto png = encode_pixels(job.plan().dataset.fields[*which], {Encoding::png}, image);
  if (!png) {
    return fail(exit_code::kUsage, plain_error(png.error().code, png.error().message,
                                               "a PNG holds 8 and 16 bits with 1, 3 or 4 channels"));
  }
  write_atomically(arguments.output, {reinterpret_cast<const char*>(png->bytes.data()), png->bytes.size()});
  return exit_code::kDone;
}

int explain_example(const Arguments& arguments, Finder& finder) {
  for (const auto step : {&Finder::read_manifest, &Finder::find_row, &Finder::read_log}) {
    if (const int code = (finder.*step)(); code != exit_code::kDone) return code;
  }
  if (!arguments.pipeline.empty()) {
    if (const int code = replay(arguments, finder); code != exit_code::kDone) return code;
  }
  write_out(arguments.json ? finder.example().dump() + "\n" : example_text(finder.example(), finder.rows()));
  return exit_code::kDone;
}

int explain(const Arguments& arguments) {
  if (arguments.pipeline.empty() != arguments.output.empty()) {
    return fail(exit_code::kUsage, plain_error("usage", "--replay and --output go together",
                                               "--replay PIPELINE --output PNG makes the example once more"));
  }
  if (arguments.pipeline.empty() &&
      (!arguments.mask.empty() || arguments.overrides.root || !arguments.overrides.set.empty())) {
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
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("explain", "Tell where an example comes from and what was drawn for it");
  verb->add_option("DIR", arguments->folder, "Dataset folder")->required()->type_name("");
  verb->add_option("SPLIT", arguments->split, "Split of the example")->required()->type_name("");
  verb->add_option("ROW", arguments->row, "Its row in the split, from 0, as examples.jsonl counts")
      ->required()
      ->type_name("");
  verb->add_flag("--json", arguments->json, "One JSON object");
  verb->add_option("--replay", arguments->pipeline, "Make the example once more, by the pipeline file of the run")
      ->type_name("PIPELINE");
  verb->add_option("-o,--output", arguments->output, "PNG file for its image, replaced if it is there")
      ->type_name("FILE");
  verb->add_option("--mask", arguments->mask, "Write this mask instead of the image")->type_name("NAME");
  verb->add_option("--root", arguments->overrides.root, "Folder of the source, instead of the pipeline's")
      ->type_name("DIR");
  verb->add_option("--set", arguments->overrides.set, "The changes of the run: /json/pointer=value (repeatable)")
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
