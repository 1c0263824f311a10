#pragma once

#include "sample/image.h"

namespace augshard {

/// The same values in another type, not scaled; integers that do not fit are cut to the nearest that does, floats are
/// rounded half up. Not to or from float16.
Image convert_type(Image image, DType dtype);

}  // namespace augshard
