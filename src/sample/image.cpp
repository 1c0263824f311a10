#include "sample/image.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

namespace augshard {
namespace {

struct DTypeRow {
  std::string_view name;
  std::size_t bytes;
  double range;
};

constexpr std::array<DTypeRow, 5> kDTypes{{
    {"uint8", 1, 255.0},
    {"uint16", 2, 65535.0},
    {"int32", 4, 2147483647.0},
    {"float16", 2, 1.0},
    {"float32", 4, 1.0},
}};

const DTypeRow& row_of(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)]; }

// A cache line, so that vector code never straddles one at the start of an image.
constexpr std::size_t kAlignment = 64;

}  // namespace

std::size_t size_of(DType dtype) { return row_of(dtype).bytes; }
std::string_view name_of(DType dtype) { return row_of(dtype).name; }
double range_of(DType dtype) { return row_of(dtype).range; }
bool is_integer(DType dtype) { return dtype != DType::float16 && dtype != DType::float32; }

std::optional<DType> dtype_of_name(std::string_view name) {
  for (std::size_t i = 0; i < kDTypes.size(); ++i) {
    if (kDTypes[i].name == name) return static_cast<DType>(i);
  }
  return std::nullopt;
}

void Image::Free::operator()(std::byte* data) const { std::free(data); }

Image::Image(Size size, int channels, DType dtype) : size_(size), channels_(channels), dtype_(dtype) {
  const std::size_t padded = (byte_count() + kAlignment) / kAlignment * kAlignment;
  auto* data = static_cast<std::byte*>(std::aligned_alloc(kAlignment, padded));
  if (data == nullptr) throw std::bad_alloc();
  data_.reset(data);
}

Image Image::clone() const {
  Image copy(size_, channels_, dtype_);
  if (!empty()) std::memcpy(copy.data_.get(), data_.get(), byte_count());
  return copy;
}

}  // namespace augshard
