#include "ops/kernels/coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

// First and last + 1 of the pixels that [low, high] touches, within 0..size.
struct Span {
  int begin = 0, end = 0;
  [[nodiscard]] std::size_t length() const { return static_cast<std::size_t>(std::max(0, end - begin)); }
};
Span touched(double low, double high, int size) {
  const double most = size;
  return {static_cast<int>(std::clamp(std::floor(low), 0.0, most)),
          static_cast<int>(std::clamp(std::ceil(high), 0.0, most))};
}

void cover(float& coverage, double amount) {
  coverage = static_cast<float>(coverage + amount * (1 - static_cast<double>(coverage)));
}

// Mean of max(0, t - x) over x in [a, b].
double mean_excess(double t, double a, double b) {
  if (t <= a) return 0;
  if (t >= b) return t - 0.5 * (a + b);
  return (t - a) * (t - a) / (2 * (b - a));
}

// What lies to the right of an edge's part in one row of pixels, signed by its direction, as differences: the running
// sum over `row` is the area in each pixel. The part goes from x = a to b, `height` pixels down.
void add_edge(std::span<double> row, double a, double b, double height) {
  if (a > b) std::swap(a, b);
  const int width = static_cast<int>(row.size());
  double before = 0;
  int x = static_cast<int>(std::clamp(std::floor(a), 0.0, static_cast<double>(row.size())));
  for (; x < width && x <= b; ++x) {
    const double area = height * (mean_excess(x + 1, a, b) - mean_excess(x, a, b));
    row[static_cast<std::size_t>(x)] += area - before;
    before = area;
  }
  if (x < width) row[static_cast<std::size_t>(x)] += height - before;
}

// Every row's part of the edge, in coordinates whose origin is the corner of the rows.
void add_edge_to_rows(std::span<double> rows, std::size_t width, Point from, Point to) {
  const double sign = from.y < to.y ? 1 : -1;
  if (sign < 0) std::swap(from, to);
  const double slope = (to.x - from.x) / (to.y - from.y);
  const auto count = static_cast<int>(rows.size() / width);
  const Span span = touched(from.y, to.y, count);
  for (int y = span.begin; y < span.end; ++y) {
    const double top = std::max(from.y, static_cast<double>(y));
    const double bottom = std::min(to.y, y + 1.0);
    add_edge(rows.subspan(static_cast<std::size_t>(y) * width, width), from.x + (top - from.y) * slope,
             from.x + (bottom - from.y) * slope, sign * (bottom - top));
  }
}

// Covers each pixel near `centre` by profile(squared distance of its centre).
template <class Profile>
void cover_round(Image& coverage, Point centre, double reach, Profile profile) {
  const Span rows = touched(centre.y - reach, centre.y + reach, coverage.height());
  const Span columns = touched(centre.x - reach, centre.x + reach, coverage.width());
  for (int y = rows.begin; y < rows.end; ++y) {
    float* const row = coverage.row<float>(y);
    const double dy = y + 0.5 - centre.y;
    for (int x = columns.begin; x < columns.end; ++x) {
      const double dx = x + 0.5 - centre.x;
      cover(row[x], profile(dx * dx + dy * dy));
    }
  }
}

constexpr std::size_t kRun = 256;

// Stands apart, so that its loop becomes vector code.
template <class T>
[[gnu::noinline]] void blend_run(T* values, const float* weights, const float* colors, float light, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float below = light * static_cast<float>(values[i]);
    values[i] = to_pixel<T>(below + weights[i] * (colors[i] - below));
  }
}

}  // namespace

Image no_coverage(Size size) {
  Image coverage(size, 1, DType::float32);
  std::ranges::fill(coverage.values<float>(), 0.0F);
  return coverage;
}

void cover_polygon(Image& coverage, std::span<const Point> corners, double opacity) {
  const auto [left, right] = std::ranges::minmax(corners, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(corners, {}, &Point::y);
  const Span columns = touched(left.x, right.x, coverage.width());
  const Span lines = touched(top.y, bottom.y, coverage.height());
  const std::size_t width = columns.length();
  std::vector<double> rows(lines.length() * width);
  if (rows.empty()) return;
  const auto shifted = [&](const Point& p) { return Point{p.x - columns.begin, p.y - lines.begin}; };
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point from = shifted(corners[i]);
    const Point to = shifted(corners[(i + 1) % corners.size()]);
    if (from.y != to.y) add_edge_to_rows(rows, width, from, to);
  }
  for (std::size_t y = 0; y < lines.length(); ++y) {
    float* const to = coverage.row<float>(lines.begin + static_cast<int>(y)) + columns.begin;
    double area = 0;
    for (std::size_t x = 0; x < width; ++x) {
      area += rows[y * width + x];
      cover(to[x], opacity * std::min(1.0, std::fabs(area)));
    }
  }
}

void cover_streak(Image& coverage, Point centre, Point direction, double length, double width, double opacity) {
  const Point along{direction.x * length / 2, direction.y * length / 2};
  const Point across{-direction.y * width / 2, direction.x * width / 2};
  const std::array<Point, 4> corners{{
      {centre.x - along.x - across.x, centre.y - along.y - across.y},
      {centre.x + along.x - across.x, centre.y + along.y - across.y},
      {centre.x + along.x + across.x, centre.y + along.y + across.y},
      {centre.x - along.x + across.x, centre.y - along.y + across.y},
  }};
  cover_polygon(coverage, corners, opacity);
}

void cover_disc(Image& coverage, Point centre, double radius, double edge, double opacity) {
  const double soft = std::max(1.0, edge);
  cover_round(coverage, centre, radius + soft / 2, [=](double squared) {
    return opacity * std::clamp((radius - std::sqrt(squared)) / soft + 0.5, 0.0, 1.0);
  });
}

void cover_glow(Image& coverage, Point centre, double radius, double opacity) {
  const double scale = 1 / (radius * radius);
  cover_round(coverage, centre, radius, [=](double squared) {
    const double left = std::max(0.0, 1 - squared * scale);
    return opacity * left * left;
  });
}

void blend(Image& image, const Image& coverage, const Veil& veil) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t pixels = coverage.value_count();
  const auto light = static_cast<float>(veil.light);
  const auto opacity = static_cast<float>(veil.opacity);
  const float* const from = coverage.values<float>().data();
  std::vector<float> weights(kRun * channels);
  std::vector<float> colors(kRun * channels);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    for (std::size_t i = 0; i < colors.size(); ++i) {
      colors[i] = static_cast<float>(veil.color[veil.color.size() > 1 ? i % channels : 0] * kRange<T>);
    }
    T* const values = image.values<T>().data();
    for (std::size_t first = 0; first < pixels; first += kRun) {
      const std::size_t count = std::min(kRun, pixels - first);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < channels; ++c) weights[i * channels + c] = opacity * from[first + i];
      }
      blend_run(values + first * channels, weights.data(), colors.data(), light, count * channels);
    }
  });
}

std::vector<int> channels_of_color(const std::vector<double>& color) {
  if (color.size() == 1) return {};
  return {static_cast<int>(color.size())};
}

}  // namespace augshard
