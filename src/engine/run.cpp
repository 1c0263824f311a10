#include "engine/run.h"

#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/files.h"
#include "base/stopwatch.h"
#include "base/temporaries.h"
#include "engine/ledger.h"
#include "engine/libraries.h"
#include "engine/memory_budget.h"
#include "engine/output_state.h"
#include "engine/threads.h"
#include "engine/work.h"
#include "engine/writer.h"

namespace augshard {
namespace {

/// The records that are still to be made, as one sequence: block after block, split after split.
class Sequence {
 public:
  Sequence(const Plan& plan, const RunWriter::Blocks& finished) {
    for (std::size_t split = 0; split < plan.splits.size(); ++split) {
      for (std::int64_t block = 0; block < plan.splits[split].block_count(); ++block) {
        if (finished[split][static_cast<std::size_t>(block)]) continue;
        const auto [begin, end] = plan.splits[split].block(block);
        runs_.push_back({split, begin, size_});
        size_ += static_cast<std::size_t>(end - begin);
      }
    }
  }
  struct Place {
    std::size_t split;
    std::int64_t place;
  };
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Place at(std::size_t index) const {
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), index,
                                        [](std::size_t i, const Run& run) { return i < run.first_index; });
    const Run& run = *std::prev(after);
    return {run.split, run.begin + static_cast<std::int64_t>(index - run.first_index)};
  }

 private:
  struct Run {
    std::size_t split;
    std::int64_t begin;
    std::size_t first_index;
  };
  std::vector<Run> runs_;
  std::size_t size_ = 0;
};

/// Sums of StageSeconds that many threads add to. Timing only: nothing of it reaches the dataset.
class SharedSeconds {
 public:
  void add(const StageSeconds& s) {
    add(decode_, s.decode);
    add(warp_, s.warp);
    add(colour_, s.colour);
    add(encode_, s.encode);
  }
  [[nodiscard]] StageSeconds total(double write) const { return {decode_, warp_, colour_, encode_, write}; }

 private:
  static void add(std::atomic<double>& sum, double seconds) {
    double known = sum.load();
    while (!sum.compare_exchange_weak(known, known + seconds)) {}
  }
  std::atomic<double> decode_{0}, warp_{0}, colour_{0}, encode_{0};
};

/// Which records are at work: begun in their order, as many as may lie between reading and writing, and as long as
/// there is memory for them.
///
/// Nothing waits in it, and so nothing can wait for ever: a record is begun only when all before it are, a record that
/// is begun needs nothing more to be made and written, and each one that is written lets others begin. Where memory is
/// short of the next one's need, it is begun when all before it are written.
class Gate {
 public:
  Gate(std::size_t records, std::size_t in_flight, MemoryBudget& memory)
      : records_(records), in_flight_(in_flight), memory_(memory) {}

  /// Begins all that may begin now. `need` gives the bytes of a record; `start` takes it, and does not work on it yet.
  template <class Need, class Start>
  void open(const Need& need, const Start& start) {
    const std::lock_guard lock(mutex_);
    while (!closed_ && next_ < records_ && begun_ < in_flight_ && memory_.try_take(need(next_))) {
      ++begun_;
      start(next_++);
    }
  }
  /// One record was written.
  void leave() {
    const std::lock_guard lock(mutex_);
    --begun_;
  }
  /// No further record is begun.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  const std::size_t records_;
  const std::size_t in_flight_;
  MemoryBudget& memory_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::size_t begun_ = 0;  ///< and not yet written
  bool closed_ = false;
};

/// Where a graph is left by an exception, its tasks still refer to its nodes. Declared after them, this ends the tasks
/// first.
class TasksEnded {
 public:
  explicit TasksEnded(oneapi::tbb::flow::graph& graph) : graph_(graph) {}
  ~TasksEnded() {
    try {
      graph_.cancel();
      graph_.wait_for_all();
    } catch (...) {  // the first exception is on its way already
    }
  }
  TasksEnded(const TasksEnded&) = delete;
  TasksEnded& operator=(const TasksEnded&) = delete;

 private:
  oneapi::tbb::flow::graph& graph_;
};

