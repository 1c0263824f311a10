#include "spec/schema.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/streams.h"

namespace augshard {

void add_schema(CLI::App& app, Command& command) {
  CLI::App* schema = app.add_subcommand("schema", "Print the JSON Schema of pipeline files, for editors");
  schema->footer(
      "Examples:\n"
      "  augshard schema > augshard.schema.json     then \"$schema\": \"augshard.schema.json\" in a pipeline\n"
      "  augshard schema | python3 -m json.tool");
  schema->callback([&command] {
    command = [] {
      write_out(pipeline_schema());
      return exit_code::kDone;
    };
  });
}

}  // namespace augshard
