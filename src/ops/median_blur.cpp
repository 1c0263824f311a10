#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "op/op.h"
#include "ops/kernels/convolve.h"
#include "ops/kernels/odd_size.h"
#include "ops/kernels/pixel.h"
#include "sample/cv_view.h"

namespace augshard {
namespace {

struct MedianBlur {
  IntDraw ksize{Draw::uniform(3, 7)};
};

// OpenCV's sizes and channel counts are limited; a median is exact, so whoever computes it gives the same values.
bool opencv_can(const Image& image, int ksize) {
  if (image.channels() > 4 || image.channels() == 2) return false;
  return image.dtype() == DType::uint8 || ksize <= 5;
}

void blur_by_opencv(Image& image, int ksize) {
  Image blurred(image.size(), image.channels(), image.dtype());
  cv::Mat to = cv_view(blurred);
  cv::medianBlur(cv_view(image), to, ksize);
  image = std::move(blurred);
}

template <class T>
void blur_by_selection(Image& image, int ksize) {
  const Image source = image.clone();
  const int radius = ksize / 2;
  std::vector<T> window(static_cast<std::size_t>(ksize) * static_cast<std::size_t>(ksize));
  const auto middle = window.begin() + std::ssize(window) / 2;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < image.channels(); ++c) {
        auto next = window.begin();
        for (int dy = -radius; dy <= radius; ++dy) {
          const T* const row = source.row<T>(std::clamp(y + dy, 0, image.height() - 1));
          for (int dx = -radius; dx <= radius; ++dx) {
            *next++ = row[std::clamp(x + dx, 0, image.width() - 1) * image.channels() + c];
          }
        }
        std::nth_element(window.begin(), middle, window.end());
        image.row<T>(y)[x * image.channels() + c] = *middle;
      }
    }
  }
}

void median_blur(const MedianBlur& params, Image& image, Draws& draws) {
  const int ksize = draw_odd(draws, "ksize", params.ksize);
  if (ksize == 1 || image.empty()) return;
  if (opencv_can(image, ksize)) return blur_by_opencv(image, ksize);
  visit_pixel_type(image.dtype(), [&]<class T>(T) { blur_by_selection<T>(image, ksize); });
}

}  // namespace

OpInfo op_median_blur() {
  return OpBuilder<MedianBlur>("median_blur", "Replaces every value by the median of the square around it.")
      .param("ksize", &MedianBlur::ksize, Range{1, 31}, Unit::px,
             "Side of the square, odd; sizes above 5 are slow for other types than uint8.")
      .rule([](const MedianBlur& params) { return is_odd(params.ksize); },
            "'ksize' must be odd, both ends of a range too")
      .example(R"({"op": "median_blur", "ksize": [3, 7]})")
      .also_known_as({"MedianBlur", "MedianSmoothd"})
      .pixels(median_blur);
}

}  // namespace augshard
