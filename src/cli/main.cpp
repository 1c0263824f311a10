#include <CLI/CLI.hpp>
#include <opencv2/core.hpp>
#include <sstream>
#include <variant>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/guard.h"
#include "cli/signals.h"
#include "cli/streams.h"
#include "cli/usage_error.h"

namespace augshard {
namespace {

void declare(CLI::App& app, Command& command) {
  app.description(
      "augshard turns a labelled image dataset into training shards: an image and its masks\n"
      "augmented together, written as TFRecord and NPY.");
  app.set_version_flag("--version", "augshard " AUGSHARD_VERSION);
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_run(app, command);
  add_validate(app, command);
  add_preview(app, command);
  add_ops(app, command);
  add_schema(app, command);
  add_inspect(app, command);
  add_verify(app, command);
  add_explain(app, command);
  add_import(app, command);
  app.footer(
      "Answers go to stdout, all else to stderr. `augshard COMMAND --help` tells more.\n"
      "Exit codes: 0 done, 2 usage or pipeline, 3 input or output failed, 4 damaged dataset, 5 rejects, 70 bug.\n"
      "Examples:\n"
      "  augshard validate samples/pipeline.json\n"
      "  augshard run samples/pipeline.json --output out/street");
}

/// The command that was asked for, or an exit code.
std::variant<Command, int> parse(int count, char** arguments) {
  CLI::App app{"", "augshard"};
  Command command;
  declare(app, command);
  try {
    app.parse(count, arguments);
    return command;
  } catch (const CLI::Success& asked_for_text) {
    std::ostringstream text;
    app.exit(asked_for_text, text, text);
    write_out(text.str());
    return exit_code::kDone;
  } catch (const CLI::ParseError& error) {
    print(usage_error(app, error));
    return exit_code::kUsage;
  }
}

int run_command_line(int count, char** arguments) {
  const auto parsed = parse(count, arguments);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  handle_stop_signals();
  return std::get<Command>(parsed)();
}

}  // namespace
}  // namespace augshard

int main(int count, char** arguments) {
  using namespace augshard;
  handle_failed_writes();
  cv::setNumThreads(1);
  return guarded([&] { return run_command_line(count, arguments); }, print);
}
