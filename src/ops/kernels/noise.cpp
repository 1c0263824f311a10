#include "ops/kernels/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/exact_math.h"
#include "ops/kernels/pixel.h"
#include "random/stream.h"

namespace augshard {
namespace {

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double sum = 0;
  for (std::size_t i = N; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

constexpr std::array<double, 8> kA{3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                   1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                   3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array<double, 8> kB{1.0,
                                   4.2313330701600911252e+1,
                                   6.8718700749205790830e+2,
                                   5.3941960214247511077e+3,
                                   2.1213794301586595867e+4,
                                   3.9307895800092710610e+4,
                                   2.8729085735721942674e+4,
                                   5.2264952788528545610e+3};
constexpr std::array<double, 8> kC{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                   3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> kD{1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr std::array<double, 8> kE{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                   2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> kF{1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};

// The inverse of a distribution at the midpoints of 65536 equal intervals, times `unit`, as 16-bit numbers.
struct NoiseTable {
  double unit;
  std::vector<std::int16_t> values;

  template <class Inverse>
  NoiseTable(double scale, Inverse inverse) : unit(scale), values(65536) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double p = (static_cast<double>(i) + 0.5) / 65536.0;
      values[i] = static_cast<std::int16_t>(std::nearbyint(inverse(p) * unit));
    }
  }
};

double inverse_uniform(double p) { return (2 * p - 1) * std::numbers::sqrt3; }
double inverse_laplace(double p) {
  return (p < 0.5 ? exact::log(2 * p) : -exact::log(2 * (1 - p))) / std::numbers::sqrt2;
}

// The units leave room for the largest numbers: 4.33, 1.73 and 7.84.
const NoiseTable& normal_table() {
  static const NoiseTable table(7168, inverse_normal);
  return table;
}
const NoiseTable& uniform_table() {
  static const NoiseTable table(16384, inverse_uniform);
  return table;
}
const NoiseTable& laplace_table() {
  static const NoiseTable table(4096, inverse_laplace);
  return table;
}

const NoiseTable& table_of(Distribution distribution) {
  switch (distribution) {
    case Distribution::normal: break;
    case Distribution::uniform: return uniform_table();
    case Distribution::laplace: return laplace_table();
  }
  return normal_table();
}

// Philox4x32-10 (Salmon et al. 2011).
struct Philox {
  std::uint32_t c0, c1, c2, c3, k0, k1;

  void round() {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * c0;
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * c2;
    *this = {static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0,
             static_cast<std::uint32_t>(p1),
             static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1,
             static_cast<std::uint32_t>(p0),
             k0 + 0x9E3779B9U,
             k1 + 0xBB67AE85U};
  }
};

// The rounds stand one by one, since only a loop without another one inside becomes vector code.
void noise_batch(std::uint64_t key, std::uint64_t first_block, std::uint32_t* words) {
  constexpr std::size_t kSide = kNoiseBatch / 4;
  const auto k0 = static_cast<std::uint32_t>(key);
  const auto k1 = static_cast<std::uint32_t>(key >> 32);
  const auto low = static_cast<std::uint32_t>(first_block);
  const auto high = static_cast<std::uint32_t>(first_block >> 32);
  for (std::size_t i = 0; i < kSide; ++i) {
    Philox block{low + static_cast<std::uint32_t>(i), high, 0, 0, k0, k1};
    block.round(), block.round(), block.round(), block.round(), block.round();
    block.round(), block.round(), block.round(), block.round(), block.round();
    words[i] = block.c0;
    words[kSide + i] = block.c1;
    words[2 * kSide + i] = block.c2;
    words[3 * kSide + i] = block.c3;
  }
}

using NoiseRun = std::array<std::int16_t, kNoiseRun>;

// Values first .. first + kNoiseRun - 1 of the field, first a multiple of kNoiseRun.
void noise_run(std::uint64_t key, std::size_t first, const NoiseTable& table, NoiseRun& run) {
  std::array<std::uint32_t, kNoiseRun / 2> words;
  noise_words(key, first / 2 / kNoiseBatch, words);
  const std::int16_t* const values = table.values.data();
  for (std::size_t i = 0; i < words.size(); ++i) {
    run[2 * i] = values[words[i] & 0xFFFFU];
    run[2 * i + 1] = values[words[i] >> 16];
  }
}

template <class T, class Combine>
void combine_run(T* values, const std::int16_t* noise, std::size_t count, Combine combine) {
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = to_pixel<T>(combine(static_cast<float>(values[i]), static_cast<float>(noise[i])));
  }
}

// Replaces each value by combine(value, its number of the table), both as floats.
template <class T, class Combine>
void combine_noise(Image& image, std::uint64_t key, const NoiseTable& table, bool per_channel, Combine combine) {
  const std::size_t repeat = per_channel ? 1 : static_cast<std::size_t>(image.channels());
  const std::size_t count = image.value_count() / repeat;
  T* const values = image.values<T>().data();
  NoiseRun run;
  std::vector<std::int16_t> spread(repeat > 1 ? kNoiseRun * repeat : 0);
  for (std::size_t first = 0; first < count; first += kNoiseRun) {
    const std::size_t length = std::min(kNoiseRun, count - first);
    noise_run(key, first, table, run);
    for (std::size_t i = 0; i < spread.size(); ++i) spread[i] = run[i / repeat];
    combine_run(values + first * repeat, repeat > 1 ? spread.data() : run.data(), length * repeat, combine);
  }
}

}  // namespace

double inverse_normal(double p) {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  const double r = std::sqrt(-exact::log(q < 0 ? p : 1 - p));
  const double z =
      r <= 5 ? polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6) : polynomial(kE, r - 5) / polynomial(kF, r - 5);
  return q < 0 ? -z : z;
}

void noise_words(std::uint64_t key, std::uint64_t first_batch, std::span<std::uint32_t> words) {
  for (std::size_t i = 0; i < words.size(); i += kNoiseBatch) {
    noise_batch(key, (first_batch * kNoiseBatch + i) / 4, &words[i]);
  }
}

std::array<double, 4> unit_numbers(std::uint64_t key, std::uint64_t index) {
  std::array<double, 4> numbers;
  std::ranges::transform(noise_block(key, index), numbers.begin(), [](std::uint32_t word) { return word * 0x1p-32; });
  return numbers;
}

void add_noise(Image& image, std::uint64_t key, Distribution distribution, double deviation, bool per_channel) {
  const NoiseTable& table = table_of(distribution);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto scale = static_cast<float>(deviation * kRange<T> / table.unit);
    combine_noise<T>(image, key, table, per_channel, [scale](float v, float noise) { return v + noise * scale; });
  });
}

