#include <algorithm>
#include <array>

#include "op/op.h"
#include "ops/kernels/noise.h"
#include "ops/kernels/pointwise.h"
#include "ops/kernels/poisson.h"

namespace augshard {
namespace {

struct ShotNoise {
  Draw photons = Draw::loguniform(20, 500);
};

// Replaces each value by counted(value, its word of the field).
template <class T, class Counted>
void count_values(Image& image, std::uint64_t key, Counted counted) {
  const auto values = image.values<T>();
  std::array<std::uint32_t, kNoiseRun> words;
  for (std::size_t first = 0; first < values.size(); first += kNoiseRun) {
    noise_words(key, first / kNoiseBatch, words);
    const std::size_t count = std::min(kNoiseRun, values.size() - first);
    for (std::size_t i = 0; i < count; ++i) values[first + i] = counted(values[first + i], words[i]);
  }
}

template <class T>
void add_shot_noise(Image& image, std::uint64_t key, double photons) {
  const auto light = [photons](T value) { return Poisson(static_cast<double>(value) / kRange<T> * photons); };
  const double step = kRange<T> / photons;
  const NormalNumber normal;
  const auto pixel = [step, &normal](const Poisson& counts, std::uint32_t word) {
    return to_pixel<T>(static_cast<float>(counts.count(word, normal) * step));
  };
  if constexpr (sizeof(T) <= 2) {
    if (image.value_count() >= kLevels<T>) {
      std::vector<Poisson> levels;
      for (std::size_t v = 0; v < kLevels<T>; ++v) levels.push_back(light(static_cast<T>(v)));
      count_values<T>(image, key, [&](T value, std::uint32_t word) { return pixel(levels[value], word); });
      return;
    }
  }
  count_values<T>(image, key, [&](T value, std::uint32_t word) { return pixel(light(value), word); });
}

void shot_noise(const ShotNoise& params, Image& image, Draws& draws) {
  const double photons = draws.number("photons", params.photons);
  const std::uint64_t key = draws.field_key("noise");
  visit_pixel_type(image.dtype(), [&]<class T>(T) { add_shot_noise<T>(image, key, photons); });
}

}  // namespace

OpInfo op_shot_noise() {
  return OpBuilder<ShotNoise>("shot_noise", "Counts photons: every value becomes a Poisson number with that mean.")
      .param("photons", &ShotNoise::photons, Range{1, 1e6}, Unit::count,
             "Photons that the largest value stands for; fewer are noisier.")
      .example(R"({"op": "shot_noise", "photons": {"loguniform": [20, 500]}})")
      .also_known_as({"ShotNoise", "PoissonNoise", "noise.shot"})
      .pixels(shot_noise);
}

}  // namespace augshard