/// Gate -> work (any number at once) -> sequencer -> write (one at a time) -> Gate. The gate bounds what lies between,
/// the sequencer's buffer included: a record takes its share of memory with it until it is written. Messages are
/// pointers, so a queue copies none.
void run_graph(const Sequence& sequence, const WorkContext& context, RunWriter& writer, SharedSeconds& seconds,
               MemoryBudget& memory, std::size_t in_flight, const std::function<bool()>& stop_requested) {
  namespace flow = oneapi::tbb::flow;
  using Message = std::shared_ptr<const Slot>;
  Gate gate(sequence.size(), in_flight, memory);
  const auto need = [&](std::size_t index) {
    const auto [split, place] = sequence.at(index);
    const SplitPlan& plan = context.plan.splits[split];
    return working_bytes(context, split, plan.record_at(place));
  };
  flow::graph graph;
  flow::function_node<std::size_t, Message> work(graph, flow::unlimited, [&](std::size_t index) -> Message {
    const auto [split, place] = sequence.at(index);
    auto slot = std::make_shared<Slot>(make_slot(context, index, context.plan.splits[split], place));
    seconds.add(slot->seconds);
    memory.resize(need(index), bytes_of(*slot));
    gate.open(need, [&work](std::size_t next) { work.try_put(next); });
    return slot;
  });
  flow::sequencer_node<Message> order(graph, [](const Message& slot) { return slot->index; });
  flow::function_node<Message, flow::continue_msg> write(graph, flow::serial, [&](const Message& slot) {
    const auto [split, place] = sequence.at(slot->index);
    writer.write(split, place, *slot);
    memory.give_back(bytes_of(*slot));
    gate.leave();
    if (writer.ended() || stop_requested()) gate.close();
    gate.open(need, [&work](std::size_t next) { work.try_put(next); });
    return flow::continue_msg();
  });
  flow::make_edge(work, order);
  flow::make_edge(order, write);
  const TasksEnded at_the_end(graph);
  gate.open(need, [&work](std::size_t next) { work.try_put(next); });
  graph.wait_for_all();
}

/// Reading what an earlier run left takes as long as hashing it: blocks are looked at side by side.
RunWriter::Blocks finished_blocks(const Plan& plan, const std::filesystem::path& output) {
  RunWriter::Blocks blocks;
  for (const SplitPlan& split : plan.splits) {
    auto& finished = blocks.emplace_back(static_cast<std::size_t>(split.block_count()));
    oneapi::tbb::parallel_for(std::size_t{0}, finished.size(), [&](std::size_t index) {
      finished[index] = read_block(output, split, static_cast<std::int64_t>(index));
    });
  }
  return blocks;
}

std::int64_t examples_in(const RunWriter::Blocks& blocks) {
  std::int64_t examples = 0;
  for (const auto& split : blocks) {
    for (const auto& block : split) examples += block ? block->counts.examples : 0;
  }
  return examples;
}

bool all_handled(const Plan& plan, const RunWriter& writer) {
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    const SplitCounts counts = writer.counts(s);
    if (counts.records + counts.rejected != plan.splits[s].record_count()) return false;
  }
  return true;
}

void check_nothing_lost(const Plan& plan, const RunWriter& writer) {
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    const SplitCounts counts = writer.counts(s);
    if (counts.records + counts.rejected == plan.splits[s].record_count()) continue;
    throw std::logic_error("split '" + counts.name + "': " + std::to_string(plan.splits[s].record_count()) +
                           " records were planned, but " + std::to_string(counts.records) + " were written and " +
                           std::to_string(counts.rejected) + " rejected");
  }
}

/// The shards of one output, all splits in order, each in the order of its shards.
std::vector<ShardEntry> shards_of(const Plan& plan, const RunWriter& writer, std::size_t output) {
  std::vector<ShardEntry> shards;
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    for (std::size_t copy = 0; copy < plan.splits[s].copies().size(); ++copy) {
      for (const auto& block : writer.blocks()[s]) shards.push_back(block->shards[copy][output]);
    }
  }
  return shards;
}

