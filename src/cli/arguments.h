#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "spec/load.h"

namespace CLI {
class App;
}

namespace augshard {

/// PIPELINE, --root, --seed, --set: what every command over a pipeline takes.
struct PipelineArguments {
  std::filesystem::path file;
  Overrides overrides;
};
void add_pipeline_arguments(CLI::App& app, PipelineArguments& arguments);

/// An option that takes a whole number from `least` on.
void add_count(CLI::App& app, const std::string& name, std::int64_t& value, std::int64_t least,
               const std::string& text);
void add_count(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value, std::int64_t least,
               const std::string& text);
void add_count(CLI::App& app, const std::string& name, int& value, int least, const std::string& text);

/// An option that takes a number of bytes, as 1000 or 256MiB.
void add_byte_count(CLI::App& app, const std::string& name, const std::function<void(std::uint64_t)>& take,
                    const std::string& text);

/// An option that takes one of a few words; `take` is called when it is given.
struct Choice {
  std::string word;
  std::function<void()> take;
};
void add_choice(CLI::App& app, const std::string& name, std::vector<Choice> choices, const std::string& text);

}  // namespace augshard
