#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "sample/image.h"

namespace augshard {

/// NumPy's array-protocol name of a type: "|u1", "<u2", "<i4", "<f2", "<f4".
std::string_view npy_descr(DType dtype);

/// A type as arrays have it: also those that no image has.
struct NpyType {
  std::string_view descr;
  std::size_t bytes = 0;  ///< of one value
};

NpyType npy_type(DType dtype);
inline constexpr NpyType kNpyInt64{"<i8", 8};
inline constexpr NpyType kNpyFloat64{"<f8", 8};

/// The bytes before the data, format version 1.0, exactly as np.save writes them in C order. Their number does not
/// depend on the number of rows, shape[0], which may be filled in later.
std::string npy_header(std::string_view descr, const std::vector<std::int64_t>& shape);

struct NpyHeader {
  std::string descr;
  std::size_t item_bytes = 0;  ///< of one value, by descr
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  std::size_t data_offset = 0;

  /// Rows: the first number of the shape, 1 for a scalar.
  [[nodiscard]] std::int64_t rows() const { return shape.empty() ? 1 : shape.front(); }
};

/// Reads the header of versions 1.0, 2.0 and 3.0. Error "npy" for what is damaged, for object arrays, and for records
/// of several fields.
Expected<NpyHeader> parse_npy_header(std::span<const std::byte> file);

/// Size of the whole file that a header speaks of; nothing where that is beyond 2^63.
std::optional<std::uint64_t> npy_file_size(const NpyHeader& header);

}  // namespace augshard
