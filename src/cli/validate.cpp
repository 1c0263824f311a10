#include <CLI/CLI.hpp>

#include "base/counted.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/job.h"
#include "cli/plan_text.h"
#include "cli/streams.h"
#include "source/names.h"

namespace augshard {
namespace {

/// The folder or the table that the records would come from.
std::filesystem::path origin_of(const SourceSpec& source) { return source.type == "table" ? source.file : source.root; }

int validate(const PipelineArguments& arguments) {
  Job job(print);
  if (!job.load(arguments)) return exit_code::kUsage;
  const std::filesystem::path origin = origin_of(job.spec().source);
  const std::string name = arguments.file.string();
  std::error_code error;
  if (!std::filesystem::exists(origin, error)) {
    Diagnostic warning = plain_error("source", "'" + origin.string() + "' was not found, so pairing was not checked",
                                     "--root names the folder of the source");
    warning.severity = Severity::warning;
    print(warning);
    write_out(name + ": ok (the source was not checked)\n");
    return exit_code::kDone;
  }
  if (!job.survey_source() || !job.make_plan()) return exit_code::kUsage;
  write_out(name + ": ok, " + counted(job.survey().records.size(), "record", "records") + ": " +
            splits_text(job.plan()) + "\n");
  return exit_code::kDone;
}

}  // namespace

void add_validate(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<PipelineArguments>();
  CLI::App* verb = app.add_subcommand("validate", "Check a pipeline, and how its source pairs; nothing is written");
  add_pipeline_arguments(*verb, *arguments);
  verb->footer(
      "Exit code 0, or 2 with every problem.\n"
      "Examples:\n"
      "  augshard validate street.json\n"
      "  augshard validate street.json --root /data/street --set /splits/train/copies=8");
  verb->callback([&command, arguments] { command = [arguments] { return validate(*arguments); }; });
}

}  // namespace augshard
