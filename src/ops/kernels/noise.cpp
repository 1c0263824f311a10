#include "ops/kernels/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/exact_math.h"
#include "ops/kernels/pixel.h"

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

// z * kUnit as a 16-bit number; the largest of the table is 4.33.
constexpr double kUnit = 7168;

// The inverse normal distribution at the midpoints of 65536 equal intervals.
const std::vector<std::int16_t>& normal_table() {
  static const auto table = [] {
    std::vector<std::int16_t> z(65536);
    for (std::size_t i = 0; i < z.size(); ++i) {
      const double p = (static_cast<double>(i) + 0.5) / 65536.0;
      z[i] = static_cast<std::int16_t>(std::nearbyint(inverse_normal(p) * kUnit));
    }
    return z;
  }();
  return table;
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

constexpr std::size_t kRun = 1024;
using NormalRun = std::array<std::int16_t, kRun>;

// Values first .. first + kRun - 1 of the field, first a multiple of kRun.
void normal_run(std::uint64_t key, std::size_t first, NormalRun& run) {
  std::array<std::uint32_t, kRun / 2> words;
  noise_words(key, first / 2 / kNoiseBatch, words);
  const std::int16_t* const table = normal_table().data();
  for (std::size_t i = 0; i < words.size(); ++i) {
    run[2 * i] = table[words[i] & 0xFFFFU];
    run[2 * i + 1] = table[words[i] >> 16];
  }
}

template <class T>
void add_run(T* values, const std::int16_t* noise, std::size_t count, float scale) {
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = to_pixel<T>(static_cast<float>(values[i]) + static_cast<float>(noise[i]) * scale);
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

void add_normal_noise(Image& image, std::uint64_t key, double deviation, bool per_channel) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t repeat = per_channel ? 1 : channels;
  const std::size_t count = image.value_count() / repeat;
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    const auto scale = static_cast<float>(deviation * kRange<T> / kUnit);
    T* const values = image.values<T>().data();
    NormalRun run;
    std::vector<std::int16_t> spread(repeat > 1 ? kRun * repeat : 0);
    for (std::size_t first = 0; first < count; first += kRun) {
      const std::size_t length = std::min(kRun, count - first);
      normal_run(key, first, run);
      for (std::size_t i = 0; i < spread.size(); ++i) spread[i] = run[i / repeat];
      add_run(values + first * repeat, repeat > 1 ? spread.data() : run.data(), length * repeat, scale);
    }
  });
}

void add_salt_and_pepper(Image& image, std::uint64_t key, double amount, double salt) {
  const auto channels = static_cast<std::size_t>(image.channels());
  const std::size_t pixels = image.value_count() / channels;
  const auto changed = static_cast<std::uint64_t>(amount * 0x1p32);
  const auto salted = static_cast<std::uint64_t>(amount * salt * 0x1p32);
  visit_pixel_type(image.dtype(), [&]<class T>(T) {
    T* const values = image.values<T>().data();
    std::array<std::uint32_t, kRun> words;
    for (std::size_t first = 0; first < pixels; first += kRun) {
      noise_words(key, first / kNoiseBatch, words);
      for (std::size_t i = 0; i < std::min(kRun, pixels - first); ++i) {
        if (words[i] >= changed) continue;
        std::fill_n(values + (first + i) * channels, channels, words[i] < salted ? from_fraction<T>(1) : T{0});
      }
    }
  });
}

}  // namespace augshard
