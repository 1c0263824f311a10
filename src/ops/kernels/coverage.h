#pragma once

#include <span>
#include <vector>

#include "sample/annotation.h"
#include "sample/image.h"

namespace augshard {

/// How much of each pixel something hides: an image of one float channel, 0 to 1. Shapes are given in edge coordinates
/// (the pixel of column x and row y is [x, x + 1] x [y, y + 1]) and may overhang. A shape of opacity a that has the
/// part s of a pixel leaves 1 - (1 - c)(1 - a s) of its coverage c. Double arithmetic in a fixed order.
Image no_coverage(Size size);

/// A simple polygon, either way round, with its exact area in each pixel.
void cover_polygon(Image& coverage, std::span<const Point> corners, double opacity);

/// A straight streak: the rectangle of this length and width about `centre`, its length along (dx, dy), a unit vector.
void cover_streak(Image& coverage, Point centre, Point direction, double length, double width, double opacity);

/// A disc whose edge falls off linearly over `edge` pixels (at least one), half of it inside the radius.
void cover_disc(Image& coverage, Point centre, double radius, double edge, double opacity);

/// A glow: (1 - (d / radius)^2)^2 at the distance d of a pixel's centre from `centre`.
void cover_glow(Image& coverage, Point centre, double radius, double opacity);

/// What stands over an image where it is covered.
struct Veil {
  std::vector<double> color;  ///< fraction of the range: one number, or one a channel
  double opacity = 1;
  double light = 1;  ///< factor of the image below, everywhere
};

/// Each value v becomes (1 - w) light v + w color with w = opacity * coverage; rounded and clipped once.
void blend(Image& image, const Image& coverage, const Veil& veil);

/// Channel counts that a list of one number, or one a channel, allows; empty = any.
std::vector<int> channels_of_color(const std::vector<double>& color);

}  // namespace augshard
