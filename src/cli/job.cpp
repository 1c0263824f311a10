#include "cli/job.h"

#include "cli/streams.h"

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

bool Job::survey_source(bool tell_pairing) {
  survey_ = augshard::survey_source(spec());
  if (tell_pairing && survey_->pairing.images > 0) write_error(describe_pairing(*survey_));
  return report_all(survey_->diagnostics);
}

bool Job::make_plan(std::optional<std::int64_t> limit) {
  Diagnostics diagnostics;
  plan_ = augshard::make_plan(spec(), survey(), limit, diagnostics);
  return report_all(std::move(diagnostics));
}

}  // namespace augshard
