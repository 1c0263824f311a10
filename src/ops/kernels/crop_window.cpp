#include "ops/kernels/crop_window.h"

#include <algorithm>

#include "geometry/steps.h"

namespace augshard {
namespace {

std::string text_of(Size size) { return std::to_string(size.height) + "x" + std::to_string(size.width); }

// A position of a window's edge at which `length` pixels from `first` on lie within the `window` pixels, or the window
// within them where they are more; whole, and within a frame of `extent` >= `window` pixels.
int draw_window_holding(std::string_view name, int first, int length, int window, int extent, Draws& draws) {
  const int last = first + length - window;
  const int low = std::clamp(std::min(first, last), 0, extent - window);
  const int high = std::clamp(std::max(first, last), 0, extent - window);
  return low + static_cast<int>(draws.below(name, high - low + 1));
}

}  // namespace

Expected<Roomy> make_room(Size in, Size wanted, const std::string& if_smaller) {
  if (in.height >= wanted.height && in.width >= wanted.width) return Roomy{in, crop_step(in, 0, 0)};
  if (if_smaller == "error") {
    return Error{"too-small",
                 "a crop of " + text_of(wanted) + " (height x width) does not fit an image of " + text_of(in),
                 R"(set "if_smaller" to "pad" or "resize")"};
  }
  if (if_smaller == "resize") {
    const double scale =
        std::max(static_cast<double>(wanted.height) / in.height, static_cast<double>(wanted.width) / in.width);
    const Size frame{std::max(wanted.height, whole_pixels(in.height * scale)),
                     std::max(wanted.width, whole_pixels(in.width * scale))};
    return Roomy{frame, resize_step(in, frame)};
  }
  const Size frame{std::max(in.height, wanted.height), std::max(in.width, wanted.width)};
  const int left = (frame.width - in.width) / 2;
  const int top = (frame.height - in.height) / 2;
  Roomy room{frame, crop_step(frame, -left, -top)};
  room.step.makes_area = true;
  return room;
}

Point place_in(const Roomy& room, Point p) { return room.step.to_input.inverse().value().apply(p).value(); }

Corner draw_corner(Size frame, Size wanted, Draws& draws) {
  const auto x = static_cast<int>(draws.below("x", frame.width - wanted.width + 1));
  return {x, static_cast<int>(draws.below("y", frame.height - wanted.height + 1))};
}

Step draw_window(const Roomy& room, Size wanted, const std::optional<Rect>& held, Draws& draws) {
  if (!held) {
    const Corner corner = draw_corner(room.frame, wanted, draws);
    return window_step(room, wanted, corner.x, corner.y);
  }
  const int x = draw_window_holding("x", held->x, held->width, wanted.width, room.frame.width, draws);
  const int y = draw_window_holding("y", held->y, held->height, wanted.height, room.frame.height, draws);
  return window_step(room, wanted, x, y);
}

Shape with_size(Shape in, std::optional<Size> size) {
  in.size = size;
  return in;
}

Step window_step(const Roomy& room, Size wanted, int x, int y) {
  Step step = room.step;
  step.output = wanted;
  step.to_input = step.to_input * Projective::translation(x, y);
  return step;
}

}  // namespace augshard
