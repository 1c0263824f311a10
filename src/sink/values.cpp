#include "sink/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>

namespace augshard {
namespace {

static_assert(std::endian::native == std::endian::little, "shards hold values as they stand in memory");

// Largest n such that the type holds every integer from -n (or 0) to n.
std::int64_t exact_up_to(DType dtype) {
  switch (dtype) {
    case DType::uint8: return 255;
    case DType::uint16: return 65535;
    case DType::int32: return std::numeric_limits<std::int32_t>::max();
    case DType::float16: return 2048;
    case DType::float32: return std::int64_t{1} << 24U;
  }
  return 0;
}

Error cannot_hold(DType to, const std::string& value) {
  return {"mask-id", "value " + value + " does not fit in " + std::string(name_of(to)),
          "choose a wider dtype, or bring the ids into range with remap_labels"};
}

std::vector<std::byte> copy_bytes(const Image& image) {
  const auto bytes = image.bytes();
  return {bytes.begin(), bytes.end()};
}

/// A binary16 value that converts from what it is made of, as the arithmetic types do.
struct Half {
  Half() = default;
  template <class From>
  explicit Half(From value) : bits(half_of(static_cast<float>(value))) {}
  std::uint16_t bits = 0;
};

template <class Function>
void visit_output(DType dtype, const Function& function) {
  if (dtype == DType::float16) {
    function(Half{});
  } else {
    visit_dtype(dtype, function);
  }
}

template <class From>
bool fits(From value, DType to) {
  if constexpr (std::is_floating_point_v<From>) {
    return to == DType::float16 || to == DType::float32;
  } else {
    return holds(to, value);
  }
}

/// Converts into `out`; gives the first value that does not fit, if any does not.
template <class To, class From>
std::optional<From> convert(std::span<const From> values, DType to, bool check, std::byte* out) {
  for (const From value : values) {
    if (check && !fits(value, to)) return value;
    const auto converted = static_cast<To>(value);
    std::memcpy(out, &converted, sizeof converted);
    out += sizeof converted;
  }
  return std::nullopt;
}

std::vector<std::byte> one_in(DType dtype) {
  std::vector<std::byte> bytes(size_of(dtype));
  const std::array<std::uint8_t, 1> one{1};
  visit_output(dtype, [&](auto type) { convert<decltype(type), std::uint8_t>(one, dtype, false, bytes.data()); });
  return bytes;
}

// A size known to the compiler makes of each memcpy one move.
template <std::size_t kBytes>
void transpose(std::span<const std::byte> values, std::size_t pixels, std::size_t channels, std::span<std::byte> out) {
  for (std::size_t c = 0; c < channels; ++c) {
    std::byte* plane = out.data() + c * pixels * kBytes;
    const std::byte* from = values.data() + c * kBytes;
    for (std::size_t i = 0; i < pixels; ++i) std::memcpy(plane + i * kBytes, from + i * channels * kBytes, kBytes);
  }
}

}  // namespace

std::uint16_t half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const auto signed_half = [&](std::uint32_t half) { return static_cast<std::uint16_t>(sign | half); };
  if (magnitude > 0x7f800000U) return signed_half(0x7e00U | ((magnitude >> 13U) & 0x3ffU));
  if (magnitude >= 0x47800000U) return signed_half(0x7c00U);

  // The bits that go decide: above half rounds up, exactly half to the even neighbour. A carry out of the mantissa
  // gives the next exponent, and at the top infinity, as it should.
  const auto round = [](std::uint32_t mantissa, std::uint32_t shift) {
    const std::uint32_t kept = mantissa >> shift;
    const std::uint32_t rest = mantissa & ((1U << shift) - 1U);
    const std::uint32_t middle = 1U << (shift - 1U);
    return kept + static_cast<std::uint32_t>(rest > middle || (rest == middle && (kept & 1U) != 0));
  };
  constexpr std::uint32_t kBias = (127U - 15U) << 23U;
  if (magnitude >= 0x38800000U) return signed_half(round(magnitude - kBias, 13));
  const std::uint32_t exponent = magnitude >> 23U;
  if (exponent < 102U) return signed_half(0);
  const std::uint32_t mantissa = (magnitude & 0x7fffffU) | 0x800000U;
  return signed_half(round(mantissa, 126U - exponent));
}

