#include "codec/segmentation.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <utility>

namespace augshard {
namespace {

/// Pixels are counted down the columns: x * height + y. One past the last stands for the end of the frame.
using Position = std::uint64_t;

struct Span {
  Position begin = 0;
  Position end = 0;
};

Position pixels_of(Size size) { return static_cast<Position>(size.height) * static_cast<Position>(size.width); }

// ---------------------------------------------------------------------------------------------------- the text form

constexpr char kFirstCharacter = '0';
constexpr unsigned kDataBits = 5;
constexpr unsigned kDataMask = 0x1F;
constexpr unsigned kSign = 0x10;
constexpr unsigned kMore = 0x20;
constexpr unsigned kCharacterEnd = 0x40;
/// 35 bits: enough for the difference of any two runs.
constexpr unsigned kMostCharacters = 7;
/// From this run on, the text holds the difference to the run of the same colour before.
constexpr std::size_t kFirstDifference = 3;

Error damaged(std::string message) {
  return {"rle", std::move(message), "write the segmentation anew, with pycocotools.mask.encode for example"};
}

/// The numbers of the text form: five bits a character, the lowest first, in two's complement.
class NumberReader {
 public:
  explicit NumberReader(std::string_view text) : text_(text) {}
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t position() const { return at_; }

  Expected<std::int64_t> next() {
    const std::size_t begin = at_;
    std::int64_t number = 0;
    for (unsigned shift = 0; shift < kMostCharacters * kDataBits; shift += kDataBits) {
      if (at_end()) return damaged("the run lengths end within the number at character " + std::to_string(begin));
      const unsigned bits = static_cast<unsigned char>(text_[at_]) - static_cast<unsigned>(kFirstCharacter);
      if (bits >= kCharacterEnd) {
        return damaged("character " + std::to_string(at_) + " of the run lengths is none of '0' to 'o'");
      }
      ++at_;
      number |= static_cast<std::int64_t>(bits & kDataMask) << shift;
      if ((bits & kMore) != 0) continue;
      return (bits & kSign) != 0 ? number - (std::int64_t{1} << (shift + kDataBits)) : number;
    }
    return damaged("the number at character " + std::to_string(begin) + " of the run lengths has more than " +
                   std::to_string(kMostCharacters) + " characters");
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

Error sum_error(const std::string& what, Size size) {
  return {"rle",
          what + " " + std::to_string(pixels_of(size)) + " pixels of a frame " + std::to_string(size.width) +
              " wide and " + std::to_string(size.height) + " high",
          "\"size\" of the segmentation must be [height, width] of its image"};
}

// ---------------------------------------------------------------------------------------------------- polygons

/// The COCO API rounds corners to a grid of fifths of a pixel. The centre of pixel i lies between lines 5i + 2 and
/// 5i + 3 of it, and an edge switches between outside and inside where it steps over a centre.
using GridLine = std::int64_t;

constexpr GridLine kPerPixel = 5;
constexpr GridLine kBeforeCentre = 2;
/// Farther out than any frame is wide; sums and differences of such numbers are exact, as double too.
constexpr double kFarthest = 1e11;
/// Bounds the memory for outlines that cross the frame over and over.
constexpr std::size_t kCrossingsAtOnce = std::size_t{1} << 20U;

struct GridPoint {
  GridLine x = 0;
  GridLine y = 0;
};

GridLine grid_line(double coordinate) {
  return static_cast<GridLine>(std::clamp(static_cast<double>(kPerPixel) * coordinate + 0.5, -kFarthest, kFarthest));
}

/// The first pixel whose centre is not before the line, or the end of the frame.
int first_pixel_from(GridLine line, int end) {
  return static_cast<int>(std::clamp<GridLine>((line + kPerPixel - 1 - kBeforeCentre) / kPerPixel, 0, end));
}

/// An edge in steps of one line along its longer axis, always from the smaller end, so that neighbours which share it
/// share its pixels too.
class Edge {
 public:
  Edge(GridPoint a, GridPoint b) : flat_(std::abs(b.x - a.x) >= std::abs(b.y - a.y)), from_(a), to_(b) {
    if (flat_ ? a.x > b.x : a.y > b.y) std::swap(from_, to_);
    steps_ = flat_ ? to_.x - from_.x : to_.y - from_.y;
    const GridLine rise = flat_ ? to_.y - from_.y : to_.x - from_.x;
    slope_ = steps_ == 0 ? 0 : static_cast<double>(rise) / static_cast<double>(steps_);
  }

  [[nodiscard]] GridLine left() const { return std::min(from_.x, to_.x); }
  [[nodiscard]] GridLine right() const { return std::max(from_.x, to_.x); }

  /// The upper end of the step from line x to x + 1, which must lie within the edge.
  [[nodiscard]] GridLine top_of_step_over(GridLine x) const {
    if (!flat_) return from_.y + steps_until_past(x) - 1;
    const GridLine steps = x - from_.x;
    return std::min(line_after(steps, from_.y), line_after(steps + 1, from_.y));
  }

 private:
  /// The line of the shorter axis. The COCO API rounds in just this way; a fused multiply-add would differ.
  [[nodiscard]] GridLine line_after(GridLine steps, GridLine start) const {
    const double line = static_cast<double>(start) + slope_ * static_cast<double>(steps);
    return static_cast<GridLine>(line + 0.5);  // NOLINT(bugprone-incorrect-roundings)
  }

  /// Steps of a steep edge until it is on the other side of line x + 1/2: a guess, put right by the rounded lines.
  [[nodiscard]] GridLine steps_until_past(GridLine x) const {
    const auto past = [&](GridLine steps) { return (line_after(steps, from_.x) > x) == (slope_ > 0); };
    const double guess = (static_cast<double>(x - from_.x) + 0.5) / slope_;
    GridLine steps = std::clamp<GridLine>(static_cast<GridLine>(guess), 1, steps_);
    while (steps > 1 && past(steps - 1)) --steps;
    while (steps < steps_ && !past(steps)) ++steps;
    return steps;
  }

  bool flat_;
  GridPoint from_;
  GridPoint to_;
  GridLine steps_ = 0;
  double slope_ = 0;
};

struct Columns {
  int begin = 0;
  int end = 0;
};

void add_crossings(const Edge& edge, Size frame, Columns columns, std::vector<Position>& crossings) {
  const int end = std::min(first_pixel_from(edge.right(), frame.width), columns.end);
  for (int x = std::max(first_pixel_from(edge.left(), frame.width), columns.begin); x < end; ++x) {
    const int y = first_pixel_from(edge.top_of_step_over(kPerPixel * x + kBeforeCentre), frame.height);
    crossings.push_back(static_cast<Position>(x) * static_cast<Position>(frame.height) + static_cast<Position>(y));
  }
}

void add_crossings(std::span<const double> polygon, Size frame, Columns columns, std::vector<Position>& crossings) {
  if (!std::all_of(polygon.begin(), polygon.end(), [](double number) { return std::isfinite(number); })) return;
  const std::size_t points = polygon.size() / 2;
  const auto point = [&](std::size_t i) { return GridPoint{grid_line(polygon[2 * i]), grid_line(polygon[2 * i + 1])}; };
  if (points == 0) return;
  GridPoint last = point(points - 1);
  for (std::size_t i = 0; i < points; ++i) {
    const GridPoint next = point(i);
    add_crossings(Edge(last, next), frame, columns, crossings);
    last = next;
  }
}

/// A closed outline crosses a column an even number of times: from each odd crossing to the next it is inside.
void add_spans(std::span<Position> crossings, std::vector<Span>& spans) {
  std::sort(crossings.begin(), crossings.end());
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    if (crossings[i] < crossings[i + 1]) spans.push_back({crossings[i], crossings[i + 1]});
  }
}

/// Makes run lengths of spans that come in the order of their beginnings; those that touch or overlap become one.
class RunWriter {
 public:
  explicit RunWriter(Size size) : runs_{size, {}} {}

