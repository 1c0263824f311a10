#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace augshard {

/// Pixel types. float16 exists in outputs only.
enum class DType : std::uint8_t { uint8, uint16, int32, float16, float32 };

std::size_t size_of(DType dtype);       ///< bytes a value
std::string_view name_of(DType dtype);  ///< NumPy's name: "uint8", "float32", ...
std::optional<DType> dtype_of_name(std::string_view name);
bool is_integer(DType dtype);

/// The value that counts as 1.0 in parameters given as a fraction of the range: 255, 65535, 2^31 - 1; 1 for floats.
double range_of(DType dtype);

/// Height and width in pixels.
struct Size {
  int height = 0;
  int width = 0;
  bool operator==(const Size&) const = default;
};

/// Pixels in rows from the top, channels interleaved (H, W, C), RGB order, host byte order, no padding between rows.
/// Move-only, since a copy of pixels should be visible in the code: clone(). New pixels are not initialised.
class Image {
 public:
  Image() = default;
  Image(Size size, int channels, DType dtype);

  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] int height() const { return size_.height; }
  [[nodiscard]] int width() const { return size_.width; }
  [[nodiscard]] int channels() const { return channels_; }
  [[nodiscard]] DType dtype() const { return dtype_; }
  [[nodiscard]] bool empty() const { return byte_count() == 0; }

  [[nodiscard]] std::size_t value_count() const {
    return static_cast<std::size_t>(size_.height) * static_cast<std::size_t>(size_.width) *
           static_cast<std::size_t>(channels_);
  }
  [[nodiscard]] std::size_t row_values() const {
    return static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(channels_);
  }
  [[nodiscard]] std::size_t byte_count() const { return value_count() * size_of(dtype_); }

  [[nodiscard]] std::span<std::byte> bytes() { return {data_.get(), byte_count()}; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_.get(), byte_count()}; }

  /// All values; T must be the type that dtype() names.
  template <class T>
  [[nodiscard]] std::span<T> values() {
    return {reinterpret_cast<T*>(data_.get()), value_count()};
  }
  template <class T>
  [[nodiscard]] std::span<const T> values() const {
    return {reinterpret_cast<const T*>(data_.get()), value_count()};
  }
  template <class T>
  [[nodiscard]] T* row(int y) {
    return values<T>().data() + static_cast<std::size_t>(y) * row_values();
  }
  template <class T>
  [[nodiscard]] const T* row(int y) const {
    return values<T>().data() + static_cast<std::size_t>(y) * row_values();
  }

  [[nodiscard]] Image clone() const;

 private:
  struct Free {
    void operator()(std::byte* data) const;
  };
  Size size_;
  int channels_ = 0;
  DType dtype_ = DType::uint8;
  std::unique_ptr<std::byte[], Free> data_;
};

/// Calls `function` with a value of the C++ type that `dtype` names (uint8_t{}, uint16_t{}, int32_t{}, float{}).
/// float16 has no arithmetic type here: it must have been refused before.
template <class Function>
decltype(auto) visit_dtype(DType dtype, Function&& function) {
  switch (dtype) {
    case DType::uint8: return function(std::uint8_t{});
    case DType::uint16: return function(std::uint16_t{});
    case DType::int32: return function(std::int32_t{});
    case DType::float16:
    case DType::float32: break;
  }
  return function(float{});
}

}  // namespace augshard
