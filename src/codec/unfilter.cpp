#include "codec/unfilter.h"

#include <array>
#include <cstdlib>
#include <cstring>

namespace augshard {
namespace {

constexpr std::uint8_t kNone = 0;
constexpr std::uint8_t kSub = 1;
constexpr std::uint8_t kUp = 2;
constexpr std::uint8_t kAverage = 3;
constexpr std::uint8_t kPaeth = 4;

std::uint8_t sum(std::uint8_t a, int b) { return static_cast<std::uint8_t>(a + b); }

/// The neighbour nearest to left + above - corner; ties go to left, then above. Written without branches: the choice
/// is not predictable.
int paeth(int left, int above, int corner) {
  const int to_left = std::abs(above - corner);
  const int to_above = std::abs(left - corner);
  const int to_corner = std::abs(left + above - 2 * corner);
  const int nearer = to_above <= to_corner ? above : corner;
  const int smallest = to_above <= to_corner ? to_above : to_corner;
  return to_left <= smallest ? left : nearer;
}

// The left and corner pixels stay in registers: N is known when this is compiled.
template <std::size_t N>
void undo(std::uint8_t filter, std::span<const std::uint8_t> in, const std::uint8_t* prior, std::uint8_t* out) {
  std::array<std::uint8_t, N> left{};
  std::array<std::uint8_t, N> corner{};
  const std::size_t size = in.size() / N * N;
  switch (filter) {
    case kSub:
      for (std::size_t i = 0; i < size; i += N) {
        for (std::size_t c = 0; c < N; ++c) out[i + c] = left[c] = sum(in[i + c], left[c]);
      }
      return;
    case kAverage:
      for (std::size_t i = 0; i < size; i += N) {
        for (std::size_t c = 0; c < N; ++c) out[i + c] = left[c] = sum(in[i + c], (left[c] + prior[i + c]) / 2);
      }
      return;
    default:
      for (std::size_t i = 0; i < size; i += N) {
        for (std::size_t c = 0; c < N; ++c) {
          const std::uint8_t above = prior[i + c];
          out[i + c] = left[c] = sum(in[i + c], paeth(left[c], above, corner[c]));
          corner[c] = above;
        }
      }
  }
}

}  // namespace

bool unfilter_row(std::uint8_t filter, std::span<const std::uint8_t> filtered, const std::uint8_t* prior,
                  std::uint8_t* out, std::size_t pixel_bytes) {
  if (filter > kPaeth) return false;
  if (filter == kNone) {
    if (out != filtered.data() && !filtered.empty()) std::memcpy(out, filtered.data(), filtered.size());
    return true;
  }
  if (filter == kUp) {
    for (std::size_t i = 0; i < filtered.size(); ++i) out[i] = sum(filtered[i], prior[i]);
    return true;
  }
  switch (pixel_bytes) {
    case 1: undo<1>(filter, filtered, prior, out); break;
    case 2: undo<2>(filter, filtered, prior, out); break;
    case 3: undo<3>(filter, filtered, prior, out); break;
    case 4: undo<4>(filter, filtered, prior, out); break;
    case 6: undo<6>(filter, filtered, prior, out); break;
    default: undo<8>(filter, filtered, prior, out); break;
  }
  return true;
}

}  // namespace augshard
