#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "random/stream.h"

namespace augshard {

/// A number that is drawn anew for each copy. In JSON: 7 | [lo, hi] | {"choice": [...], "weights": [...]} |
/// {"normal": [mean, sd]} | {"loguniform": [lo, hi]}.
struct Draw {
  struct Constant {
    double value;
  };
  struct Uniform {
    double low, high;
  };  ///< both ends included for whole numbers
  struct Choice {
    std::vector<double> values, weights;
  };  ///< weights: one a value, or none for equal
  struct Normal {
    double mean, deviation;
    /// What is drawn outside is moved to the nearer end: the range of the parameter.
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
  };
  struct LogUniform {
    double low, high;
  };

  std::variant<Constant, Uniform, Choice, Normal, LogUniform> distribution;

  static Draw constant(double value) { return {Constant{value}}; }
  static Draw uniform(double low, double high) { return {Uniform{low, high}}; }
  static Draw loguniform(double low, double high) { return {LogUniform{low, high}}; }

  [[nodiscard]] bool is_constant() const { return std::holds_alternative<Constant>(distribution); }
  /// Smallest and largest value that can come out. A normal is cut at 8 deviations from its mean.
  [[nodiscard]] std::pair<double, double> bounds() const;
};

/// A Draw of whole numbers: uniform over lo..hi with both ends; normal and loguniform are rounded to the nearest.
struct IntDraw {
  Draw draw;
};

/// One number that was drawn, for the log of examples. A field's key is a 64-bit integer; all else is a real number.
struct DrawnNumber {
  std::string name;
  std::variant<double, std::int64_t, std::uint64_t> value;
};

/// The random numbers of one op on one copy. Each has a name, so that the log of a run can say what was drawn. What is
/// certain (a constant Draw, a probability of 0 or 1) is not logged and takes no random number.
class Draws {
 public:
  explicit Draws(RandomStream stream) : stream_(stream) {}
  /// Takes the numbers of a log instead of new ones: for each draw the first of its name that is still there.
  Draws(RandomStream stream, std::vector<DrawnNumber> recorded) : stream_(stream), recorded_(std::move(recorded)) {}

  double number(std::string_view name, const Draw& draw);
  /// The values of the IntDraw must be whole and below 2^53, as bind_op() makes sure.
  std::int64_t integer(std::string_view name, const IntDraw& draw);
  /// low + u (high - low) with u in [0, 1).
  double uniform(std::string_view name, double low, double high);
  /// Uniform over 0 .. count-1 without bias; count >= 1.
  std::int64_t below(std::string_view name, std::int64_t count);
  /// True with this probability; logged as 1 or 0.
  bool coin(std::string_view name, double probability);
  /// Of the beta distribution with both parameters `alpha` > 0, in [0, 1]: the quantile of one uniform number.
  double beta(std::string_view name, double alpha);
  /// A key for noise_block(): a whole field of random numbers from one draw.
  std::uint64_t field_key(std::string_view name);

  [[nodiscard]] const std::vector<DrawnNumber>& log() const { return log_; }
  /// Name of the first draw for which the log has no number, or none that can be drawn here; empty where all had one.
  [[nodiscard]] const std::string& missing() const { return missing_; }

 private:
  template <class T, class New>
  T take(std::string_view name, double low, double high, New draw_new);
  double draw_from(const Draw& draw);
  std::int64_t draw_below(std::int64_t count);
  double draw_normal();

  RandomStream stream_;
  std::optional<std::vector<DrawnNumber>> recorded_;
  std::string missing_;
  std::vector<DrawnNumber> log_;
};

}  // namespace augshard
