#include "engine/run.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <nlohmann/json.hpp>

#include "base/counted.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_json.h"
#include "cli/exit_code.h"
#include "cli/guard.h"
#include "cli/job.h"
#include "cli/output_folder.h"
#include "cli/plan_text.h"
#include "cli/process.h"
#include "cli/run_report.h"
#include "cli/signals.h"
#include "cli/streams.h"
#include "engine/output_state.h"
#include "source/names.h"

namespace augshard {
namespace {

struct RunArguments {
  PipelineArguments pipeline;
  std::filesystem::path output;
  int threads = machine_threads();
  int in_flight = 0;
  std::uint64_t memory = 0;
  std::optional<std::int64_t> limit;
  Existing existing = Existing::refuse;
  bool skip_rejects = false;
  std::int64_t max_rejects = -1;
  bool dry_run = false;
  ProgressMode progress = ProgressMode::automatic;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
};

Verbosity verbosity_of(const RunArguments& arguments) {
  if (arguments.quiet) return Verbosity::quiet;
  return arguments.verbose ? Verbosity::verbose : Verbosity::normal;
}

Report reporter(const RunArguments& arguments) {
  return [json = arguments.json](const Diagnostic& diagnostic) {
    print(diagnostic);
    if (json) write_out(diagnostic_json(diagnostic).dump() + "\n");
  };
}

std::optional<Diagnostic> check_usage(const RunArguments& arguments) {
  if (arguments.output.empty() && !arguments.dry_run) {
    return plain_error("usage", "--output is required", "the folder that the dataset goes into");
  }
  if (arguments.quiet && arguments.verbose) return plain_error("usage", "-q and -v contradict each other");
  return std::nullopt;
}

RunOptions run_options(const RunArguments& arguments) {
  RunOptions options;
  options.output = arguments.output;
  options.threads = arguments.threads;
  options.in_flight = arguments.in_flight;
  options.memory = arguments.memory;
  options.stop_at_reject = !arguments.skip_rejects;
  options.max_rejects = arguments.max_rejects;
  options.limit = arguments.limit;
  options.stop_requested = [] { return stop_signal() != 0; };
  return options;
}

int exit_code_of(RunEnd end) {
  switch (end) {
    case RunEnd::complete: return exit_code::kDone;
    case RunEnd::too_many_rejects: return exit_code::kRejects;
    case RunEnd::stopped: break;
  }
  return exit_code::kSignal + stop_signal();
}

std::optional<Diagnostic> why_ended(const RunSummary& summary, const RunArguments& arguments) {
  switch (summary.end) {
    case RunEnd::complete: return std::nullopt;
    case RunEnd::too_many_rejects:
      return arguments.skip_rejects
                 ? plain_error("rejects",
                               counted(summary.rejects, "record was", "records were") +
                                   " rejected, more than --max-rejects " + std::to_string(arguments.max_rejects),
                               "the dataset is not complete; raise --max-rejects, or mend the files above")
                 : plain_error(
                       "rejects", "a record was rejected, which ended the run",
                       "the dataset is not complete; mend the file, or leave such records out by --on-error skip");
    case RunEnd::stopped: break;
  }
  return plain_error("stopped", "a signal stopped the run",
                     "the dataset is not complete; the same command with --resume goes on with it");
}

/// How a run came to its end, and its numbers where it was one.
struct Ending {
  int code = exit_code::kDone;
  std::optional<RunSummary> summary = {};
};

Ending make_dataset(const Job& job, const RunArguments& arguments, const Report& tell) {
  RunReport report(
      {verbosity_of(arguments), arguments.progress, arguments.json, !arguments.skip_rejects, job.survey().root});
  const GracefulStop graceful;
  RunSummary summary = run_plan(job.spec(), job.survey(), job.plan(), run_options(arguments),
                                [&report](const RunEvent& event) { report(event); });
  report.finish();
  if (!arguments.quiet) write_error(summary_text(job.spec(), summary));
  if (const auto why = why_ended(summary, arguments)) tell(*why);
  return {exit_code_of(summary.end), std::move(summary)};
}

Ending refuse(const Report& tell, const std::optional<Diagnostic>& why = std::nullopt) {
  if (why) tell(*why);
  return {exit_code::kUsage};
}

Ending already_complete(const RunArguments& arguments) {
  if (!arguments.quiet) write_error("'" + arguments.output.string() + "' is complete already\n");
  return {};
}

std::string line_of(const nlohmann::ordered_json& event) { return event.dump() + "\n"; }

Ending run(const RunArguments& arguments, const Report& tell) {
  if (const auto why = check_usage(arguments)) return refuse(tell, why);
  Job job(tell);
  if (!job.load(arguments.pipeline)) return refuse(tell);
  if (const auto why = check_output_folder(arguments.output, arguments.existing)) return refuse(tell, why);
  if (!job.survey_source(!arguments.quiet) || !job.make_plan(arguments.limit)) return refuse(tell);
  if (arguments.existing != Existing::refuse && !arguments.dry_run) {
    const auto identity = identity_of(job.spec(), job.survey(), arguments.limit);
    const Preparation ready = prepare_output(arguments.output, arguments.existing, identity);
    if (ready.problem) return refuse(tell, ready.problem);
    if (ready.complete) return already_complete(arguments);
  }
  if (const auto doubt = check_free_space(arguments.output, job.plan().estimated_bytes)) tell(*doubt);
  if (arguments.json) {
    write_out(line_of(start_json(job.spec(), job.plan(), arguments.output.string())));
  }
  if (!arguments.dry_run) return make_dataset(job, arguments, tell);
  if (!arguments.json) write_out(plan_text(job.spec(), job.plan()));
  return {};
}

/// The last event of a process that `signal` ends at once.
std::string line_of_signal(int signal) {
  return line_of(done_json(exit_code::kSignal + signal, "a signal ended the process at once"));
}

/// The run as a command: however it ends, the last line of its events is "done".
int run_with_events(const RunArguments& arguments, LastWords& last_words) {
  std::string reason;
  const Report tell = [&, report = reporter(arguments)](const Diagnostic& diagnostic) {
    if (reason.empty() && diagnostic.severity == Severity::error) reason = diagnostic.message;
    report(diagnostic);
  };
  Ending ending;
  const auto work = [&] {
    ending = run(arguments, tell);
    return ending.code;
  };
  const int code = guarded(work, tell);
  if (reason.empty() && code != exit_code::kDone) reason = "stderr cannot be written to";
  last_words.end(line_of(ending.summary ? done_json(code, reason, *ending.summary) : done_json(code, reason)));
  return code;
}

void add_options(CLI::App& verb, RunArguments& arguments) {
  add_pipeline_arguments(verb, arguments.pipeline);
  verb.add_option("-o,--output", arguments.output, "Folder of the dataset; absent or empty")->type_name("DIR");
  auto* resume = verb.add_flag_callback(
      "--resume", [&arguments] { arguments.existing = Existing::resume; },
      "Go on with the unfinished run in DIR: finished shards are checked and kept");
  verb.add_flag_callback(
          "--overwrite", [&arguments] { arguments.existing = Existing::overwrite; },
          "Remove the dataset or unfinished run in DIR first")
      ->excludes(resume);
  add_count(verb, "--threads", arguments.threads, 1, "Threads (default: all of the machine)");
  add_count(verb, "--in-flight", arguments.in_flight, 1, "Records between reading and writing (default: 4 a thread)");
  add_byte_count(
      verb, "--memory", [&arguments](std::uint64_t bytes) { arguments.memory = bytes; },
      "Records between reading and writing (default: half of the memory there is)");
  add_count(verb, "--limit", arguments.limit, 1, "Only the first N records of each split");
  add_choice(verb, "--on-error",
             {{"stop", [&] { arguments.skip_rejects = false; }}, {"skip", [&] { arguments.skip_rejects = true; }}},
             "A record that cannot be used ends the run (stop, the default), or is left out");
  add_count(verb, "--max-rejects", arguments.max_rejects, 0, "With --on-error skip: how many at most");
  verb.add_flag("--dry-run", arguments.dry_run, "Print the plan and write nothing");
  const auto set_progress = [&arguments](ProgressMode mode) {
    return [&arguments, mode] { arguments.progress = mode; };
  };
  add_choice(verb, "--progress",
             {{"auto", set_progress(ProgressMode::automatic)},
              {"always", set_progress(ProgressMode::always)},
              {"never", set_progress(ProgressMode::never)}},
             "auto is off with -q and -v");
  verb.add_flag("--json", arguments.json, "One JSON object a line on stdout: start, progress, shard, ..., done");
  verb.add_flag("-q,--quiet", arguments.quiet, "Warnings and errors only");
  verb.add_flag("-v,--verbose", arguments.verbose, "Every shard and every reject");
}

}  // namespace

void add_run(CLI::App& app, Command& command) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App* verb = app.add_subcommand("run", "Make the dataset");
  add_options(*verb, *arguments);
  verb->footer(
      "Examples:\n"
      "  augshard run street.json --output out/street\n"
      "  augshard run street.json --output out/street --resume\n"
      "  augshard run street.json --output out/try --limit 100 --on-error skip --overwrite");
  verb->callback([&command, arguments] {
    const auto last_words =
        arguments->json ? std::make_shared<LastWords>(line_of_signal(SIGINT), line_of_signal(SIGTERM)) : nullptr;
    command = [arguments, last_words] {
      keep_memory(arguments->threads);
      if (last_words) return run_with_events(*arguments, *last_words);
      return run(*arguments, reporter(*arguments)).code;
    };
  });
}

}  // namespace augshard
