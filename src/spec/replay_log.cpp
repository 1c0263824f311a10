#include "spec/replay_log.h"

#include <nlohmann/json.hpp>

#include "base/checksum.h"

namespace augshard {
namespace {

using nlohmann::json;

std::uint64_t hash_of(std::string_view key, int copy) { return hash64(key, static_cast<std::uint64_t>(copy)); }

DrawnNumber number_of(const std::string& name, const json& value) {
  if (value.is_number_unsigned()) return {name, value.get<std::uint64_t>()};
  if (value.is_number_integer()) return {name, value.get<std::int64_t>()};
  return {name, value.get<double>()};
}

// {"path", "op", name: number or list of numbers...}
LoggedDraws draws_of(const json& object) {
  LoggedDraws draws{object.at("path").get<std::string>(), {}};
  for (const auto& [name, value] : object.items()) {
    if (name == "path" || name == "op") continue;
    if (!value.is_array()) {
      draws.numbers.push_back(number_of(name, value));
      continue;
    }
    for (const json& number : value) draws.numbers.push_back(number_of(name, number));
  }
  return draws;
}

}  // namespace

Expected<ReplayLog> ReplayLog::open(const std::filesystem::path& path) {
  auto file = open_file(path);
  if (!file) return file.error();
  ReplayLog log;
  log.name_ = path.string();
  log.file_ = std::move(*file);
  const std::string_view text = log.text();
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    const std::size_t size = std::min(text.find('\n', begin), text.size()) - begin;
    const json line = json::parse(text.substr(begin, size), nullptr, false);
    if (!line.is_object() || !line.contains("key") || !line["key"].is_string() || !line.contains("copy") ||
        !line["copy"].is_number_integer() || !line.contains("draws") || !line["draws"].is_array()) {
      return Error{"log", "line " + std::to_string(number) + " of " + log.name_ + " is no example of a log",
                   "name the examples.jsonl of a finished run"};
    }
    log.lines_.emplace(hash_of(line["key"].get<std::string>(), line["copy"].get<int>()), Line{begin, size});
    begin += size + 1;
  }
  return log;
}

Expected<std::vector<LoggedDraws>> ReplayLog::find(std::string_view key, int copy) const {
  const auto [first, last] = lines_.equal_range(hash_of(key, copy));
  for (auto entry = first; entry != last; ++entry) {
    const json line = json::parse(text().substr(entry->second.begin, entry->second.size));
    if (line["key"].get_ref<const std::string&>() != key || line["copy"].get<int>() != copy) continue;
    std::vector<LoggedDraws> draws;
    try {
      for (const json& op : line["draws"]) draws.push_back(draws_of(op));
    } catch (const json::exception&) {
      return Error{"replay", name_ + " holds draws that cannot be read", "name the examples.jsonl of a finished run"};
    }
    return draws;
  }
  return Error{"replay", name_ + " has no copy " + std::to_string(copy) + " of record '" + std::string(key) + "'",
               "the logged run must have made every copy that is to be made again"};
}

std::string_view ReplayLog::text() const {
  const auto bytes = file_.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace augshard
