#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace augshard {

/// What the parsed command line asks for; gives the exit code.
using Command = std::function<int()>;

/// Each declares one subcommand, which sets `command` when it is the one that is asked for.
void add_run(CLI::App& app, Command& command);
void add_validate(CLI::App& app, Command& command);
void add_preview(CLI::App& app, Command& command);
void add_ops(CLI::App& app, Command& command);
void add_schema(CLI::App& app, Command& command);
void add_inspect(CLI::App& app, Command& command);
void add_verify(CLI::App& app, Command& command);
void add_explain(CLI::App& app, Command& command);
void add_import(CLI::App& app, Command& command);

}  // namespace augshard
