#include "engine/writer.h"

#include <algorithm>

#include "base/stopwatch.h"
#include "engine/ledger.h"

namespace augshard {
namespace {

std::uint64_t bytes_of(const FinishedCopy& copy) {
  std::uint64_t bytes = 0;
  for (const EncodedExample& example : copy.encoded) {
    for (const auto& part : example.parts) bytes += part.size();
  }
  return bytes;
}

}  // namespace

RunWriter::RunWriter(const Plan& plan, std::vector<std::unique_ptr<Sink>>& sinks, const RunOptions& options,
                     bool examples_log, const std::function<void(const RunEvent&)>& on_event)
    : plan_(plan), sinks_(sinks), options_(options), examples_log_(examples_log), on_event_(on_event) {
  for (const SplitPlan& split : plan.splits) {
    SplitResult result;
    result.counts.name = split.spec().name;
    result.shards.resize(sinks.size());
    for (auto& shards : result.shards) shards.resize(static_cast<std::size_t>(split.shard_count()));
    splits_.push_back(std::move(result));
    progress_.total += split.record_count();
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
    reject(split, *rejected);
    if (ended_) return;
  } else {
    append(split, std::get<std::vector<FinishedCopy>>(slot.result));
  }
  ++progress_.done;
  if (place + 1 == end) commit_block(split);
  progress_.bytes = bytes_;
  on_event_(progress_);
}

void RunWriter::open_block(std::size_t split, std::int64_t index) {
  const SplitPlan& plan = plan_.splits[split];
  const auto [begin, end] = plan.block(index);
  block_ = OpenBlock{index, {}, {}, {}};
  for (std::size_t copy = 0; copy < plan.copies().size(); ++copy) {
    const ShardName name{plan.spec().name, plan.shard_of(copy, index), plan.shard_count(), end - begin};
    auto& writers = block_->writers.emplace_back();
    for (const auto& sink : sinks_) writers.push_back(sink->open_shard(name));
    auto& log = block_->logs.emplace_back();
    if (examples_log_) log.emplace(shard_log_path(options_.output, name));
  }
}

void RunWriter::append(std::size_t split, const std::vector<FinishedCopy>& copies) {
  for (std::size_t c = 0; c < copies.size(); ++c) {
    for (std::size_t s = 0; s < sinks_.size(); ++s) block_->writers[c][s]->append(copies[c].encoded[s]);
    if (block_->logs[c]) block_->logs[c]->append(copies[c].log + "\n");
    merge(block_->sums, copies[c].sums);
    bytes_ += bytes_of(copies[c]);
  }
  SplitCounts& counts = splits_[split].counts;
  ++counts.records;
  counts.examples += static_cast<std::int64_t>(copies.size());
  progress_.examples += static_cast<std::int64_t>(copies.size());
}

void RunWriter::reject(std::size_t split, const Reject& reject) {
  ++splits_[split].counts.rejected;
  ++progress_.rejects;
  rejects_.push_back(reject);
  on_event_(reject);
  const auto count = static_cast<std::int64_t>(rejects_.size());
  ended_ = options_.stop_at_reject || (options_.max_rejects >= 0 && count > options_.max_rejects);
  if (ended_) block_.reset();
}

void RunWriter::commit_block(std::size_t split) {
  const SplitPlan& plan = plan_.splits[split];
  SplitResult& result = splits_[split];
  for (std::size_t copy = 0; copy < block_->writers.size(); ++copy) {
    const std::int64_t shard = plan.shard_of(copy, block_->index);
    for (std::size_t s = 0; s < sinks_.size(); ++s) {
      ShardEntry entry = block_->writers[copy][s]->commit();
      ShardEvent event{plan.spec().name, sinks_[s]->spec().path, shard, plan.shard_count(), entry.examples, 0};
      for (const FileEntry& file : entry.files) event.bytes += file.bytes;
      result.shards[s][static_cast<std::size_t>(shard)] = std::move(entry);
      on_event_(event);
    }
    if (block_->logs[copy]) block_->logs[copy]->commit();
  }
  merge(result.sums, block_->sums);
  block_.reset();
}

}  // namespace augshard
