#include <CLI/CLI.hpp>
#include <new>
#include <opencv2/core.hpp>
#include <sstream>

#include "base/files.h"
#include "base/nearest_name.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/signals.h"
#include "cli/streams.h"

namespace augshard {
namespace {

void declare(CLI::App& app, Command& command) {
  app.description(
      "augshard turns a labelled image dataset into training shards: image, masks, boxes and keypoints\n"
      "augmented together, written as TFRecord and NPY.");
  app.set_version_flag("--version", "augshard " AUGSHARD_VERSION);
  app.require_subcommand(1);
  add_run(app, command);
  add_validate(app, command);
  add_preview(app, command);
  add_ops(app, command);
  add_schema(app, command);
  add_inspect(app, command);
  add_verify(app, command);
  app.footer(
      "Answers go to stdout, all else to stderr. `augshard COMMAND --help` tells more.\n"
      "Exit codes: 0 done, 2 usage or pipeline, 3 input or output failed, 4 damaged dataset, 5 rejects, 70 bug.\n"
      "Examples:\n"
      "  augshard validate samples/pipeline.json\n"
      "  augshard run samples/pipeline.json --output out/street");
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known, const std::string& otherwise) {
  const auto nearest = nearest_name(name, known);
  return nearest ? "did you mean '" + *nearest + "'?" : otherwise;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  return names;
}

std::vector<std::string> flag_names(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

/// The library checks what is missing before what is unknown, and names no neighbours.
Diagnostic explain(const CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const CLI::App& verb = chosen.empty() ? app : *chosen.front();
  const std::string help = "`augshard " + (chosen.empty() ? "" : verb.get_name() + " ") + "--help` lists ";
  for (const std::string& extra : chosen.empty() ? app.remaining() : verb.remaining()) {
    if (extra.starts_with('-') && extra.size() > 1) {
      const std::string flag = extra.substr(0, extra.find('='));
      return plain_error("usage",
                         (chosen.empty() ? "augshard" : verb.get_name()) + std::string(" has no option '") + flag + "'",
                         did_you_mean(flag, flag_names(verb), help + "them"));
    }
    if (chosen.empty()) {
      return plain_error("usage", "no command named '" + extra + "'",
                         did_you_mean(extra, command_names(app), help + "them"));
    }
    return plain_error("usage", "'" + extra + "' is one argument too many for " + verb.get_name(),
                       help + "what it takes");
  }
  if (chosen.empty()) return plain_error("usage", "a command is needed", help + "them");
  return plain_error("usage", error.what(), help + "what it takes");
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
    print(explain(app, error));
    return exit_code::kUsage;
  }
}

int run_command_line(int count, char** arguments) {
  const auto parsed = parse(count, arguments);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  return std::get<Command>(parsed)();
}

/// What ends the run ends here: this is the one place that catches.
int guarded_main(int count, char** arguments) {
  try {
    return run_command_line(count, arguments);
  } catch (const IoError& error) {
    print(plain_error("io", error.what()));
    return exit_code::kInputOutput;
  } catch (const std::filesystem::filesystem_error& error) {
    print(plain_error("io", error.what()));
    return exit_code::kInputOutput;
  } catch (const std::bad_alloc&) {
    print(plain_error("memory", "out of memory", "fewer --threads or --in-flight need less"));
    return exit_code::kInputOutput;
  } catch (const std::exception& error) {
    print(plain_error("internal", std::string("internal error, please report: ") + error.what()));
    return exit_code::kInternal;
  }
}

}  // namespace
}  // namespace augshard

int main(int count, char** arguments) {
  using namespace augshard;
  install_signal_handlers();
  cv::setNumThreads(1);
  const int code = guarded_main(count, arguments);
  return code == exit_code::kDone && stderr_failed() ? exit_code::kInputOutput : code;
}
