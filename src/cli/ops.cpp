#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/nearest_name.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/streams.h"
#include "cli/text.h"
#include "op/describe.h"
#include "op/table.h"
#include "spec/forms.h"

namespace augshard {
namespace {

struct OpsArguments {
  std::string name;
  bool json = false;
};

std::string list_text() {
  std::size_t width = 0;
  for (const OpInfo& info : op_table()) width = std::max(width, info.name.size());
  std::string text;
  for (const OpInfo& info : op_table()) {
    text += left(info.name, width + 2) + left(std::string(name_of(info.kind)), 10) + info.summary + "\n";
  }
  for (const CompositionForm& composition : composition_forms()) {
    text += left(composition.name, width + 2) + left("ops", 10) + composition.summary + "\n";
  }
  return text;
}

std::string list_json() {
  std::string lines;
  for (const OpInfo& info : op_table()) lines += describe(info).dump() + "\n";
  return lines;
}

std::string hint_for(const std::string& name) {
  std::vector<std::string> names;
  for (const OpInfo& info : op_table()) {
    const auto& others = info.other_names;
    if (std::find(others.begin(), others.end(), name) != others.end()) return "it is called '" + info.name + "' here";
    names.push_back(info.name);
  }
  const auto nearest = nearest_name(name, names);
  return nearest ? "did you mean '" + *nearest + "'?" : "`augshard ops` lists them";
}

int show_one(const OpsArguments& arguments) {
  const OpInfo* info = find_op(arguments.name);
  if (info == nullptr) {
    print(plain_error("unknown-op", "no op named '" + arguments.name + "'", hint_for(arguments.name)));
    return exit_code::kUsage;
  }
  write_out(arguments.json ? describe(*info).dump() + "\n" : help_text(*info));
  return exit_code::kDone;
}

int show_ops(const OpsArguments& arguments) {
  if (!arguments.name.empty()) return show_one(arguments);
  write_out(arguments.json ? list_json() : list_text());
  return exit_code::kDone;
}

}  // namespace

void add_ops(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<OpsArguments>();
  CLI::App* verb = app.add_subcommand("ops", "List the ops, or explain one");
  verb->add_option("NAME", arguments->name, "Name of an op")->type_name("");
  verb->add_flag("--json", arguments->json, "One JSON object a line");
  verb->footer(
      "Examples:\n"
      "  augshard ops\n"
      "  augshard ops random_resized_crop");
  verb->callback([&command, arguments] { command = [arguments] { return show_ops(*arguments); }; });
}

}  // namespace augshard
