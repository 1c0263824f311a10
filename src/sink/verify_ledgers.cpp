#include "sink/verify_ledgers.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "sink/text.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

/// U+FFFD: several keys that are no UTF-8 may read the same.
constexpr const char* kReplacement = "\xef\xbf\xbd";

std::string place(std::int64_t line) { return "line " + std::to_string(line) + ": "; }

bool has_text(const Json& line, const char* key) { return line.contains(key) && line.at(key).is_string(); }

/// What is wrong with the members of a line of examples.jsonl; empty where nothing is.
std::string misformed(const Json& line) {
  if (!line.is_object()) return "it is no JSON object";
  for (const char* key : {"split", "key"}) {
    if (!has_text(line, key)) return std::string("it has no text '") + key + "'";
  }
  for (const char* key : {"row", "copy"}) {
    if (!line.contains(key) || !line.at(key).is_number_integer()) return std::string("it has no number '") + key + "'";
  }
  if (!line.contains("source") || !line.at("source").is_object()) return "it has no object 'source'";
  if (!line.contains("draws") || !line.at("draws").is_array()) return "it has no list 'draws'";
  return {};
}

}  // namespace

Lines::Lines(FileBytes file) : file_(std::move(file)) {
  rest_ = {reinterpret_cast<const char*>(file_.bytes().data()), file_.bytes().size()};
}

std::optional<std::string_view> Lines::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  ++number_;
  return line;
}

void ExamplesLog::stop(const Tell& tell, const std::string& message) {
  stopped_ = true;
  tell("ledger", message + "; no further line is looked at");
}

std::vector<ExamplesLog::Line> ExamplesLog::next(const std::string& split, std::int64_t count, const Tell& tell) {
  std::vector<Line> found;
  std::int64_t& row = rows_[split];
  for (std::int64_t i = 0; i < count && !stopped_; ++i, ++row) {
    const auto text = lines_.next();
    const std::string wanted = "row " + std::to_string(row) + " of '" + split + "'";
    if (!text) {
      stop(tell, "it ends after line " + std::to_string(lines_.number()) + ", where " + wanted + " should stand");
      continue;
    }
    const Json line = Json::parse(*text, nullptr, false);
    const std::string wrong = misformed(line);
    if (!wrong.empty()) {
      stop(tell, place(lines_.number()) + wrong);
    } else if (line.at("split") != split || line.at("row") != row) {
      stop(tell, place(lines_.number()) + "it is row " + line.at("row").dump() + " of '" +
                     line.at("split").get<std::string>() + "', where " + wanted + " should stand");
    } else {
      found.push_back({lines_.number(), line.at("key").get<std::string>(), line.at("copy").get<std::int64_t>()});
    }
  }
  return found;
}

void ExamplesLog::finish(const Tell& tell) {
  if (stopped_ || !lines_.next()) return;
  stop(tell, place(lines_.number()) + "there are no more examples");
}

RejectsLog read_rejects(FileBytes file, const Tell& tell) {
  RejectsLog log;
  Lines lines(std::move(file));
  while (const auto text = lines.next()) {
    ++log.count;
    const Json line = Json::parse(*text, nullptr, false);
    const bool whole = line.is_object() && has_text(line, "key") && has_text(line, "path") && has_text(line, "code") &&
                       has_text(line, "reason");
    if (!whole) {
      tell("ledger", place(lines.number()) + "it is no object of key, path, code and reason");
      continue;
    }
    const auto key = line.at("key").get<std::string>();
    if (key.find(kReplacement) != std::string::npos) continue;
    const auto [known, is_new] = log.lines.emplace(key, lines.number());
    if (!is_new) {
      tell("ledger", place(lines.number()) + "'" + key + "' was rejected in line " + std::to_string(known->second));
    }
  }
  return log;
}

std::string ledger_key(const std::string& key) {
  if (is_text(key)) return key;
  const Json text(key);
  return Json::parse(text.dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace augshard
