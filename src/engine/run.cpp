#include "engine/run.h"

#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>

#include "base/stopwatch.h"
#include "engine/ledger.h"
#include "engine/libraries.h"
#include "engine/work.h"
#include "engine/writer.h"

namespace augshard {
namespace {

/// All records of a run as one sequence: split after split, each in its own order.
class Sequence {
 public:
  explicit Sequence(const Plan& plan) {
    for (const SplitPlan& split : plan.splits) ends_.push_back(size() + static_cast<std::size_t>(split.record_count()));
  }
  struct Place {
    std::size_t split;
    std::int64_t place;
  };
  [[nodiscard]] std::size_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  [[nodiscard]] Place at(std::size_t index) const {
    const auto end = std::upper_bound(ends_.begin(), ends_.end(), index);
    const auto split = static_cast<std::size_t>(end - ends_.begin());
    return {split, static_cast<std::int64_t>(index - (split == 0 ? 0 : ends_[split - 1]))};
  }

 private:
  std::vector<std::size_t> ends_;
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

/// input_node<index> -> limiter -> work (any number at once) -> sequencer -> write (one at a time) -> back to the
/// limiter. The limiter bounds what lies between, the sequencer's buffer included; messages are pointers, so a queue
/// copies none.
void run_graph(const Sequence& sequence, const WorkContext& context, RunWriter& writer, SharedSeconds& seconds,
               std::size_t in_flight, const std::function<bool()>& stop_requested) {
  namespace flow = oneapi::tbb::flow;
  using Message = std::shared_ptr<const Slot>;
  std::atomic<bool> enough{false};
  flow::graph graph;
  flow::input_node<std::size_t> source(graph, [&, next = std::size_t{0}](oneapi::tbb::flow_control& control) mutable {
    if (next == sequence.size() || enough) {
      control.stop();
      return std::size_t{0};
    }
    return next++;
  });
  flow::limiter_node<std::size_t> gate(graph, in_flight);
  flow::function_node<std::size_t, Message> work(graph, flow::unlimited, [&](std::size_t index) -> Message {
    const auto [split, place] = sequence.at(index);
    auto slot = std::make_shared<Slot>(make_slot(context, index, context.plan.splits[split], place));
    seconds.add(slot->seconds);
    return slot;
  });
  flow::sequencer_node<Message> order(graph, [](const Message& slot) { return slot->index; });
  flow::function_node<Message, flow::continue_msg> write(graph, flow::serial, [&](const Message& slot) {
    const auto [split, place] = sequence.at(slot->index);
    writer.write(split, place, *slot);
    if (writer.ended() || stop_requested()) enough = true;
    return flow::continue_msg();
  });
  flow::make_edge(source, gate);
  flow::make_edge(gate, work);
  flow::make_edge(work, order);
  flow::make_edge(order, write);
  flow::make_edge(write, gate.decrementer());
  source.activate();
  graph.wait_for_all();
}

bool all_handled(const Plan& plan, const RunWriter& writer) {
  std::int64_t planned = 0;
  std::int64_t handled = 0;
  for (const SplitPlan& split : plan.splits) planned += split.record_count();
  for (const auto& split : writer.splits()) handled += split.counts.records + split.counts.rejected;
  return handled == planned;
}

void check_nothing_lost(const Plan& plan, const RunWriter& writer) {
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    const SplitCounts& counts = writer.splits()[s].counts;
    if (counts.records + counts.rejected == plan.splits[s].record_count()) continue;
    throw std::logic_error("split '" + counts.name + "': " + std::to_string(plan.splits[s].record_count()) +
                           " records were planned, but " + std::to_string(counts.records) + " were written and " +
                           std::to_string(counts.rejected) + " rejected");
  }
}

/// The shards of one output, all splits in order.
std::vector<ShardEntry> shards_of(const RunWriter& writer, std::size_t output) {
  std::vector<ShardEntry> shards;
  for (const auto& split : writer.splits()) {
    shards.insert(shards.end(), split.shards[output].begin(), split.shards[output].end());
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
  for (const auto& split : writer.splits()) {
    manifest.splits.push_back(split.counts);
    manifest.statistics.push_back({split.counts.name, split.sums});
  }
  for (std::size_t s = 0; s < sinks.size(); ++s) {
    const std::vector<ShardEntry> shards = shards_of(writer, s);
    for (FileEntry& file : sinks[s]->finish(shards)) manifest.files.push_back(std::move(file));
    manifest.outputs.push_back({sinks[s]->spec().type, sinks[s]->spec().path, shards});
  }
  if (spec.examples_log) manifest.files.push_back(write_examples_log(options.output, plan));
  if (!writer.rejects().empty()) manifest.files.push_back(write_rejects(options.output, writer.rejects()));
  write_manifest(options.output, manifest);
  std::filesystem::remove_all(options.output / kStateFolder);
}

RunSummary summarise(const Plan& plan, const RunWriter& writer) {
  RunSummary summary;
  for (std::size_t s = 0; s < plan.splits.size(); ++s) {
    summary.splits.push_back({writer.splits()[s].counts, plan.splits[s].shard_count()});
  }
  summary.rejects = static_cast<std::int64_t>(writer.rejects().size());
  summary.bytes = writer.bytes();
  return summary;
}

void make_folders(const std::filesystem::path& output) {
  std::error_code error;
  std::filesystem::create_directories(output / kStateFolder, error);
  if (error) throw IoError("cannot create folder " + output.string() + ": " + error.message());
}

}  // namespace

RunSummary run_plan(const Spec& spec, const Survey& survey, const Plan& plan, const RunOptions& options,
                    const std::function<void(const RunEvent&)>& on_event) {
  double elapsed = 0;
  RunSummary summary;
  {
    const Stopwatch watch(elapsed);
    make_folders(options.output);
    std::vector<std::unique_ptr<Sink>> sinks;
    WorkContext context{spec, survey, plan, {}};
    for (const OutputSpec& output : spec.outputs) {
      sinks.push_back(make_sink(output, plan.dataset, options.output));
      context.sinks.push_back(sinks.back().get());
    }
    const int threads = options.threads > 0 ? options.threads : oneapi::tbb::info::default_concurrency();
    const int in_flight = options.in_flight > 0 ? options.in_flight : 4 * threads;
    // Without this the library gives no more threads than there are processors, whatever the arena asks for.
    const oneapi::tbb::global_control allow(oneapi::tbb::global_control::max_allowed_parallelism,
                                            static_cast<std::size_t>(threads));
    RunWriter writer(plan, sinks, options, spec.examples_log, on_event);
    SharedSeconds seconds;
    oneapi::tbb::task_arena arena(threads);
    arena.execute([&] {
      run_graph(Sequence(plan), context, writer, seconds, static_cast<std::size_t>(in_flight), options.stop_requested);
    });
    summary = summarise(plan, writer);
    summary.stages = seconds.total(writer.seconds());
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
