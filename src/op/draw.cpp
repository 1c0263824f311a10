#include "op/draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/exact_math.h"
#include "op/beta.h"

namespace augshard {
namespace {

constexpr double kNormalCut = 8;

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// Clang learnt to deduce this for aggregates only with version 17.
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

double between(double low, double high, double u) { return std::clamp(low + u * (high - low), low, high); }

double geometric_between(double low, double high, double u) {
  const double log_low = exact::log(low);
  return std::clamp(exact::exp(log_low + u * (exact::log(high) - log_low)), low, high);
}

double weighted_choice(const Draw::Choice& choice, double u) {
  const double total = std::accumulate(choice.weights.begin(), choice.weights.end(), 0.0);
  const double target = u * total;
  double sum = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < choice.weights.size(); ++i) {
    if (choice.weights[i] <= 0) continue;
    last = i;
    sum += choice.weights[i];
    if (target < sum) break;
  }
  return choice.values[last];
}

}  // namespace

std::pair<double, double> Draw::bounds() const {
  return std::visit(Overloaded{
                        [](const Constant& d) {
                          return std::pair{d.value, d.value};
                        },
                        [](const Uniform& d) {
                          return std::pair{d.low, d.high};
                        },
                        [](const Choice& d) {
                          const auto [low, high] = std::minmax_element(d.values.begin(), d.values.end());
                          return std::pair{*low, *high};
                        },
                        [](const Normal& d) {
                          return std::pair{std::clamp(d.mean - kNormalCut * d.deviation, d.low, d.high),
                                           std::clamp(d.mean + kNormalCut * d.deviation, d.low, d.high)};
                        },
                        [](const LogUniform& d) {
                          return std::pair{d.low, d.high};
                        },
                    },
                    distribution);
}

// The number comes from the log of a replay where it lies within low..high there, else from `draw_new`.
template <class T, class New>
T Draws::take(std::string_view name, double low, double high, New draw_new) {
  if (recorded_) {
    const auto found =
        std::find_if(recorded_->begin(), recorded_->end(), [&](const auto& d) { return d.name == name; });
    if (found != recorded_->end()) {
      const DrawnNumber drawn = *found;
      recorded_->erase(found);
      const T value = std::visit([](auto number) { return static_cast<T>(number); }, drawn.value);
      if (static_cast<double>(value) >= low && static_cast<double>(value) <= high) {
        log_.push_back({std::string(name), value});
        return value;
      }
    }
    if (missing_.empty()) missing_ = name;
  }
  const T value = draw_new();
  log_.push_back({std::string(name), value});
  return value;
}

double Draws::number(std::string_view name, const Draw& draw) {
  if (draw.is_constant()) return std::get<Draw::Constant>(draw.distribution).value;
  const auto [low, high] = draw.bounds();
  return take<double>(name, low, high, [&] { return draw_from(draw); });
}

std::int64_t Draws::integer(std::string_view name, const IntDraw& draw) {
  if (draw.draw.is_constant()) return std::llround(std::get<Draw::Constant>(draw.draw.distribution).value);
  const auto [low, high] = draw.draw.bounds();
  return take<std::int64_t>(name, low - 0.5, high + 0.5, [&] {
    if (const auto* uniform = std::get_if<Draw::Uniform>(&draw.draw.distribution)) {
      const auto first = std::llround(uniform->low);
      return static_cast<std::int64_t>(first + draw_below(std::llround(uniform->high) - first + 1));
    }
    return static_cast<std::int64_t>(std::llround(draw_from(draw.draw)));
  });
}

double Draws::uniform(std::string_view name, double low, double high) { return number(name, Draw::uniform(low, high)); }

std::int64_t Draws::below(std::string_view name, std::int64_t count) {
  return take<std::int64_t>(name, 0, static_cast<double>(count - 1), [&] { return draw_below(count); });
}

bool Draws::coin(std::string_view name, double probability) {
  if (probability <= 0) return false;
  if (probability >= 1) return true;
  return take<std::int64_t>(name, 0, 1, [&] { return std::int64_t{stream_.uniform() < probability ? 1 : 0}; }) == 1;
}

double Draws::beta(std::string_view name, double alpha) {
  return take<double>(name, 0, 1, [&] { return beta_quantile(alpha, stream_.uniform()); });
}

std::uint64_t Draws::field_key(std::string_view name) {
  return take<std::uint64_t>(name, 0, 0x1p64, [&] { return stream_.bits(); });
}

double Draws::draw_from(const Draw& draw) {
  return std::visit(
      Overloaded{
          [](const Draw::Constant& d) { return d.value; },
          [this](const Draw::Uniform& d) { return between(d.low, d.high, stream_.uniform()); },
          [this](const Draw::Choice& d) {
            if (!d.weights.empty()) return weighted_choice(d, stream_.uniform());
            return d.values[static_cast<std::size_t>(draw_below(std::ssize(d.values)))];
          },
          [this](const Draw::Normal& d) { return std::clamp(d.mean + d.deviation * draw_normal(), d.low, d.high); },
          [this](const Draw::LogUniform& d) { return geometric_between(d.low, d.high, stream_.uniform()); },
      },
      draw.distribution);
}

// The 2^64 mod count smallest values are drawn again; what remains is a multiple of count.
std::int64_t Draws::draw_below(std::int64_t count) {
  const auto n = static_cast<std::uint64_t>(count);
  const std::uint64_t threshold = (0 - n) % n;
  std::uint64_t bits = stream_.bits();
  while (bits < threshold) bits = stream_.bits();
  return static_cast<std::int64_t>(bits % n);
}

// Box and Muller (1958); 1 - u keeps the logarithm away from 0.
double Draws::draw_normal() {
  const double radius = std::sqrt(-2 * exact::log(1 - stream_.uniform()));
  const double turn = exact::cos(2 * std::numbers::pi * stream_.uniform());
  return std::clamp(radius * turn, -kNormalCut, kNormalCut);
}

}  // namespace augshard
