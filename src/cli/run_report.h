#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "cli/progress.h"
#include "engine/run.h"

namespace augshard {

enum class Verbosity { quiet, normal, verbose };

/// How a run is told.
struct ReportOptions {
  Verbosity verbosity = Verbosity::normal;
  ProgressMode progress = ProgressMode::automatic;
  bool json = false;           ///< objects on stdout, beside the words on stderr
  bool rejects_end = true;     ///< the first reject ends the run: it is told as an error, else as a warning
  std::filesystem::path root;  ///< of the source, for paths of rejects
};

/// Tells the events of a run: words on stderr, objects on stdout.
class RunReport {
 public:
  explicit RunReport(ReportOptions options);

  void operator()(const RunEvent& event);
  /// Takes the progress line away; nothing may follow but the summary.
  void finish();

 private:
  void tell(const ProgressEvent& event);
  void tell(const ShardEvent& event);
  void tell(const Reject& reject);

  ReportOptions options_;
  ProgressLine progress_;
  std::chrono::steady_clock::time_point next_json_;
  std::int64_t rejects_told_ = 0;
  std::int64_t rejects_untold_ = 0;
};

/// What came of a run: counts a split (of a complete run only, since the shards of another are not all there), bytes,
/// seconds, and where the time went.
std::string summary_text(const Spec& spec, const RunSummary& summary);

}  // namespace augshard