void finish(const Spec& spec, const Survey& survey, const Plan& plan, const RunOptions& options,
            const RunWriter& writer, const std::vector<std::unique_ptr<Sink>>& sinks) {
  Manifest manifest;
  manifest.libraries = library_versions();
  manifest.seed = spec.seed;
  manifest.limit = options.limit;
  manifest.pipeline = spec.canonical;
  manifest.input_records = static_cast<std::int64_t>(survey.records.size());
  manifest.inputs_sha256 = survey.inputs_sha256;
  manifest.dataset = plan.dataset;
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    manifest.splits.push_back(writer.counts(s));
    manifest.statistics.push_back({plan.splits[s].spec().name, writer.sums(s)});
  }
  for (std::size_t s = 0; s < sinks.size(); ++s) {
    const std::vector<ShardEntry> shards = shards_of(plan, writer, s);
    for (FileEntry& file : sinks[s]->finish(shards)) manifest.files.push_back(std::move(file));
    manifest.outputs.push_back({sinks[s]->spec().type, sinks[s]->spec().path, shards});
  }
  if (spec.examples_log) manifest.files.push_back(write_examples_log(options.output, plan));
  const std::vector<Reject> rejects = writer.rejects();
  if (rejects.empty()) {
    remove_recursively(options.output / "rejects.jsonl");  // of an earlier try
  } else {
    manifest.files.push_back(write_rejects(options.output, rejects));
  }
  write_manifest(options.output, manifest);
  remove_recursively(options.output / kStateFolder);
}

RunSummary summarise(const Plan& plan, const RunWriter& writer) {
  RunSummary summary;
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    summary.splits.push_back({writer.counts(s), plan.splits[s].shard_count()});
  }
  summary.rejects = static_cast<std::int64_t>(writer.rejects().size());
  summary.bytes = writer.bytes();
  return summary;
}

/// Makes the folder of the run's own files and notes what the run is, after removing what killed runs left.
void begin(const Spec& spec, const Survey& survey, const RunOptions& options) {
  create_folders(options.output / kStateFolder);
  sweep_stale_temporaries(options.output);
  write_identity(options.output, identity_of(spec, survey, options.limit));
}

}  // namespace

RunSummary run_plan(const Spec& spec, const Survey& survey, const Plan& plan, const RunOptions& options,
                    const std::function<void(const RunEvent&)>& on_event) {
  double elapsed = 0;
  RunSummary summary;
  {
    const Stopwatch watch(elapsed);
    begin(spec, survey, options);
    std::vector<std::unique_ptr<Sink>> sinks;
    WorkContext context{spec, survey, plan, {}};
    for (const OutputSpec& output : spec.outputs) {
      sinks.push_back(make_sink(output, plan.dataset, options.output));
      context.sinks.push_back(sinks.back().get());
    }
    context.partner_bytes = partner_bytes(context);
    const int threads = options.threads > 0 ? options.threads : oneapi::tbb::info::default_concurrency();
    const int in_flight = options.in_flight > 0 ? options.in_flight : 4 * threads;
    require_threads(threads);
    // Without this the library gives no more threads than there are processors, whatever the arena asks for.
    const oneapi::tbb::global_control allow(oneapi::tbb::global_control::max_allowed_parallelism,
                                            static_cast<std::size_t>(threads));
    oneapi::tbb::task_arena arena(threads);
    RunWriter::Blocks finished;
    arena.execute([&] { finished = finished_blocks(plan, options.output); });
    const std::int64_t kept = examples_in(finished);
    const Sequence sequence(plan, finished);
    RunWriter writer(plan, sinks, options, spec.examples_log, std::move(finished), on_event);
    SharedSeconds seconds;
    MemoryBudget memory(options.memory > 0 ? options.memory : default_memory());
    arena.execute([&] {
      run_graph(sequence, context, writer, seconds, memory, static_cast<std::size_t>(in_flight),
                options.stop_requested);
    });
    summary = summarise(plan, writer);
    summary.kept_examples = kept;
    summary.stages = seconds.total(writer.seconds());
    summary.memory_peak = memory.peak();
    if (writer.ended()) {
      summary.end = RunEnd::too_many_rejects;
      write_rejects(options.output, writer.rejects());
    } else if (options.stop_requested() && !all_handled(plan, writer)) {
      summary.end = RunEnd::stopped;
    } else {
      check_nothing_lost(plan, writer);
      finish(spec, survey, plan, options, writer, sinks);
    }
  }
  summary.seconds = elapsed;
  return summary;
}

}  // namespace augshard
