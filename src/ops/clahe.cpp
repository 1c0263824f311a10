#include <cmath>
#include <opencv2/imgproc.hpp>

#include "op/op.h"
#include "ops/kernels/color.h"
#include "ops/kernels/pixel.h"
#include "sample/cv_view.h"

namespace augshard {
namespace {

struct Clahe {
  Draw clip_limit = Draw::uniform(1, 4);
  std::vector<double> tiles{8, 8};
};

bool two_whole_numbers(const Clahe& params) {
  return params.tiles.size() == 2 && std::floor(params.tiles[0]) == params.tiles[0] &&
         std::floor(params.tiles[1]) == params.tiles[1];
}

template <class T>
Image plane_of(const Image& image, std::size_t channel) {
  Image plane(image.size(), 1, image.dtype());
  const auto from = image.values<T>();
  const auto to = plane.values<T>();
  const auto channels = static_cast<std::size_t>(image.channels());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i * channels + channel];
  return plane;
}

void equalize(cv::CLAHE& clahe, Image& plane) {
  cv::Mat view = cv_view(plane);
  clahe.apply(view, view);
}

// On the luma alone, the differences of the channels from it kept, so that hues stay.
void equalize_colors(cv::CLAHE& clahe, Image& image) {
  const Image before = luma_of(image);
  Image after = before.clone();
  equalize(clahe, after);
  shift_luma(image, before, after);
}

template <class T>
void equalize_channels(cv::CLAHE& clahe, Image& image) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const auto values = image.values<T>();
  for (std::size_t c = 0; c < channels; ++c) {
    Image plane = plane_of<T>(image, c);
    equalize(clahe, plane);
    for (std::size_t i = 0; i < plane.value_count(); ++i) values[i * channels + c] = plane.values<T>()[i];
  }
}

template <class T>
void apply(cv::CLAHE& clahe, Image& image) {
  image.channels() == 3 ? equalize_colors(clahe, image) : equalize_channels<T>(clahe, image);
}

void clahe(const Clahe& params, Image& image, Draws& draws) {
  const double limit = draws.number("clip_limit", params.clip_limit);
  if (image.empty()) return;
  const auto kernel =
      cv::createCLAHE(limit, cv::Size(static_cast<int>(params.tiles[0]), static_cast<int>(params.tiles[1])));
  image.dtype() == DType::uint8 ? apply<std::uint8_t>(*kernel, image) : apply<std::uint16_t>(*kernel, image);
}

}  // namespace

OpInfo op_clahe() {
  return OpBuilder<Clahe>("clahe", "Equalises the histogram of each neighbourhood, with limited contrast (CLAHE).")
      .param("clip_limit", &Clahe::clip_limit, Range{0, 1000}, Unit::factor,
             "Height at which a histogram is cut, in multiples of its mean; 0 does not limit the contrast.")
      .param("tiles", &Clahe::tiles, Range{1, 64}, Unit::count,
             "Columns and rows of neighbourhoods; colour images are changed in their luma only.")
      .rule(two_whole_numbers, "'tiles' takes two whole numbers, columns and rows")
      .types({DType::uint8, DType::uint16})
      .example(R"({"op": "clahe", "clip_limit": [1, 4], "tiles": [8, 8]})")
      .also_known_as({"CLAHE", "ContrastLimitedAdaptiveHistogramEqualization"})
      .pixels(clahe);
}

}  // namespace augshard
