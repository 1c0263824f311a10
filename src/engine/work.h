#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/load.h"
#include "engine/run.h"
#include "plan/plan.h"
#include "sink/sink.h"
#include "sink/statistics.h"

namespace augshard {

/// One copy of a record, ready to be appended to its shards.
struct FinishedCopy {
  std::vector<EncodedExample> encoded;  ///< one an output
  std::string log;                      ///< its line of examples.jsonl, from "key" on
  Sums sums;
};

/// The copies of a record in the plan's order; nothing in the place of one that does not come to be.
using FinishedCopies = std::vector<std::optional<FinishedCopy>>;

/// What the work node hands on for each record: its copies, or why there are none. A reject travels as a value, so that
/// the sequence has no holes.
struct Slot {
  std::size_t index = 0;  ///< of the record in the run
  std::variant<FinishedCopies, Reject> result;
  StageSeconds seconds;
};

/// Bytes that a finished record holds until it is written.
std::uint64_t bytes_of(const Slot& slot);
std::uint64_t bytes_of(const FinishedCopy& copy);  ///< encoded, without its log

/// What all workers share and none changes.
struct WorkContext {
  const Spec& spec;
  const Survey& survey;
  const Plan& plan;
  std::vector<const Sink*> sinks;
  std::vector<std::uint64_t> partner_bytes = {};  ///< see partner_bytes()
};

/// One a split: estimated bytes of the partners that a copy holds at once, each taken for as large as the largest
/// record.
std::vector<std::uint64_t> partner_bytes(const WorkContext& context);

/// Estimated bytes that a record takes from its beginning until it is written: its pixels as decoded, a copy of them as
/// made, and its partners in mixes, each with what decoders and samplers need beside; and all of its copies as encoded
/// for every output.
std::uint64_t working_bytes(const WorkContext& context, std::size_t split, std::size_t record);

/// Reads, decodes, augments and encodes one record of a split.
Slot make_slot(const WorkContext& context, std::size_t index, const SplitPlan& split, std::int64_t place);

}  // namespace augshard
