#include "geometry/resample.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

Image resample(const Image& source, const Chain& chain, const TargetSampling& sampling) {
  if (chain.is_identity()) return source.clone();
  const bool labels = sampling.interpolation == Interpolation::label_linear;
  if (chain.is_axis_aligned() && !labels) return resample_separable(source, chain, sampling);
  const Size reduced = reduced_size(chain, sampling);
  if (reduced == source.size()) return resample_warp(source, chain, sampling);
  TargetSampling rest = sampling;
  const Chain onto_reduced = chain.with_source(reduced);
  rest.areas.resize(onto_reduced.stages().size());
  return resample_warp(reduce(source, reduced, sampling), onto_reduced, rest);
}

}  // namespace augshard
