#include "cli/contact_sheet.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "sample/cv_view.h"

namespace augshard {
namespace {

constexpr int kGap = 6;
constexpr int kCaptionHeight = 18;
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kFontScale = 0.4;
const cv::Scalar kPaper(32, 32, 32);
const cv::Scalar kEmpty(80, 80, 80);
const cv::Scalar kInk(225, 225, 225);

using Rows = std::vector<std::vector<SheetCell>>;

std::vector<int> column_widths(const Rows& rows, int cell_height) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), cell_height / 2);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].picture.width());
  }
  return widths;
}

int text_width(const std::string& text) {
  int baseline = 0;
  return cv::getTextSize(text, kFont, kFontScale, 1, &baseline).width;
}

/// Keeps the end of a text, which tells records apart.
std::string fitted(std::string text, int width) {
  if (text_width(text) <= width) return text;
  while (!text.empty() && text_width("..." + text) > width) text.erase(0, 1);
  return "..." + text;
}

void draw_cell(cv::Mat& sheet, const SheetCell& cell, int x, int y, Size size) {
  if (cell.picture.empty()) {
    sheet(cv::Rect(x, y, size.width, size.height)).setTo(kEmpty);
  } else {
    cv_view(cell.picture).copyTo(sheet(cv::Rect(x, y, cell.picture.width(), cell.picture.height())));
  }
  cv::putText(sheet, fitted(cell.caption, size.width), {x + 1, y + size.height + kCaptionHeight - 5}, kFont, kFontScale,
              kInk, 1, cv::LINE_AA);
}

}  // namespace

Image draw_contact_sheet(const Rows& rows, int cell_height) {
  const std::vector<int> widths = column_widths(rows, cell_height);
  int width = kGap;
  for (const int column : widths) width += column + kGap;
  const int row_height = cell_height + kCaptionHeight + kGap;
  Image image({kGap + static_cast<int>(rows.size()) * row_height, width}, 3, DType::uint8);
  cv::Mat sheet = cv_view(image);
  sheet.setTo(kPaper);
  int y = kGap;
  for (const auto& row : rows) {
    int x = kGap;
    for (std::size_t i = 0; i < row.size(); ++i) {
      draw_cell(sheet, row[i], x, y, {cell_height, widths[i]});
      x += widths[i] + kGap;
    }
    y += row_height;
  }
  return image;
}

}  // namespace augshard
