#include <algorithm>
#include <cmath>
#include <numeric>

#include "op/op.h"
#include "ops/kernels/color.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/statistics.h"

namespace augshard {
namespace {

struct Equalize {
  std::string method = "cv";
  bool per_channel = true;
};

std::vector<int> channel_counts(const Equalize& params) {
  return params.per_channel ? std::vector<int>{} : std::vector{1, 3};
}

using Bins = std::vector<std::uint32_t>;

// The table of OpenCV's equalizeHist, float arithmetic included: the darkest value that occurs becomes 0.
template <class T>
std::vector<T> cv_table(const Bins& bins, std::uint64_t total) {
  std::vector<T> table(bins.size());
  std::iota(table.begin(), table.end(), T{0});
  const auto darkest = static_cast<std::size_t>(
      std::find_if(bins.begin(), bins.end(), [](std::uint32_t n) { return n > 0; }) - bins.begin());
  if (bins[darkest] == total) return table;
  const float scale = static_cast<float>(kRange<T>) / static_cast<float>(total - bins[darkest]);
  std::uint64_t sum = 0;
  for (std::size_t v = 0; v < bins.size(); ++v) {
    if (v > darkest) sum += bins[v];
    table[v] = to_pixel<T>(static_cast<float>(sum) * scale);
  }
  return table;
}

// The table of Pillow's ImageOps.equalize: a whole number of pixels for each step of the result. Where there are fewer
// pixels than steps it leaves the image as it is.
template <class T>
std::vector<T> pil_table(const Bins& bins, std::uint64_t total) {
  std::vector<T> table(bins.size());
  std::iota(table.begin(), table.end(), T{0});
  const std::uint32_t brightest = *std::find_if(bins.rbegin(), bins.rend(), [](std::uint32_t n) { return n > 0; });
  const std::uint64_t step = (total - brightest) / std::numeric_limits<T>::max();
  if (step == 0) return table;
  std::uint64_t sum = step / 2;
  for (std::size_t v = 0; v < bins.size(); ++v) {
    table[v] = static_cast<T>(std::min<std::uint64_t>(sum / step, std::numeric_limits<T>::max()));
    sum += bins[v];
  }
  return table;
}

template <class T>
void equalize_channels(Image& image, bool pil) {
  const std::uint64_t total = image.value_count() / static_cast<std::size_t>(image.channels());
  std::vector<std::vector<T>> tables;
  for (int c = 0; c < image.channels(); ++c) {
    const Bins bins = histogram(image, c);
    tables.push_back(pil ? pil_table<T>(bins, total) : cv_table<T>(bins, total));
  }
  apply_tables(image, tables);
}

void equalize_image(Image& image, bool pil) {
  if (image.dtype() == DType::uint8) {
    equalize_channels<std::uint8_t>(image, pil);
  } else {
    equalize_channels<std::uint16_t>(image, pil);
  }
}

void equalize(const Equalize& params, Image& image, Draws&) {
  if (image.empty()) return;
  const bool pil = params.method == "pil";
  if (params.per_channel || image.channels() == 1) return equalize_image(image, pil);
  const Image before = luma_of(image);
  Image after = before.clone();
  equalize_image(after, pil);
  shift_luma(image, before, after);
}

}  // namespace

OpInfo op_equalize() {
  return OpBuilder<Equalize>("equalize", "Spreads the histogram evenly over the range.")
      .param("method", &Equalize::method, OneOf{{"cv", "pil"}},
             "Whose formula: OpenCV's (Albumentations, Keras) or Pillow's (torchvision), which differ by a few levels.")
      .param("per_channel", &Equalize::per_channel,
             "Whether each channel is equalised by itself, or the luma alone, so that hues stay (Albumentations' "
             "by_channels).")
      .channels(channel_counts)
      .types({DType::uint8, DType::uint16})
      .example(R"({"op": "equalize"})")
      .example(R"({"op": "equalize", "method": "pil", "p": 0.5})")
      .example(R"({"op": "equalize", "per_channel": false})")
      .also_known_as({"Equalize", "RandomEqualize", "Equalization", "HistogramNormalized"})
      .pixels(equalize);
}

}  // namespace augshard