  void add(Span span) {
    const Position end = std::max(span.end, end_);
    if (!runs_.counts.empty() && span.begin <= end_) {
      runs_.counts.back() += length(end_, end);
    } else {
      runs_.counts.push_back(length(end_, span.begin));
      runs_.counts.push_back(length(span.begin, end));
    }
    end_ = end;
  }

  RunLengths finish() {
    const Position end = pixels_of(runs_.size);
    if (end_ < end || runs_.counts.empty()) runs_.counts.push_back(length(end_, end));
    return std::move(runs_);
  }

 private:
  static std::uint32_t length(Position begin, Position end) { return static_cast<std::uint32_t>(end - begin); }

  RunLengths runs_;
  Position end_ = 0;
};

int columns_at_once(const Polygons& polygons, int width) {
  std::size_t points = 1;
  for (const std::vector<double>& polygon : polygons) points += polygon.size() / 2;
  return static_cast<int>(std::clamp<std::size_t>(kCrossingsAtOnce / points, 1, static_cast<std::size_t>(width)));
}

RunLengths fill(const Polygons& polygons, Size frame) {
  assert(pixels_of(frame) <= std::numeric_limits<std::uint32_t>::max());
  RunWriter runs(frame);
  std::vector<Position> crossings;
  std::vector<Span> spans;
  const int step = columns_at_once(polygons, std::max(frame.width, 1));
  for (int x = 0; x < frame.width; x += step) {
    const Columns columns{x, x + std::min(step, frame.width - x)};
    spans.clear();
    for (const std::vector<double>& polygon : polygons) {
      crossings.clear();
      add_crossings(polygon, frame, columns, crossings);
      add_spans(crossings, spans);
    }
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (const Span& span : spans) runs.add(span);
  }
  return runs.finish();
}

// ---------------------------------------------------------------------------------------------------- painting

/// Runs go down the columns, memory goes along the rows. So 64 columns at a time are gathered as the bits of a word for
/// each row, then written row by row: a picture of several megapixels would miss the cache at every pixel otherwise.
template <class T>
class Painter {
 public:
  Painter(Image& mask, T value)
      : mask_(mask), value_(value), rows_(static_cast<std::size_t>(mask.height())), top_(rows_.size()) {}

