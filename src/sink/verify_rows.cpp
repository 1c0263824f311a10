#include "sink/verify_rows.h"

#include <algorithm>
#include <utility>

#include "base/checksum.h"
#include "sink/text.h"

namespace augshard {
namespace {

std::string row_text(const std::optional<std::string>& key, const std::optional<std::int64_t>& copy) {
  return (key ? "'" + valid_utf8(*key) + "'" : "no key") + (copy ? ", copy " + std::to_string(*copy) : ", no copy");
}

std::string row_text(const FoundRow& row) { return row_text(row.key, row.copy); }

std::string place(const FoundShard& shard, std::size_t row) { return shard.unit + " " + std::to_string(row); }

/// Hashes of the keys in their order; nothing where one could not be read.
std::optional<std::vector<std::uint64_t>> hashes_of(const std::vector<FoundRow>& rows) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(rows.size());
  for (const FoundRow& row : rows) {
    if (!row.key) return std::nullopt;
    hashes.push_back(hash64(*row.key));
  }
  return hashes;
}

/// True when leaving some of `all` out, or none, gives `kept`.
bool is_subsequence(const std::vector<std::uint64_t>& kept, const std::vector<std::uint64_t>& all) {
  auto next = kept.begin();
  for (const std::uint64_t hash : all) {
    if (next != kept.end() && *next == hash) ++next;
  }
  return next == kept.end();
}

}  // namespace

RowsCheck::RowsCheck(const Declared& declared, std::map<std::string, std::int64_t> shards,
                     std::optional<ExamplesLog> log, RejectsLog rejects, TellFile tell)
    : declared_(declared),
      shards_(std::move(shards)),
      log_(std::move(log)),
      rejects_(std::move(rejects)),
      tell_(std::move(tell)),
      tell_log_([this](const char* code, const std::string& message) { tell_(code, kExamplesLog, message); }) {}

void RowsCheck::add(const ShardRow& shard) {
  const auto lines = log_ ? log_->next(shard.split, shard.examples, tell_log_) : std::vector<ExamplesLog::Line>();
  const FoundShard* first = nullptr;
  for (const FoundShard& found : shard.outputs) {
    // Where rows are missing, that has been told, and all behind them would be one off.
    if (static_cast<std::int64_t>(found.rows.size()) != shard.examples) continue;
    if (log_) {
      hold_against_log(found, lines);
    } else if (first != nullptr) {
      hold_against_first(found, *first);
    }
    if (first == nullptr) first = &found;
  }
  check_layout(shard.split, shard.examples, first);
}

std::map<std::string, std::int64_t> RowsCheck::finish() {
  if (log_) log_->finish(tell_log_);
  std::map<std::string, std::int64_t> records;
  for (const auto& [name, split] : splits_) {
    for (const Block& block : split.blocks) records[name] += block.examples;
  }
  return records;
}

void RowsCheck::hold_against_log(const FoundShard& found, const std::vector<ExamplesLog::Line>& lines) {
  for (std::size_t i = 0; i < std::min(lines.size(), found.rows.size()); ++i) {
    const FoundRow& row = found.rows[i];
    const bool same = (!row.key || ledger_key(*row.key) == lines[i].key) && (!row.copy || *row.copy == lines[i].copy);
    if (same) continue;
    tell_("ledger", kExamplesLog,
          "line " + std::to_string(lines[i].number) + ": it says " + row_text(lines[i].key, lines[i].copy) + ", and " +
              place(found, i) + " of " + found.path + " holds " + row_text(row));
  }
}

void RowsCheck::hold_against_first(const FoundShard& found, const FoundShard& first) {
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const FoundRow& row = found.rows[i];
    const FoundRow& other = first.rows[i];
    const bool same =
        (!row.key || !other.key || *row.key == *other.key) && (!row.copy || !other.copy || *row.copy == *other.copy);
    if (same) continue;
    tell_("row", found.path,
          place(found, i) + ": it holds " + row_text(row) + ", and " + place(first, i) + " of " + first.path +
              " holds " + row_text(other));
  }
}

void RowsCheck::check_layout(const std::string& split, std::int64_t examples, const FoundShard* found) {
  const auto copies = declared_.copies.find(split);
  if (copies == declared_.copies.end() || copies->second.empty()) return;
  const auto copy_count = static_cast<std::int64_t>(copies->second.size());
  const std::int64_t blocks = shards_[split] / copy_count;
  if (blocks * copy_count != shards_[split]) return;
  Split& seen = splits_[split];
  const std::int64_t index = seen.shards++;
  if (index < blocks) seen.blocks.push_back({examples, std::nullopt, ""});
  if (found == nullptr) return;
  check_copies(*found, split, copies->second[static_cast<std::size_t>(index / blocks)]);
  Block& block = seen.blocks[static_cast<std::size_t>(index % blocks)];
  auto keys = hashes_of(found->rows);
  if (index < blocks) {
    check_rejected(*found);
    block.keys = std::move(keys);
    block.path = found->path;
  } else if (keys && block.keys && !is_subsequence(*keys, *block.keys)) {
    tell_("row", found->path, "it does not hold the records of " + block.path + ", of which it holds copies");
  }
}

void RowsCheck::check_copies(const FoundShard& found, const std::string& split, std::int64_t copy) {
  const auto& made = declared_.copies.at(split);
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const auto& held = found.rows[i].copy;
    // A copy that the split does not make has been told of the example itself.
    if (!held || *held == copy || std::find(made.begin(), made.end(), *held) == made.end()) continue;
    tell_("row", found.path,
          place(found, i) + ": it is copy " + std::to_string(*held) + ", and this shard is of copy " +
              std::to_string(copy));
  }
}

void RowsCheck::check_rejected(const FoundShard& found) {
  if (rejects_.lines.empty()) return;
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    if (!found.rows[i].key) continue;
    const auto line = rejects_.lines.find(ledger_key(*found.rows[i].key));
    if (line == rejects_.lines.end()) continue;
    tell_("ledger", kRejectsLog,
          "line " + std::to_string(line->second) + ": " + row_text(found.rows[i]) + " was rejected, it says, and " +
              place(found, i) + " of " + found.path + " holds it");
  }
}

}  // namespace augshard
