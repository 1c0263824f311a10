#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace augshard {

/// Reads delimited text row by row: RFC 4180 quoting ("" inside quotes is one quote, quoted fields may hold delimiters
/// and line ends), LF or CRLF, a UTF-8 byte order mark at the start, empty lines skipped, last line end optional.
class DelimitedReader {
 public:
  /// `text` must outlive the reader.
  DelimitedReader(std::string_view text, char delimiter);

  struct Row {
    int line = 0;                     ///< 1-based, where the row begins
    std::vector<std::string> fields;  ///< never empty, but at the end of the text
  };

  /// The next row; no fields at the end. Error "table", in the row that starts at line(): a quote that is never closed,
  /// text beside a quoted field, a row over 1 MiB. The reader is of no use afterwards.
  Expected<Row> next();

  /// Where the row read last begins.
  [[nodiscard]] int line() const { return row_line_; }

 private:
  Expected<std::string> quoted_field();
  std::string plain_field();

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  int line_ = 1;
  int row_line_ = 1;
};

/// The cap on one row or line of a table, in bytes.
inline constexpr std::size_t kMaxRowBytes = std::size_t{1} << 20U;

/// `text` without a UTF-8 byte order mark at its start.
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace augshard
