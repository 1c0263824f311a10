#include "engine/writer.h"

#include <algorithm>

#include "base/stopwatch.h"
#include "engine/ledger.h"

namespace augshard {

RunWriter::RunWriter(const Plan& plan, std::vector<std::unique_ptr<Sink>>& sinks, const RunOptions& options,
                     bool examples_log, Blocks finished, const std::function<void(const RunEvent&)>& on_event)
    : plan_(plan),
      sinks_(sinks),
      options_(options),
      examples_log_(examples_log),
      on_event_(on_event),
      blocks_(std::move(finished)) {
  for (const SplitPlan& split : plan.splits) progress_.total += split.record_count();
  for (const auto& split : blocks_) {
    for (const auto& block : split) {
      if (!block) continue;
      progress_.done += block->counts.records + block->counts.rejected;
      progress_.examples += block->counts.examples;
      progress_.rejects += block->counts.rejected;
    }
  }
}

void RunWriter::write(std::size_t split, std::int64_t place, const Slot& slot) {
  if (ended_) return;
  const Stopwatch watch(seconds_);
  const SplitPlan& plan = plan_.splits[split];
  const std::int64_t index = plan.block_of(place);
  const auto [begin, end] = plan.block(index);
  if (place == begin) open_block(split, index);
  if (const auto* rejected = std::get_if<Reject>(&slot.result)) {
    reject(*rejected);
    if (ended_) return;
  } else {
    append(std::get<FinishedCopies>(slot.result));
  }
  ++progress_.done;
  if (place + 1 == end) commit_block(split);
  progress_.bytes = bytes_;
  on_event_(progress_);
}

SplitCounts RunWriter::counts(std::size_t split) const {
  SplitCounts counts;
  counts.name = plan_.splits[split].spec().name;
  for (const auto& block : blocks_[split]) {
    if (!block) continue;
    counts.records += block->counts.records;
    counts.examples += block->counts.examples;
    counts.rejected += block->counts.rejected;
  }
  return counts;
}

// Sums of floats depend on the order of adding: it is that of the blocks, whoever made them.
Sums RunWriter::sums(std::size_t split) const {
  Sums sums;
  for (const auto& block : blocks_[split]) {
    if (block) merge(sums, block->sums);
  }
  return sums;
}

std::vector<Reject> RunWriter::rejects() const {
  std::vector<Reject> rejects;
  for (const auto& split : blocks_) {
    for (const auto& block : split) {
      if (block) rejects.insert(rejects.end(), block->rejects.begin(), block->rejects.end());
    }
  }
  if (open_) rejects.insert(rejects.end(), open_->block.rejects.begin(), open_->block.rejects.end());
  return rejects;
}

void RunWriter::open_block(std::size_t split, std::int64_t index) {
  const SplitPlan& plan = plan_.splits[split];
  const auto [begin, end] = plan.block(index);
  open_.emplace();
  open_->index = index;
  for (std::size_t copy = 0; copy < plan.copies().size(); ++copy) {
    const ShardName name{plan.spec().name, plan.shard_of(copy, index), plan.shard_count(), end - begin};
    auto& writers = open_->writers.emplace_back();
    for (const auto& sink : sinks_) writers.push_back(sink->open_shard(name));
    auto& log = open_->logs.emplace_back();
    if (examples_log_) log.emplace(options_.output, shard_log_path(name));
  }
}

void RunWriter::append(const FinishedCopies& copies) {
  SplitCounts& counts = open_->block.counts;
  ++counts.records;
  for (std::size_t c = 0; c < copies.size(); ++c) {
    if (!copies[c]) continue;
    const FinishedCopy& copy = *copies[c];
    for (std::size_t s = 0; s < sinks_.size(); ++s) open_->writers[c][s]->append(copy.encoded[s]);
    if (open_->logs[c]) {
      const std::string line = copy.log + "\n";
      open_->logs[c]->append(std::as_bytes(std::span(line)));
    }
    merge(open_->block.sums, copy.sums);
    bytes_ += bytes_of(copy);
    ++counts.examples;
    ++progress_.examples;
  }
}

void RunWriter::reject(const Reject& reject) {
  ++open_->block.counts.rejected;
  ++progress_.rejects;
  open_->block.rejects.push_back(reject);
  on_event_(reject);
  ended_ = options_.stop_at_reject || (options_.max_rejects >= 0 && progress_.rejects > options_.max_rejects);
}

void RunWriter::commit_block(std::size_t split) {
  const SplitPlan& plan = plan_.splits[split];
  Block& block = open_->block;
  for (std::size_t copy = 0; copy < open_->writers.size(); ++copy) {
    const std::int64_t shard = plan.shard_of(copy, open_->index);
    auto& outputs = block.shards.emplace_back();
    for (std::size_t s = 0; s < sinks_.size(); ++s) {
      const ShardEntry& entry = outputs.emplace_back(open_->writers[copy][s]->commit());
      ShardEvent event{plan.spec().name, sinks_[s]->spec().path, shard, plan.shard_count(), entry.examples, 0};
      for (const FileEntry& file : entry.files) event.bytes += file.bytes;
      on_event_(event);
    }
    if (open_->logs[copy]) block.logs.push_back(open_->logs[copy]->commit());
  }
  write_block(options_.output, plan, open_->index, block);
  blocks_[split][static_cast<std::size_t>(open_->index)] = std::move(block);
  open_.reset();
}

}  // namespace augshard
