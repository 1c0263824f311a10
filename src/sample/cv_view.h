#pragma once

#include <opencv2/core.hpp>

#include "sample/image.h"

namespace augshard {

/// An OpenCV header over the same pixels: no copy, valid while `image` lives. Types: uint8, uint16, int32, float32.
cv::Mat cv_view(Image& image);
/// The same for reading; OpenCV has no const view, so the caller must not write to it.
cv::Mat cv_view(const Image& image);

}  // namespace augshard