void add_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel) {
  add_noise(image, key, Distribution::normal, deviation, per_channel);
}

void multiply_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel) {
  const NoiseTable& table = normal_table();
  const auto scale = static_cast<float>(deviation / table.unit);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    combine_noise<T>(image, key, table, per_channel, [scale](float v, float noise) { return v + v * (noise * scale); });
  });
}

void normal_numbers(std::uint64_t key, std::size_t first, std::span<float> numbers) {
  NoiseRun run;
  noise_run(key, first, normal_table(), run);
  const auto unit = static_cast<float>(1 / normal_table().unit);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(run[i]) * unit;
}

NormalNumber::NormalNumber()
    : table_(normal_table().values.data()), unit_(static_cast<float>(1 / normal_table().unit)) {}

void add_salt_and_pepper(Image& image, std::uint64_t key, double amount, double salt) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t pixels = image.value_count() / channels;
  const auto changed = static_cast<std::uint64_t>(amount * 0x1p32);
  const auto salted = static_cast<std::uint64_t>(amount * salt * 0x1p32);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    T* const values = image.values<T>().data();
    std::array<std::uint32_t, kNoiseRun> words;
    for (std::size_t first = 0; first < pixels; first += kNoiseRun) {
      noise_words(key, first / kNoiseBatch, words);
      for (std::size_t i = 0; i < std::min(kNoiseRun, pixels - first); ++i) {
        if (words[i] >= changed) continue;
        std::fill_n(values + (first + i) * channels, channels, words[i] < salted ? from_fraction<T>(1) : T{0});
      }
    }
  });
}

}  // namespace augshard
