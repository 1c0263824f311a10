#include "import/import.h"

#include <CLI/CLI.hpp>

#include "base/files.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {
namespace {

struct ImportArguments {
  std::filesystem::path file;
  bool partial = false;
};

int import_file(const ImportArguments& arguments) {
  const auto text = read_text(arguments.file);
  if (!text) {
    print(plain_error(text.error().code, text.error().message, text.error().hint));
    return exit_code::kUsage;
  }
  Imported imported = import_pipeline(*text, arguments.file);
  for (Diagnostic& diagnostic : imported.diagnostics) {
    if (arguments.partial && diagnostic.code == kNotCarried) diagnostic.severity = Severity::warning;
    print(diagnostic);
  }
  if (has_errors(imported.diagnostics)) return exit_code::kUsage;
  write_out(imported.ops);
  return exit_code::kDone;
}

}  // namespace

void add_import(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<ImportArguments>();
  CLI::App* verb = app.add_subcommand("import", "Turn a saved pipeline of another library into an ops list");
  verb->add_option("FILE", arguments->file, "A JSON file, see below")->required()->type_name("");
  verb->add_flag("--partial", arguments->partial, "Leave out what has no counterpart, with a warning");
  verb->footer(
      "FILE is what Albumentations writes by A.save(pipeline, FILE), what Keras gives by\n"
      "json.dumps(keras.saving.serialize_keras_object(pipeline)) or model.to_json(), or a list of\n"
      "torchvision or MMSegmentation transforms, each {\"name\" or \"type\": ..., parameters}.\n"
      "The list on stdout stands as \"ops\" in a pipeline. Exit code 0 when all of the file was carried over; else 2\n"
      "with all that was not, and nothing on stdout, unless --partial is given. What acts differently is a warning.\n"
      "Examples:\n"
      "  augshard import albumentations.json > ops.json\n"
      "  augshard import keras.json --partial");
  verb->callback([&command, arguments] { command = [arguments] { return import_file(*arguments); }; });
}

}  // namespace augshard
