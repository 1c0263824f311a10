#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "cli/arguments.h"
#include "plan/plan.h"
#include "source/survey.h"

namespace augshard {

/// Takes each problem as it is found.
using Report = std::function<void(const Diagnostic&)>;

/// A pipeline with what its source holds and what a run would make of it. Each step reports its problems at their
/// places in the pipeline file; after an error nothing more may be asked of the job.
class Job {
 public:
  explicit Job(Report report) : report_(std::move(report)) {}
  Job(const Job&) = delete;  // the plan refers to the spec
  Job& operator=(const Job&) = delete;

  /// Each gives false where there was an error. In this order. `tell_pairing`: how the source paired, on stderr.
  bool load(const PipelineArguments& arguments);
  bool survey_source(bool tell_pairing = false);
  bool make_plan(std::optional<std::int64_t> limit = std::nullopt);

  [[nodiscard]] const Spec& spec() const { return *loaded_.spec; }
  [[nodiscard]] const Survey& survey() const { return *survey_; }
  [[nodiscard]] const Plan& plan() const { return *plan_; }

 private:
  bool report_all(Diagnostics diagnostics) const;

  Report report_;
  LoadedSpec loaded_;
  std::optional<Survey> survey_;
  std::optional<Plan> plan_;
};

}  // namespace augshard
