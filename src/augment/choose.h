#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "op/draw.h"
#include "spec/spec.h"

namespace augshard {

/// Names the random numbers of one copy of one record.
struct CopyKey {
  std::uint64_t seed = 0;
  std::string_view record;
  int copy = 1;
  int copies = 1;  ///< made of the record, the original aside; names no numbers

  [[nodiscard]] Draws draws(const std::string& op_path) const {
    return Draws(RandomStream(seed, record, static_cast<std::uint64_t>(copy), op_path));
  }
};

/// The numbers that one op, or one composition, drew on one copy.
struct OpDraws {
  std::string path;  ///< place in the ops list: "2", "3/ops/1"; drawn again by some_of with replace: "3/ops/1#2"
  std::string op;    ///< its name
  std::vector<DrawnNumber> numbers;
};

/// An op that the draws of a copy have chosen, with the path that names its own random numbers.
struct ChosenOp {
  const OpNode* node;
  std::string path;
};

/// Walks the compositions of an ops list for one copy: which ops act, in which order. It depends on nothing but the
/// key. What the compositions drew is added to `log`; an op left out by its `p` is not mentioned.
std::vector<ChosenOp> choose_ops(const OpList& ops, const CopyKey& key, std::vector<OpDraws>& log);

}  // namespace augshard
