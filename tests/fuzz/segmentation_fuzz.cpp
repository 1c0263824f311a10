// Run lengths as text, and polygons, in frames of any small size: runs fill the frame, text that is read is written to
// text that reads the same, and a union of polygons paints what they paint one by one.
#include <algorithm>
#include <bit>
#include <numeric>

#include "codec/run_lengths.h"
#include "codec/segmentation.h"
#include "fuzz/fuzz.h"

using namespace augshard;
using namespace augshard::fuzz;

namespace {

std::uint64_t sum(const RunLengths& runs) {
  return std::accumulate(runs.counts.begin(), runs.counts.end(), std::uint64_t{0});
}

Image painted(const std::vector<RunLengths>& shapes, Size size) {
  Image mask(size, 1, DType::uint8);
  std::ranges::fill(mask.values<std::uint8_t>(), std::uint8_t{0});
  for (const RunLengths& runs : shapes) paint(mask, runs, 1);
  return mask;
}

void check_runs(const RunLengths& runs) {
  require(sum(runs) == static_cast<std::uint64_t>(runs.size.height) * static_cast<std::uint64_t>(runs.size.width));
  const Image mask = painted({runs}, runs.size);
  std::uint64_t ones = 0;
  for (int y = 0; y < runs.size.height; ++y) {
    for (int x = 0; x < runs.size.width; ++x) ones += mask.row<std::uint8_t>(y)[x];
  }
  require(ones == area_of(runs));
}

void check_text(std::string_view text, Size size) {
  const auto runs = parse_run_lengths(text, size);
  if (!runs) return;
  check_runs(*runs);
  const auto again = parse_run_lengths(test::run_length_text(runs->counts), size);
  require(again.has_value() && again->counts == runs->counts);
}

/// Up to three polygons: each begins with how many points it has and how their numbers are written.
Polygons polygons_of(Input& input) {
  Polygons polygons;
  while (polygons.size() < 3 && !input.empty()) {
    const unsigned head = input.u8();
    auto& polygon = polygons.emplace_back();
    for (unsigned i = 0; i < 2 * (head & 0xFU); ++i) {
      polygon.push_back(head < 0x80U ? static_cast<double>(input.number(2)) / 256 - 64
                                     : std::bit_cast<double>(input.number(8)));
    }
  }
  return polygons;
}

void check_polygons(const Polygons& polygons, Size size) {
  const RunLengths whole = rasterise(polygons, size);
  check_runs(whole);
  std::vector<RunLengths> parts;
  for (const auto& polygon : polygons) parts.push_back(rasterise(Polygons{polygon}, size));
  const Image united = painted({whole}, size);
  const Image one_by_one = painted(parts, size);
  require(std::ranges::equal(united.bytes(), one_by_one.bytes()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(bytes_of(data, size));
  const bool text = input.u8() == 't';
  const int height = 1 + input.u8();
  const int width = 1 + input.u8();
  if (text) check_text(text_of(input.rest()), {height, width});
  if (!text) check_polygons(polygons_of(input), {height, width});
  return 0;
}
