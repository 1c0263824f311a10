#pragma once

#include <cmath>
#include <cstdint>

#include "geometry/chain.h"
#include "geometry/resample.h"
#include "random/stream.h"

/// Pictures and samplings that the tests of geometry share.
namespace augshard::pictures {

/// A float image of two channels that say where each pixel is: its centre in edge coordinates.
inline Image coordinates(Size size) {
  Image image(size, 2, DType::float32);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      image.row<float>(y)[2 * x] = static_cast<float>(x) + 0.5F;
      image.row<float>(y)[2 * x + 1] = static_cast<float>(y) + 0.5F;
    }
  }
  return image;
}

/// Independent random values 0 .. most.
inline Image noise(Size size, int channels, DType dtype, std::uint64_t key, std::uint32_t most = 255) {
  Image image(size, channels, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    std::uint64_t index = 0;
    for (T& value : image.values<T>()) value = static_cast<T>(noise_block(key, index++)[0] % (most + 1));
  });
  return image;
}

/// A smooth picture, so that interpolation errors are small.
inline Image waves(Size size, int channels, DType dtype) {
  Image image(size, channels, dtype);
  const double range = dtype == DType::float32 ? 255 : range_of(dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width * channels; ++x) {
        const double wave = 0.5 + 0.25 * std::sin(0.11 * x / channels) + 0.2 * std::cos(0.13 * y + x % channels);
        image.row<T>(y)[x] = static_cast<T>(range * wave);
      }
    }
  });
  return image;
}

inline TargetSampling sampling_of(const Chain& chain, Interpolation interpolation, Border border, double fill = 0) {
  TargetSampling sampling;
  sampling.interpolation = interpolation;
  sampling.source = {border, {fill}};
  sampling.areas.assign(chain.stages().size(), {Border::constant, {fill}});
  return sampling;
}

/// Where output position `p` comes from, by the stages one after the other; nothing in new area or beyond a horizon.
inline std::optional<Point> trace(const Chain& chain, Point p) {
  for (const Chain::Stage& stage : chain.stages()) {
    if (stage.field) {
      const Point d = stage.field->at(p);
      p = {p.x + d.x, p.y + d.y};
    }
    const auto mapped = stage.to_input.apply(p);
    if (!mapped) return std::nullopt;
    p = *mapped;
    if (!stage.area) continue;
    const double width = stage.area->frame.width;
    const double height = stage.area->frame.height;
    if (p.x < 0 || p.y < 0 || p.x >= width || p.y >= height) return std::nullopt;
  }
  return p;
}

inline Chain chain_of(Size source, const std::vector<Step>& steps) {
  Chain chain(source);
  for (const Step& step : steps) chain.append(step);
  return chain;
}

}  // namespace augshard::pictures
