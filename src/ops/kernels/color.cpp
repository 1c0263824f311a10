#include "ops/kernels/color.h"

#include <cmath>

#include "ops/kernels/statistics.h"
#include "ops/kernels/widest.h"

namespace augshard {
namespace {

constexpr std::size_t kPixels = RgbBlock::kPixels;

float smaller(float a, float b) { return a < b ? a : b; }
float larger(float a, float b) { return a > b ? a : b; }
float within(float x, float low, float high) { return smaller(larger(x, low), high); }

struct Rgb {
  float red, green, blue;
};

// The pixel's hue in units of its chroma (sixths of the circle times chroma, so that nothing is divided), turned by
// `sextants` in [1, 7); then each channel's place on the hexcone, between the pixel's smallest and largest value.
Rgb turned(float r, float g, float b, float high, float low, float sextants) {
  const float chroma = high - low;
  const float red_or_green = r == high ? 0.0F : 2.0F * chroma;
  const float not_blue_numerator = r == high ? g - b : b - r;
  const bool blue = g != high && r != high;
  float hue = (blue ? 4.0F * chroma : red_or_green) + (blue ? r - g : not_blue_numerator) + sextants * chroma;
  hue -= hue >= 6.0F * chroma ? 6.0F * chroma : 0.0F;
  const float reach = low + 2.0F * chroma;
  return {within(low - chroma + std::fabs(hue - 3.0F * chroma), low, high),
          within(reach - std::fabs(hue - 2.0F * chroma), low, high),
          within(reach - std::fabs(hue - 4.0F * chroma), low, high)};
}

// Turns by 1 to 7 sixths keep the sum with a hue of -1 or more above 0.
float positive_turn(float sextants) { return sextants < 1.0F ? sextants + 6.0F : sextants; }

void gray_of_loop(const RgbBlock& block, RgbBlock::Plane& gray) {
  constexpr auto kR = static_cast<float>(kRedWeight);
  constexpr auto kG = static_cast<float>(kGreenWeight);
  constexpr auto kB = static_cast<float>(kBlueWeight);
  for (std::size_t i = 0; i < kPixels; ++i) gray[i] = kR * block.red[i] + kG * block.green[i] + kB * block.blue[i];
}

double sum_of_loop(const RgbBlock::Plane& plane, std::size_t count) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> partial{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t j = 0; j < kLanes; ++j) partial[j] += plane[i + j];
  }
  double sum = 0;
  for (const float lane : partial) sum += static_cast<double>(lane);
  for (; i < count; ++i) sum += static_cast<double>(plane[i]);
  return sum;
}

void turn_hue_loop(RgbBlock& block, float sextants) {
  const float turn = positive_turn(sextants);
  for (std::size_t i = 0; i < kPixels; ++i) {
    const float r = block.red[i];
    const float g = block.green[i];
    const float b = block.blue[i];
    const Rgb out = turned(r, g, b, larger(larger(r, g), b), smaller(smaller(r, g), b), turn);
    block.red[i] = out.red;
    block.green[i] = out.green;
    block.blue[i] = out.blue;
  }
}

void shift_hsv_loop(RgbBlock& block, float sextants, float saturation, float value, float most) {
  turn_hue_loop(block, sextants);
  for (std::size_t i = 0; i < kPixels; ++i) {
    const float r = block.red[i];
    const float g = block.green[i];
    const float b = block.blue[i];
    const float high = larger(larger(r, g), b);
    const float low = smaller(smaller(r, g), b);
    const float chroma = high - low;
    const float shifted = within(chroma / (high > 0.0F ? high : 1.0F) + saturation, 0.0F, 1.0F);
    const float new_high = within(high + value, 0.0F, most);
    const float new_chroma = chroma > 0.0F ? shifted * new_high : 0.0F;
    // Each channel keeps its place between the lowest and the highest one.
    const float scale = new_chroma / (chroma > 0.0F ? chroma : 1.0F);
    block.red[i] = new_high - (high - r) * scale;
    block.green[i] = new_high - (high - g) * scale;
    block.blue[i] = new_high - (high - b) * scale;
  }
}

void scale_hsv_loop(RgbBlock& block, float saturation, float value, float most) {
  for (std::size_t i = 0; i < kPixels; ++i) {
    const float r = block.red[i];
    const float g = block.green[i];
    const float b = block.blue[i];
    const float high = larger(larger(r, g), b);
    const float chroma = high - smaller(smaller(r, g), b);
    const float room = larger(high / (chroma > 0.0F ? chroma : 1.0F), 1.0F);
    const float spread = smaller(saturation, room);
    const float gain = high > 0.0F ? smaller(value, most / high) : value;
    block.red[i] = (high - (high - r) * spread) * gain;
    block.green[i] = (high - (high - g) * spread) * gain;
    block.blue[i] = (high - (high - b) * spread) * gain;
  }
}

void mix_loop(RgbBlock& block, const GrayMix& m, const RgbBlock::Plane& before, const RgbBlock::Plane& after) {
  for (std::size_t i = 0; i < kPixels; ++i) {
    const float common = m.before_weight * before[i] + m.after_weight * after[i] + m.offset;
    block.red[i] = m.scale * block.red[i] + common;
    block.green[i] = m.scale * block.green[i] + common;
    block.blue[i] = m.scale * block.blue[i] + common;
  }
}

}  // namespace

void gray_of(const RgbBlock& block, RgbBlock::Plane& gray) { widest<gray_of_loop>(block, gray); }

double sum_of(const RgbBlock::Plane& plane, std::size_t count) { return widest<sum_of_loop>(plane, count); }

void turn_hue(RgbBlock& block, float sextants) { widest<turn_hue_loop>(block, sextants); }

void shift_hsv(RgbBlock& block, float sextants, float saturation, float value, float most) {
  widest<shift_hsv_loop>(block, sextants, saturation, value, most);
}

void scale_hsv(RgbBlock& block, float saturation, float value, float most) {
  widest<scale_hsv_loop>(block, saturation, value, most);
}

void mix(RgbBlock& block, const GrayMix& m, const RgbBlock::Plane& before, const RgbBlock::Plane& after) {
  widest<mix_loop>(block, m, before, after);
}

Image luma_of(const Image& image) {
  Image luma(image.size(), 1, image.dtype());
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto from = image.values<T>();
    const auto to = luma.values<T>();
    for (std::size_t i = 0; i < to.size(); ++i) {
      const auto weighted = [&](double weight, std::size_t c) { return weight * static_cast<double>(from[3 * i + c]); };
      to[i] = to_pixel<T>(
          static_cast<float>(weighted(kRedWeight, 0) + weighted(kGreenWeight, 1) + weighted(kBlueWeight, 2)));
    }
  });
  return luma;
}

void shift_luma(Image& image, const Image& before, const Image& after) {
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    if constexpr (std::is_integral_v<T>) {
      const auto values = image.values<T>();
      for (std::size_t i = 0; i < values.size(); ++i) {
        const int change = int{after.values<T>()[i / 3]} - int{before.values<T>()[i / 3]};
        values[i] = static_cast<T>(std::clamp<int>(values[i] + change, 0, std::numeric_limits<T>::max()));
      }
    }
  });
}

}  // namespace augshard
