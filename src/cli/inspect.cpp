#include "sink/inspect.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

struct InspectArguments {
  std::string path;
  bool json = false;
};

int exit_code_of(const Error& error) {
  if (error.code == "io") return exit_code::kInputOutput;
  return error.code == "format" ? exit_code::kUsage : exit_code::kDamaged;
}

int inspect_path(const InspectArguments& arguments) {
  const auto inspection = inspect(arguments.path);
  if (!inspection) {
    const Error& error = inspection.error();
    Diagnostic diagnostic = plain_error(error.code, error.message, error.hint);
    diagnostic.file = arguments.path;
    print(diagnostic);
    return exit_code_of(error);
  }
  write_out(arguments.json ? inspection->dump() + "\n" : inspection_text(*inspection));
  return exit_code::kDone;
}

}  // namespace

void add_inspect(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<InspectArguments>();
  CLI::App* verb = app.add_subcommand("inspect", "Describe a dataset folder, a TFRecord file or an NPY file");
  verb->add_option("PATH", arguments->path, "Dataset folder or shard")->required()->type_name("");
  verb->add_flag("--json", arguments->json, "One JSON object");
  verb->footer(
      "Examples:\n"
      "  augshard inspect out/street\n"
      "  augshard inspect out/street/tfrecord/street-train.tfrecord-00000-of-00003 --json");
  verb->callback([&command, arguments] { command = [arguments] { return inspect_path(*arguments); }; });
}

}  // namespace augshard
