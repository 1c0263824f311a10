#include "sample/cv_view.h"

#include <stdexcept>

namespace augshard {
namespace {

int depth_of(DType dtype) {
  switch (dtype) {
    case DType::uint8: return CV_8U;
    case DType::uint16: return CV_16U;
    case DType::int32: return CV_32S;
    case DType::float32: return CV_32F;
    case DType::float16: break;
  }
  throw std::logic_error("cv_view: float16 images exist in outputs only");
}

}  // namespace

cv::Mat cv_view(Image& image) {
  return {image.height(), image.width(), CV_MAKETYPE(depth_of(image.dtype()), image.channels()), image.bytes().data()};
}

cv::Mat cv_view(const Image& image) {
  auto* data = const_cast<std::byte*>(image.bytes().data());  // NOLINT: see the header
  return {image.height(), image.width(), CV_MAKETYPE(depth_of(image.dtype()), image.channels()), data};
}

}  // namespace augshard
