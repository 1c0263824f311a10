#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "plan/permutation.h"
#include "sink/sink.h"
#include "source/survey.h"
#include "spec/spec.h"

namespace augshard {

/// What one split will hold: which records, in which order, in which shards. Pure arithmetic over spec and record list.
class SplitPlan {
 public:
  /// `members`: indices into Survey::records. At most `limit` of them are used, the first in shuffled order; a shard
  /// holds at most `examples_a_shard` >= 1.
  SplitPlan(const SplitSpec& spec, std::vector<std::uint32_t> members, std::uint64_t seed,
            std::optional<std::int64_t> limit, std::int64_t examples_a_shard);

  [[nodiscard]] const SplitSpec& spec() const { return *spec_; }
  /// Records that will be read.
  [[nodiscard]] std::int64_t record_count() const { return count_; }
  /// The record (an index into Survey::records) at a place of the split's order.
  [[nodiscard]] std::size_t record_at(std::int64_t place) const;

  /// Numbers of the copies made of each record, in the order of their shards: 0 first where the split has an original.
  [[nodiscard]] const std::vector<int>& copies() const { return copies_; }
  [[nodiscard]] const OpList& ops_of(int copy) const { return copy == 0 ? *spec_->original : spec_->ops; }

  /// Runs of consecutive places; sizes differ by at most one. A block is the unit of commit.
  [[nodiscard]] std::int64_t block_count() const { return blocks_; }
  /// First place and the place after the last.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> block(std::int64_t index) const;
  [[nodiscard]] std::int64_t block_of(std::int64_t place) const;

  [[nodiscard]] std::int64_t shard_count() const { return blocks_ * static_cast<std::int64_t>(copies_.size()); }
  /// The shard that holds copy copies()[copy_index] of the records of a block.
  [[nodiscard]] std::int64_t shard_of(std::size_t copy_index, std::int64_t block) const {
    return static_cast<std::int64_t>(copy_index) * blocks_ + block;
  }

 private:
  const SplitSpec* spec_;
  std::vector<std::uint32_t> members_;
  Permutation order_;
  std::int64_t count_;
  std::int64_t blocks_;
  std::vector<int> copies_;
};

struct Plan {
  std::vector<SplitPlan> splits;  ///< in the order of the pipeline, empty ones included
  Dataset dataset;
  std::uint64_t estimated_bytes = 0;  ///< of all outputs
};

/// Plans a run. `spec` must outlive the plan. Problems (a key in two lists, shapes that an output cannot hold, ops that
/// have no meaning for the images) go to `diagnostics`; the plan is of use only when none of them is an error.
Plan make_plan(const Spec& spec, const Survey& survey, std::optional<std::int64_t> limit, Diagnostics& diagnostics);

/// Splits the records: for each split, in the order of the pipeline, the indices of its records.
std::vector<std::vector<std::uint32_t>> assign_splits(const Spec& spec, const std::vector<Record>& records,
                                                      Diagnostics& diagnostics);

}  // namespace augshard
