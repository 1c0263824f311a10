#include "op/draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/exact_math.h"

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

double Draws::number(std::string_view name, const Draw& draw) {
  if (draw.is_constant()) return std::get<Draw::Constant>(draw.distribution).value;
  const double value = draw_from(draw);
  log_.push_back({std::string(name), value});
  return value;
}

std::int64_t Draws::integer(std::string_view name, const IntDraw& draw) {
  if (draw.draw.is_constant()) return std::llround(std::get<Draw::Constant>(draw.draw.distribution).value);
  std::int64_t value = 0;
  if (const auto* uniform = std::get_if<Draw::Uniform>(&draw.draw.distribution)) {
    const auto low = std::llround(uniform->low);
    value = low + draw_below(std::llround(uniform->high) - low + 1);
  } else {
    value = std::llround(draw_from(draw.draw));
  }
  log_.push_back({std::string(name), value});
  return value;
}

double Draws::uniform(std::string_view name, double low, double high) { return number(name, Draw::uniform(low, high)); }

std::int64_t Draws::below(std::string_view name, std::int64_t count) {
  const std::int64_t value = draw_below(count);
  log_.push_back({std::string(name), value});
  return value;
}

bool Draws::coin(std::string_view name, double probability) {
  if (probability <= 0) return false;
  if (probability >= 1) return true;
  const bool heads = stream_.uniform() < probability;
  log_.push_back({std::string(name), std::int64_t{heads ? 1 : 0}});
  return heads;
}

std::uint64_t Draws::field_key(std::string_view name) {
  const std::uint64_t key = stream_.bits();
  log_.push_back({std::string(name), key});
  return key;
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
