#pragma once

#include <vector>

#include "sample/image.h"

namespace augshard {

/// Where each pixel of one axis reads when the image is enlarged by `zoom` about its centre: the value is
/// v[first] + share (v[second] - v[first]). What would be outside is the edge's value.
struct ZoomAxis {
  struct Place {
    int first = 0, second = 0;
    float share = 0;
  };
  std::vector<Place> places;

  ZoomAxis(int size, double zoom);
};

/// Calls write(y, row) for each row of an image of floats, enlarged bilinearly by `zoom` about its centre. The row may
/// be used until the next call.
template <class Write>
void zoom_rows(const Image& floats, double zoom, Write write) {
  const ZoomAxis across(floats.width(), zoom);
  const ZoomAxis down(floats.height(), zoom);
  const auto channels = static_cast<std::size_t>(floats.channels());
  std::vector<float> line(floats.row_values());
  std::vector<float> row(floats.row_values());
  for (int y = 0; y < floats.height(); ++y) {
    const ZoomAxis::Place& place = down.places[static_cast<std::size_t>(y)];
    const float* const above = floats.row<float>(place.first);
    const float* const below = floats.row<float>(place.second);
    for (std::size_t i = 0; i < line.size(); ++i) line[i] = above[i] + place.share * (below[i] - above[i]);
    float* to = row.data();
    for (const ZoomAxis::Place& p : across.places) {
      const float* const left = line.data() + static_cast<std::size_t>(p.first) * channels;
      const float* const right = line.data() + static_cast<std::size_t>(p.second) * channels;
      for (std::size_t c = 0; c < channels; ++c) *to++ = left[c] + p.share * (right[c] - left[c]);
    }
    write(y, row.data());
  }
}

}  // namespace augshard
