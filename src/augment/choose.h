#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "op/draw.h"
#include "spec/spec.h"

namespace augshard {

/// Names the random numbers of one copy of one record.
struct CopyKey {
  std::uint64_t seed = 0;
  std::string_view record;
  int copy = 1;
  int copies = 1;  ///< made of the record, the original aside; names no numbers
  /// Before each op path: empty, or of a partner in a mix "3/partner1/".
  std::string prefix = {};

  [[nodiscard]] RandomStream stream(const std::string& op_path) const {
    return {seed, record, static_cast<std::uint64_t>(copy), prefix + op_path};
  }
  [[nodiscard]] Draws draws(const std::string& op_path) const { return Draws(stream(op_path)); }
  /// With the numbers of a log instead, where there are any.
  [[nodiscard]] Draws draws(const std::string& op_path, const std::optional<std::vector<DrawnNumber>>& recorded) const {
    return recorded ? Draws(stream(op_path), *recorded) : draws(op_path);
  }
};

/// The numbers that one op, or one composition, drew on one copy.
struct OpDraws {
  /// Place in the ops list: "2", "3/ops/1". Drawn again by some_of with replace, or used again in a chain of a blend:
  /// "3/ops/1#2".
  std::string path;
  std::string op;  ///< its name
  std::vector<DrawnNumber> numbers;
  std::vector<std::string> partners = {};  ///< keys of the records that a mix took, in its order
};

struct ChosenChain;

/// An op that the draws of a copy have chosen, with the path that names its own random numbers.
struct ChosenOp {
  const OpNode* node;  ///< an op, or the composition "blend"
  std::string path;
  std::vector<DrawnNumber> coin;                     ///< its "p", where that was drawn
  std::vector<int> channels;                         ///< those of the image that it sees; empty = all
  std::optional<std::vector<DrawnNumber>> recorded;  ///< numbers that a replay gives it
  std::vector<ChosenChain> chains;                   ///< of a blend
};

/// One of the chains that a blend mixes.
struct ChosenChain {
  double share;  ///< of its result in the image; what the shares leave of 1 is the image as it was
  std::vector<ChosenOp> ops;
};

/// Walks the compositions of an ops list for one copy: which ops act, in which order. It depends on nothing but the
/// key. What the compositions drew is added to `log`, and the coin of an op that its `p` left out. Error "replay" where
/// the log of a replay lacks a number.
Expected<std::vector<ChosenOp>> choose_ops(std::span<const OpNode* const> ops, const CopyKey& key,
                                           std::vector<OpDraws>& log);

/// The error of a replayed op whose draw has no number in the log.
Error missing_in_log(const std::string& draw, const std::string& op, const std::string& path);

/// The ops that the partners of a mix go through: those before it in the list, and where it stands in a sequential,
/// those before it in there too. Of other compositions they take none: their children are alternatives to the mix.
std::vector<const OpNode*> ops_before(const OpList& ops, const OpNode& mix);

}  // namespace augshard
