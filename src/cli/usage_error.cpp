#include "cli/usage_error.h"

#include <CLI/CLI.hpp>

#include "base/nearest_name.h"
#include "cli/streams.h"

namespace augshard {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// Every single letter is near every other, so that they have no neighbours.
std::string hint_for(const std::string& name, const std::vector<std::string>& known, const std::string& otherwise) {
  const auto nearest = name.size() > 2 ? nearest_name(name, known) : std::nullopt;
  return nearest ? "did you mean '" + *nearest + "'?" : otherwise;
}

std::string words_of(const CLI::ParseError& error) {
  const std::string text = error.what();
  if (error.get_name() == "ArgumentMismatch") return text.substr(0, text.find(':')) + " needs a value";
  return text;
}

Diagnostic command_error(const CLI::App& app, const std::vector<std::string>& unknown) {
  const std::string hint = "`augshard --help` lists them";
  if (unknown.empty()) return plain_error("usage", "a command is needed", hint);
  const std::string& word = unknown.front();
  if (word.starts_with('-')) {
    return plain_error("usage", "augshard has no option '" + word + "'", hint_for(word, option_names(app), hint));
  }
  return plain_error("usage", "no command named '" + word + "'", hint_for(word, command_names(app), hint));
}

}  // namespace

Diagnostic usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const auto before_command = app.remaining();
  if (chosen.empty() || !before_command.empty()) return command_error(app, before_command);
  const CLI::App& verb = *chosen.front();
  const std::string& name = verb.get_name();
  const std::string hint = "`augshard " + name + " --help` lists what it takes";
  const auto unknown = verb.remaining();
  for (const std::string& word : unknown) {
    if (!word.starts_with('-')) continue;
    const std::string option = word.substr(0, word.find('='));
    return plain_error("usage", name + " has no option '" + option + "'", hint_for(option, option_names(verb), hint));
  }
  if (!unknown.empty())
    return plain_error("usage", name + " takes no further argument '" + unknown.front() + "'", hint);
  return plain_error("usage", words_of(error), hint);
}

}  // namespace augshard
