#include "ops/kernels/statistics.h"

#include <numeric>
#include <type_traits>

#include "ops/kernels/pointwise.h"

namespace augshard {
namespace {

// Sixteen partial sums a channel: independent of each other, so that the loop becomes vector code, and added up in one
// fixed order.
constexpr std::size_t kLanes = 16;

template <class T>
using Sum = std::conditional_t<std::is_floating_point_v<T>, double,
                               std::conditional_t<sizeof(T) == 1, std::uint32_t, std::uint64_t>>;

template <class T, class Accumulator, class Term>
std::vector<double> sums(const Image& image, Term term) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t stride = kLanes * channels;
  const T* const values = image.values<T>().data();
  const std::size_t count = image.value_count();
  std::vector<Accumulator> partial(stride);
  Accumulator* const lanes = partial.data();
  std::size_t i = 0;
  for (; i + stride <= count; i += stride) {
    for (std::size_t j = 0; j < stride; ++j) lanes[j] += term(values[i + j], j);
  }
  for (std::size_t j = 0; i < count; ++i, ++j) lanes[j] += term(values[i], j);

  std::vector<double> result(channels);
  for (std::size_t j = 0; j < stride; ++j) result[j % channels] += static_cast<double>(partial[j]);
  return result;
}

}  // namespace

std::vector<double> channel_sums(const Image& image) {
  return visit_pixel_type(image.dtype(), [&]<class T>(T) {
    return sums<T, Sum<T>>(image, [](T value, std::size_t) { return static_cast<Sum<T>>(value); });
  });
}

std::vector<double> squared_deviations(const Image& image, const std::vector<double>& centre) {
  std::vector<double> centres(kLanes * centre.size());
  for (std::size_t j = 0; j < centres.size(); ++j) centres[j] = centre[j % centre.size()];
  return visit_pixel_type(image.dtype(), [&]<class T>(T) {
    return sums<T, double>(image, [c = centres.data()](T value, std::size_t lane) {
      const double deviation = static_cast<double>(value) - c[lane];
      return deviation * deviation;
    });
  });
}

double mean_gray(const Image& image) {
  if (image.empty()) return 0;
  const std::vector<double> total = channel_sums(image);
  const auto pixels = static_cast<double>(image.height()) * image.width();
  if (total.size() == 3) {
    return (kRedWeight * total[0] + kGreenWeight * total[1] + kBlueWeight * total[2]) / pixels;
  }
  return std::accumulate(total.begin(), total.end(), 0.0) / (pixels * image.channels());
}

std::vector<std::uint32_t> histogram(const Image& image, int channel) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto count_in = [&]<class T>(T) {
    std::vector<std::uint32_t> bins(kLevels<T>);
    const T* const values = image.values<T>().data();
    for (std::size_t i = static_cast<std::size_t>(channel); i < image.value_count(); i += channels) ++bins[values[i]];
    return bins;
  };
  return image.dtype() == DType::uint8 ? count_in(std::uint8_t{}) : count_in(std::uint16_t{});
}

}  // namespace augshard
