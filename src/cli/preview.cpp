#include <CLI/CLI.hpp>

#include "augment/augment.h"
#include "base/files.h"
#include "base/nearest_name.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/contact_sheet.h"
#include "cli/display.h"
#include "cli/exit_code.h"
#include "cli/job.h"
#include "cli/process.h"
#include "cli/streams.h"
#include "codec/codec.h"
#include "engine/load.h"
#include "engine/partners.h"

namespace augshard {
namespace {

constexpr int kJpegQuality = 85;

struct PreviewArguments {
  PipelineArguments pipeline;
  std::filesystem::path output;
  int records = 4;
  int copies = 3;
  int height = 240;
  std::string split;
};

/// The split that is asked for, else the first with records; nothing after a printed error.
const SplitPlan* choose_split(const Plan& plan, const std::string& asked) {
  std::vector<std::string> names;
  for (const SplitPlan& split : plan.splits) {
    names.push_back(split.spec().name);
    if (asked.empty() ? split.record_count() > 0 : split.spec().name == asked) return &split;
  }
  const auto nearest = nearest_name(asked, names);
  print(asked.empty() ? plain_error("usage", "no split has a record")
                      : plain_error("usage", "the pipeline has no split '" + asked + "'",
                                    nearest ? "did you mean '" + *nearest + "'?" : ""));
  return nullptr;
}

void warn(const std::filesystem::path& file, const Error& error) {
  Diagnostic warning = plain_error(error.code, error.message, error.hint);
  warning.severity = Severity::warning;
  warning.file = file.string();
  print(warning);
}

SheetCell draw_copy(const Job& job, const SplitPlan& split, const Sample& source, std::int64_t place, int copy,
                    int height) {
  const Spec& spec = job.spec();
  const Record& record = job.survey().records[split.record_at(place)];
  const auto augmented =
      augment(source, split.ops_of(copy), targets_of(spec), {spec.seed, record.key, copy, split.spec().copies},
              partners_of(spec, job.survey(), split, place));
  if (!augmented) {
    warn(job.survey().root / record.image, augmented.error());
    return {Image(), "copy " + std::to_string(copy) + ": " + augmented.error().code};
  }
  if (augmented->left_out) return {Image(), "copy " + std::to_string(copy) + ": not made"};
  return {draw_sample(augmented->sample, spec.masks, height), "copy " + std::to_string(copy)};
}

/// The source and its copies; empty where the record cannot be read.
std::vector<SheetCell> draw_record(const Job& job, const SplitPlan& split, std::int64_t place,
                                   const PreviewArguments& arguments) {
  const std::size_t index = split.record_at(place);
  const Record& record = job.survey().records[index];
  const Loaded loaded = load_record(job.spec(), job.survey(), index);
  if (loaded.reject) {
    warn(job.survey().root / loaded.reject->path, loaded.reject->error);
    return {};
  }
  std::vector<SheetCell> row;
  row.push_back({draw_sample(loaded.sample, job.spec().masks, arguments.height), record.key});
  for (int copy = 1; copy <= arguments.copies; ++copy) {
    row.push_back(draw_copy(job, split, loaded.sample, place, copy, arguments.height));
  }
  return row;
}

int preview(const PreviewArguments& arguments) {
  Job job(print);
  if (!job.load(arguments.pipeline) || !job.survey_source() || !job.make_plan()) return exit_code::kUsage;
  const SplitPlan* split = choose_split(job.plan(), arguments.split);
  if (split == nullptr) return exit_code::kUsage;
  std::vector<std::vector<SheetCell>> rows;
  for (std::int64_t place = 0; place < std::min<std::int64_t>(arguments.records, split->record_count()); ++place) {
    auto row = draw_record(job, *split, place, arguments);
    if (!row.empty()) rows.push_back(std::move(row));
  }
  if (rows.empty()) {
    print(plain_error("rejects", "none of the records could be shown"));
    return exit_code::kRejects;
  }
  const Image sheet = draw_contact_sheet(rows, arguments.height);
  const std::string extension = arguments.output.extension().string();
  const bool as_jpeg = extension == ".jpg" || extension == ".jpeg";
  const std::vector<std::byte> file = as_jpeg ? encode_jpeg(sheet, kJpegQuality) : encode_png(sheet);
  write_atomically(arguments.output, {reinterpret_cast<const char*>(file.data()), file.size()});
  return exit_code::kDone;
}

}  // namespace

void add_preview(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<PreviewArguments>();
  CLI::App* verb = app.add_subcommand("preview", "Draw records and their augmented copies on one sheet");
  add_pipeline_arguments(*verb, arguments->pipeline);
  verb->add_option("-o,--output", arguments->output, "PNG or JPEG file, by its extension; replaced if it is there")
      ->required()
      ->type_name("FILE");
  add_count(*verb, "--records", arguments->records, 1, "Rows: the first records in the plan's order (4)");
  add_count(*verb, "--copies", arguments->copies, 0, "Copies beside each source (3)");
  add_count(*verb, "--height", arguments->height, 32, "Height of each picture in pixels (240)");
  verb->add_option("--split", arguments->split, "Split whose ops are shown (default: the first with records)")
      ->type_name("NAME");
  verb->footer(
      "Copies look exactly as `augshard run` makes them; masks are drawn over, ignored pixels hatched.\n"
      "Examples:\n"
      "  augshard preview street.json --output sheet.png\n"
      "  augshard preview street.json --output sheet.png --records 8 --copies 5 --split val");
  verb->callback([&command, arguments] {
    command = [arguments] {
      keep_memory(1);
      return preview(*arguments);
    };
  });
}

}  // namespace augshard
