#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <sstream>

#include "base/checksum.h"
#include "base/exact_math.h"
#include "base/files.h"
#include "plan/plan.h"

namespace augshard {
namespace {

using Members = std::vector<std::vector<std::uint32_t>>;

Diagnostic problem(Severity severity, std::string code, std::string pointer, std::string message, std::string hint) {
  Diagnostic d;
  d.severity = severity;
  d.code = std::move(code);
  d.pointer = std::move(pointer);
  d.message = std::move(message);
  d.hint = std::move(hint);
  return d;
}

const std::string& group_of(const Spec& spec, const Record& record) {
  if (!spec.group_by || *spec.group_by == "key") return record.key;
  const auto found = record.attributes.find(*spec.group_by);
  return found == record.attributes.end() ? record.key : found->second;
}

// Weighted rendezvous hashing: the split with the greatest -w / ln(u), u a uniform hash of group and split, wins. Each
// split gets its fraction in expectation, and a group's split depends on nothing but the group and the splits.
std::size_t split_by_hash(const std::vector<SplitSpec>& splits, const std::string& group) {
  std::size_t best = 0;
  double best_score = -1;
  for (std::size_t s = 0; s < splits.size(); ++s) {
    const std::uint64_t hash = hash64(group + '\0' + splits[s].name);
    const double uniform = (static_cast<double>(hash >> 11U) + 0.5) * 0x1p-53;
    const double score = splits[s].fraction.value_or(1.0) / -exact::log(uniform);
    if (score > best_score) {
      best_score = score;
      best = s;
    }
  }
  return best;
}

bool matches(const SplitSpec& split, const Record& record) {
  return std::all_of(split.where.begin(), split.where.end(), [&](const auto& condition) {
    const auto& [attribute, accepted] = condition;
    const auto found = record.attributes.find(attribute);
    const std::string& value = attribute == "key" ? record.key : found->second;
    if (attribute != "key" && found == record.attributes.end()) return false;
    return std::find(accepted.begin(), accepted.end(), value) != accepted.end();
  });
}

void assign_by_where(const Spec& spec, const std::vector<Record>& records, Members& members, Diagnostics& diagnostics) {
  std::size_t unassigned = 0;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    std::optional<std::size_t> taken;
    for (std::size_t s = 0; s < spec.splits.size(); ++s) {
      if (!matches(spec.splits[s], records[i])) continue;
      if (taken) {
        diagnostics.push_back(problem(Severity::error, "split-overlap", "/splits/" + spec.splits[s].name + "/where",
                                      "record '" + records[i].key + "' belongs to split '" + spec.splits[*taken].name +
                                          "' and to split '" + spec.splits[s].name + "'",
                                      "make the conditions exclude each other"));
        return;
      }
      taken = s;
    }
    if (taken) {
      members[*taken].push_back(i);
    } else {
      ++unassigned;
    }
  }
  if (unassigned > 0) {
    diagnostics.push_back(problem(Severity::warning, "no-split", "/splits",
                                  std::to_string(unassigned) + " of " + std::to_string(records.size()) +
                                      " records match no split and are left out",
                                  ""));
  }
}

// Each key of a list, in any order, one a line; blank lines are skipped.
Expected<std::set<std::string>> read_keys(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) return text.error();
  std::set<std::string> keys;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) keys.insert(line);
  }
  return keys;
}

void assign_by_list(const Spec& spec, const std::vector<Record>& records, Members& members, Diagnostics& diagnostics) {
  std::map<std::string_view, std::uint32_t> index_of;
  for (std::uint32_t i = 0; i < records.size(); ++i) index_of.emplace(records[i].key, i);
  std::vector<std::optional<std::size_t>> taken(records.size());
  for (std::size_t s = 0; s < spec.splits.size(); ++s) {
    const std::string pointer = "/splits/" + spec.splits[s].name + "/list";
    const auto keys = read_keys(*spec.splits[s].list);
    if (!keys) {
      diagnostics.push_back(problem(Severity::error, "io", pointer, keys.error().message, ""));
      continue;
    }
    for (const std::string& key : *keys) {
      const auto found = index_of.find(key);
      if (found == index_of.end()) {
        diagnostics.push_back(problem(Severity::error, "unknown-key", pointer,
                                      "'" + key + "' is listed, but the source has no such record",
                                      "a key is what the captures of the image pattern give, joined by '/'"));
        break;
      }
      auto& owner = taken[found->second];
      if (owner) {
        diagnostics.push_back(problem(Severity::error, "split-overlap", pointer,
                                      "'" + key + "' is listed for split '" + spec.splits[*owner].name + "' too",
                                      "a record belongs to one split"));
        break;
      }
      owner = s;
    }
  }
  std::size_t unassigned = 0;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (taken[i]) {
      members[*taken[i]].push_back(i);
    } else {
      ++unassigned;
    }
  }
  if (unassigned > 0) {
    diagnostics.push_back(problem(Severity::warning, "no-split", "/splits",
                                  std::to_string(unassigned) + " of " + std::to_string(records.size()) +
                                      " records are in no list and are left out",
                                  ""));
  }
}

}  // namespace

Members assign_splits(const Spec& spec, const std::vector<Record>& records, Diagnostics& diagnostics) {
  Members members(spec.splits.size());
  if (!spec.splits.empty() && spec.splits.front().list) {
    assign_by_list(spec, records, members, diagnostics);
  } else if (!spec.splits.empty() && !spec.splits.front().where.empty()) {
    assign_by_where(spec, records, members, diagnostics);
  } else {
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      members[split_by_hash(spec.splits, group_of(spec, records[i]))].push_back(i);
    }
  }
  for (std::size_t s = 0; s < members.size(); ++s) {
    if (!members[s].empty() || records.empty() || has_errors(diagnostics)) continue;
    diagnostics.push_back(problem(Severity::warning, "empty-split", "/splits/" + spec.splits[s].name,
                                  "no record falls into split '" + spec.splits[s].name + "'",
                                  spec.splits[s].fraction ? "fractions hold in expectation: with few records or few "
                                                            "groups a split may stay empty; use where or list"
                                                          : ""));
  }
  return members;
}

}  // namespace augshard
