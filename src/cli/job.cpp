#include "cli/job.h"

namespace augshard {

bool Job::report_all(Diagnostics diagnostics) const {
  for (Diagnostic& diagnostic : diagnostics) {
    if (loaded_.locate) loaded_.locate(diagnostic);
    report_(diagnostic);
  }
  return !has_errors(diagnostics);
}

bool Job::load(const PipelineArguments& arguments) {
  loaded_ = load_pipeline(arguments.file, arguments.overrides);
  return report_all(loaded_.diagnostics) && loaded_.spec.has_value();
}

bool Job::survey_source() {
  survey_ = augshard::survey_source(spec());
  return report_all(survey_->diagnostics);
}

bool Job::make_plan(std::optional<std::int64_t> limit) {
  Diagnostics diagnostics;
  plan_ = augshard::make_plan(spec(), survey(), limit, diagnostics);
  return report_all(std::move(diagnostics));
}

}  // namespace augshard