  void add(Span run) {
    const Position height = rows_.size();
    while (run.begin < run.end) {
      const Position top = run.begin % height;
      const Position bottom = std::min(height, top + run.end - run.begin);
      add_to_column(run.begin / height, top, bottom);
      run.begin += bottom - top;
    }
  }

  /// Writes what was gathered.
  void flush() {
    for (std::size_t y = top_; y < bottom_; ++y) {
      write_row(mask_.row<T>(static_cast<int>(y)) + band_ * kColumns, std::exchange(rows_[y], 0));
    }
    top_ = rows_.size();
    bottom_ = 0;
  }

 private:
  static constexpr std::size_t kColumns = 64;

  void add_to_column(std::size_t x, std::size_t top, std::size_t bottom) {
    if (x / kColumns != band_) flush();
    band_ = x / kColumns;
    top_ = std::min(top_, top);
    bottom_ = std::max(bottom_, bottom);
    const std::uint64_t column = std::uint64_t{1} << x % kColumns;
    for (std::size_t y = top; y < bottom; ++y) rows_[y] |= column;
  }

  void write_row(T* row, std::uint64_t columns) const {
    while (columns != 0) {
      const int begin = std::countr_zero(columns);
      std::fill_n(row + begin, std::countr_one(columns >> begin), value_);
      columns &= columns + (std::uint64_t{1} << begin);  // the carry clears the ones just written
    }
  }

  Image& mask_;
  T value_;
  std::vector<std::uint64_t> rows_;
  std::size_t band_ = 0;
  std::size_t top_;
  std::size_t bottom_ = 0;
};

template <class T>
void paint_inside(const RunLengths& runs, Painter<T> painter) {
  Position begin = 0;
  for (std::size_t i = 0; i < runs.counts.size(); ++i) {
    const Position end = begin + runs.counts[i];
    if (i % 2 == 1) painter.add({begin, end});
    begin = end;
  }
  assert(begin == pixels_of(runs.size));
  painter.flush();
}

}  // namespace

Expected<RunLengths> parse_run_lengths(std::string_view text, Size size) {
  std::vector<std::uint32_t> counts;
  NumberReader numbers(text);
  while (!numbers.at_end()) {
    const std::size_t position = numbers.position();
    const Expected<std::int64_t> number = numbers.next();
    if (!number) return number.error();
    const bool difference = counts.size() >= kFirstDifference;
    const std::int64_t run = *number + (difference ? std::int64_t{counts[counts.size() - 2]} : 0);
    if (run < 0 || run > std::numeric_limits<std::uint32_t>::max()) {
      return damaged("run " + std::to_string(counts.size()) + ", at character " + std::to_string(position) +
                     " of the run lengths, is " + std::to_string(run) + " pixels long");
    }
    counts.push_back(static_cast<std::uint32_t>(run));
  }
  return checked_run_lengths(std::move(counts), size);
}

Expected<RunLengths> checked_run_lengths(std::vector<std::uint32_t> counts, Size size) {
  Position end = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    end += counts[i];
    if (end > pixels_of(size)) {
      return sum_error(
          "run " + std::to_string(i) + " of the run lengths ends at pixel " + std::to_string(end) + ", beyond the",
          size);
    }
  }
  if (end < pixels_of(size)) return sum_error("the run lengths end after " + std::to_string(end) + " of the", size);
  return RunLengths{size, std::move(counts)};
}

RunLengths rasterise(const Segmentation& shape, Size size) {
  if (const auto* polygons = std::get_if<Polygons>(&shape)) return fill(*polygons, size);
  const RunLengths& runs = *std::get_if<RunLengths>(&shape);
  assert(runs.size == size);
  return runs;
}

void paint(Image& mask, const RunLengths& runs, std::int64_t value) {
  assert(mask.channels() == 1 && mask.size() == runs.size);
  visit_dtype(mask.dtype(), [&](auto type) {
    using T = decltype(type);
    paint_inside(runs, Painter<T>(mask, static_cast<T>(value)));
  });
}

std::uint64_t area_of(const RunLengths& runs) {
  std::uint64_t area = 0;
  for (std::size_t i = 1; i < runs.counts.size(); i += 2) area += runs.counts[i];
  return area;
}

}  // namespace augshard
