#include "geometry/resample.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geometry/separable.h"
#include "geometry/warp.h"

namespace augshard {
namespace {

int reduced_extent(int extent, double minification) {
  if (minification <= kKernelMinification) return extent;
  return std::max(1, static_cast<int>(std::ceil(extent / minification)));
}

/// The size to which the source is averaged down before a map that shrinks it: the source's own where none is due.
Size reduced_size(const Chain& chain, const TargetSampling& sampling) {
  const bool labels =
      sampling.interpolation == Interpolation::nearest || sampling.interpolation == Interpolation::label_linear;
  if (labels || !sampling.antialias) return chain.source();
  const Point minification = chain.minification();
  return {reduced_extent(chain.source().height, minification.y), reduced_extent(chain.source().width, minification.x)};
}

Image reduce(const Image& source, Size size, const TargetSampling& sampling) {
  Chain chain(source.size());
  Step step;
  step.output = size;
  step.to_input = Projective::scaling(static_cast<double>(source.width()) / size.width,
                                      static_cast<double>(source.height()) / size.height);
  chain.append(step);
  TargetSampling plain;
  plain.interpolation = sampling.interpolation;
  plain.source = {Border::replicate, {0.0}};
  plain.areas.resize(1);
  return resample_separable(source, chain, plain);
}

bool treats_axes_apart(const Chain& chain, const TargetSampling& sampling) {
  return chain.is_axis_aligned() && sampling.interpolation != Interpolation::label_linear;
}

Image warp_reduced(const SampledImage& source, const Chain& chain, Size reduced) {
  const Chain onto_reduced = chain.with_source(reduced);
  const Image small = reduce(source.image, reduced, source.sampling);
  SampledImage rest{small, source.sampling};
  rest.sampling.areas.resize(onto_reduced.stages().size());
  return std::move(resample_warp({&rest, 1}, onto_reduced).front());
}

}  // namespace

std::vector<Image> resample(std::span<const SampledImage> sources, const Chain& chain) {
  std::vector<Image> outputs(sources.size());
  std::vector<SampledImage> warped;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& [image, sampling] = sources[i];
    if (chain.is_identity()) {
      outputs[i] = image.clone();
    } else if (treats_axes_apart(chain, sampling)) {
      outputs[i] = resample_separable(image, chain, sampling);
    } else if (const Size reduced = reduced_size(chain, sampling); reduced != image.size()) {
      outputs[i] = warp_reduced(sources[i], chain, reduced);
    } else {
      warped.push_back(sources[i]);
      places.push_back(i);
    }
  }
  std::vector<Image> results = resample_warp(warped, chain);
  for (std::size_t k = 0; k < results.size(); ++k) outputs[places[k]] = std::move(results[k]);
  return outputs;
}

Image resample(const Image& source, const Chain& chain, const TargetSampling& sampling) {
  const SampledImage single{source, sampling};
  return std::move(resample({&single, 1}, chain).front());
}

}  // namespace augshard
