#include "ops/kernels/smooth_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "random/stream.h"

namespace augshard {
namespace {

// The four nodes around each position of one axis: the first of them, and the cubic B-spline's weights.
struct Spline {
  std::vector<std::size_t> first;
  std::vector<std::array<float, 4>> weights;
  std::size_t nodes = 0;

  Spline(int size, double spacing) {
    for (int i = 0; i < size; ++i) {
      const double position = (i + 0.5) / spacing;
      const double node = std::floor(position);
      const double t = position - node;
      const double s = 1 - t;
      first.push_back(static_cast<std::size_t>(node));
      weights.push_back({static_cast<float>(s * s * s / 6), static_cast<float>((4 - 6 * t * t + 3 * t * t * t) / 6),
                         static_cast<float>((4 - 6 * s * s + 3 * s * s * s) / 6), static_cast<float>(t * t * t / 6)});
    }
    nodes = first.back() + 4;
  }
};

// Nodes uniform in -amplitude..amplitude; the field's noise from block `block` on, which moves behind what is used.
std::vector<float> drawn_nodes(std::uint64_t key, std::uint64_t& block, std::size_t count, double amplitude) {
  std::vector<float> nodes;
  for (; nodes.size() < count; ++block) {
    for (const std::uint32_t word : noise_block(key, block)) {
      nodes.push_back(static_cast<float>(amplitude * (word * 0x1p-31 - 1)));
    }
  }
  return nodes;
}

void add_octave(Image& field, const Spline& across, const Spline& down, const std::vector<float>& nodes) {
  std::vector<float> line(across.nodes);
  for (int y = 0; y < field.height(); ++y) {
    const auto row = static_cast<std::size_t>(y);
    const auto& v = down.weights[row];
    const float* const n = nodes.data() + down.first[row] * across.nodes;
    for (std::size_t i = 0; i < line.size(); ++i) {
      line[i] = (v[0] * n[i] + v[1] * n[i + across.nodes]) +
                (v[2] * n[i + 2 * across.nodes] + v[3] * n[i + 3 * across.nodes]);
    }
    float* const to = field.row<float>(y);
    for (std::size_t x = 0; x < across.first.size(); ++x) {
      const auto& h = across.weights[x];
      const float* const l = line.data() + across.first[x];
      to[x] += (h[0] * l[0] + h[1] * l[1]) + (h[2] * l[2] + h[3] * l[3]);
    }
  }
}

}  // namespace

Image smooth_noise(Size size, std::uint64_t key, double patch_px, int octaves) {
  Image field(size, 1, DType::float32);
  std::ranges::fill(field.values<float>(), 0.0F);
  int used = 1;
  while (used < octaves && std::ldexp(patch_px, -used) >= 1) ++used;
  double power = 0;
  for (int octave = 0; octave < used; ++octave) power += std::ldexp(1.0, -2 * octave);
  // The mean square of a spline over nodes of variance a^2 / 3 is (151/315)^2 of it.
  const double amplitude = std::sqrt(3 / power) / (151.0 / 315.0);
  std::uint64_t block = 0;
  for (int octave = 0; octave < used; ++octave) {
    const double spacing = std::ldexp(patch_px, -octave);
    const Spline across(size.width, spacing);
    const Spline down(size.height, spacing);
    const auto nodes = drawn_nodes(key, block, across.nodes * down.nodes, std::ldexp(amplitude, -octave));
    add_octave(field, across, down, nodes);
  }
  return field;
}

}  // namespace augshard