double value_of_half(std::uint16_t half) {
  const double sign = (half & 0x8000U) != 0 ? -1.0 : 1.0;
  const auto exponent = static_cast<int>((half >> 10U) & 31U);
  const auto mantissa = static_cast<double>(half & 1023U);
  if (exponent == 31) return mantissa > 0 ? std::nan("") : sign * INFINITY;
  return sign * (exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(mantissa + 1024, exponent - 25));
}

bool holds(DType to, std::int64_t value) {
  const bool has_sign = to != DType::uint8 && to != DType::uint16;
  if (to == DType::int32 && value == std::numeric_limits<std::int32_t>::min()) return true;
  return value <= exact_up_to(to) && value >= (has_sign ? -exact_up_to(to) : 0);
}

bool holds_all(DType to, DType from) {
  if (to == from) return true;
  if (!is_integer(from)) return from == DType::float32 && to == DType::float16;
  const std::int64_t low = from == DType::int32 ? std::numeric_limits<std::int32_t>::min() : 0;
  return holds(to, low) && holds(to, exact_up_to(from));
}

std::optional<std::vector<std::int64_t>> declared_ids(const Field& field) {
  std::vector<std::int64_t> ids;
  if (field.mask_kind == MaskKind::binary) {
    ids = {0, 1};
  } else if (field.classes.empty()) {
    return std::nullopt;
  }
  for (const auto& entry : field.classes) ids.push_back(entry.first);
  if (field.ignore) ids.push_back(*field.ignore);
  return ids;
}

Expected<std::vector<std::byte>> cast_values(const Image& image, DType to) {
  if (image.dtype() == to) return copy_bytes(image);
  std::vector<std::byte> out(image.value_count() * size_of(to));
  const bool check = !holds_all(to, image.dtype());
  std::optional<Error> error;
  visit_dtype(image.dtype(), [&](auto from) {
    using From = decltype(from);
    visit_output(to, [&](auto type) {
      const auto misfit = convert<decltype(type), From>(image.values<From>(), to, check, out.data());
      if (misfit) error = cannot_hold(to, std::to_string(*misfit));
    });
  });
  if (error) return *error;
  return out;
}

Expected<Image> cast_image(const Image& image, DType to) {
  auto values = cast_values(image, to);
  if (!values) return values.error();
  Image out(image.size(), image.channels(), to);
  std::copy(values->begin(), values->end(), out.bytes().begin());
  return out;
}

std::vector<std::byte> channels_first(const std::vector<std::byte>& values, Size size, int channels,
                                      std::size_t value_bytes) {
  if (channels == 1) return values;
  const std::size_t pixels = static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width);
  const auto count = static_cast<std::size_t>(channels);
  std::vector<std::byte> out(values.size());
  switch (value_bytes) {
    case 1: transpose<1>(values, pixels, count, out); break;
    case 2: transpose<2>(values, pixels, count, out); break;
    default: transpose<4>(values, pixels, count, out);
  }
  return out;
}

Expected<std::vector<std::byte>> one_hot(const Image& mask, int classes, std::optional<std::int64_t> ignore, DType to) {
  const std::size_t step = size_of(to);
  const std::size_t pixel = static_cast<std::size_t>(classes) * step;
  const auto one = one_in(to);
  std::vector<std::byte> out(mask.value_count() * pixel);
  std::optional<Error> error;
  visit_dtype(mask.dtype(), [&](auto type) {
    std::byte* at = out.data();
    for (const auto value : mask.values<decltype(type)>()) {
      const auto id = static_cast<std::int64_t>(value);
      if (id != ignore) {
        if (id < 0 || id >= classes) {
          error =
              Error{"mask-id", "label id " + std::to_string(id) + " does not fit in one_hot " + std::to_string(classes),
                    "raise one_hot, or bring the ids into range with remap_labels"};
          return;
        }
        std::copy(one.begin(), one.end(), at + static_cast<std::size_t>(id) * step);
      }
      at += pixel;
    }
  });
  if (error) return *error;
  return out;
}

}  // namespace augshard
