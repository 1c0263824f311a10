#pragma once

#include <string>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// A picture of the sheet with a line of text below. An empty picture leaves its place gray.
struct SheetCell {
  Image picture;  ///< 8-bit RGB
  std::string caption;
};

/// The cells on one 8-bit RGB sheet, a row a vector. Columns are as wide as their widest picture, pictures at most
/// `cell_height` high.
Image draw_contact_sheet(const std::vector<std::vector<SheetCell>>& rows, int cell_height);

}  // namespace augshard
