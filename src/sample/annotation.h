#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sample/image.h"

namespace augshard {

/// A position in edge coordinates: x right, y down, pixel (i, j) covers [i, i+1) x [j, j+1), its centre at +0.5.
struct Point {
  double x = 0;
  double y = 0;
};

/// An upright box in edge coordinates: x from 0 to the width, y from 0 to the height of the image.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool operator==(const Box&) const = default;
};

struct LabeledBox {
  Box box;
  std::int64_t label = 0;
};

/// How people write the four numbers of a box: corners, corner and size, centre and size; in pixels, or (rel_) as
/// fractions of width and height.
enum class BoxFormat : std::uint8_t { xyxy, xywh, cxcywh, yxyx, rel_xyxy, rel_xywh, rel_cxcywh, rel_yxyx };
bool is_relative(BoxFormat format);
std::string_view name_of(BoxFormat format);  ///< "xyxy", "rel_cxcywh", ...
/// All of them, in the order of the enum.
inline constexpr std::array kBoxFormats{BoxFormat::xyxy,       BoxFormat::xywh,     BoxFormat::cxcywh,
                                        BoxFormat::yxyx,       BoxFormat::rel_xyxy, BoxFormat::rel_xywh,
                                        BoxFormat::rel_cxcywh, BoxFormat::rel_yxyx};

/// The box that four numbers stand for in an image of `size`, and back. A negative width or height gives x1 < x0.
Box box_of(const std::array<double, 4>& numbers, BoxFormat format, Size size);
std::array<double, 4> numbers_of(const Box& box, BoxFormat format, Size size);

/// One annotated thing. Its box travels as a polygon, so that turning back undoes a turn, whatever ops stand between.
struct Object {
  std::vector<Point> outline;  ///< around what is left of the box; empty where nothing is
  std::int64_t label = 0;
  double visible = 1;  ///< share of the original box's area that is left
};

Object object_of(const Box& box, std::int64_t label);
/// The upright box around a polygon of at least one point.
Box bounds_of(std::span<const Point> polygon);
/// Area within a polygon, in px^2, whichever way it runs.
double area_of(std::span<const Point> polygon);
/// The part of a polygon within the frame (Sutherland-Hodgman); empty where no area is left.
std::vector<Point> clipped(std::span<const Point> polygon, Size frame);

/// COCO's numbers: 0 not there, 1 there but covered, 2 seen.
enum class Visibility : std::uint8_t { absent = 0, hidden = 1, visible = 2 };

/// A point in edge coordinates. An absent one has no place: (0, 0).
struct Keypoint {
  double x = 0, y = 0;
  Visibility visibility = Visibility::visible;
};

/// The keypoints of one thing, in the order that the target declares.
using KeypointSet = std::vector<Keypoint>;

/// How keypoints are written: x, y, and COCO's visibility; in pixels, or (rel_) as fractions of width and height.
enum class KeypointFormat : std::uint8_t { xy, xyv, rel_xy, rel_xyv };
/// Numbers a point: 2 or 3.
std::size_t values_of(KeypointFormat format);
std::string_view name_of(KeypointFormat format);  ///< "xy", "rel_xyv", ...
/// All of them, in the order of the enum.
inline constexpr std::array kKeypointFormats{KeypointFormat::xy, KeypointFormat::xyv, KeypointFormat::rel_xy,
                                             KeypointFormat::rel_xyv};

/// What the numbers of a point mean. Pixels are edge coordinates, or, in the index convention, count from the centre of
/// the first pixel; fractions are always of the edges.
struct KeypointNotation {
  KeypointFormat format = KeypointFormat::xyv;
  bool index_convention = true;
};

/// The point that values_of(format) numbers stand for; without a visibility it is visible. A visibility other than 0
/// and 1 counts as 2.
Keypoint keypoint_of(std::span<const double> numbers, KeypointNotation notation, Size size);
/// Appends the numbers of a point; all are 0 where it is absent.
void append_numbers(const Keypoint& point, KeypointNotation notation, Size size, std::vector<double>& numbers);

}  // namespace augshard
