#include "geometry/resample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "geometry/border.h"
#include "geometry/kernels.h"
#include "geometry/pictures.h"
#include "geometry/steps.h"
#include "geometry/warp.h"

namespace augshard::baseline {
extern const Kernels kKernels;
}

using namespace augshard;
using namespace augshard::pictures;

namespace {

std::vector<int> values(const Image& image) {
  const auto bytes = image.values<std::uint8_t>();
  return {bytes.begin(), bytes.end()};
}

Image counting(Size size) {
  Image image(size, 1, DType::uint8);
  std::uint8_t next = 1;
  for (auto& value : image.values<std::uint8_t>()) value = next++;
  return image;
}

Image nearest(const Image& image, const Chain& chain, Border border = Border::constant, double fill = 99) {
  return resample(image, chain, sampling_of(chain, Interpolation::nearest, border, fill));
}

/// A random step whose positions are whole: flips, turns, crops inside the frame, pads.
Step whole_step(Size in, RandomStream& random) {
  const auto below = [&](int n) { return static_cast<int>(random.bits() % static_cast<std::uint64_t>(n)); };
  switch (below(5)) {
    case 0: return flip_step(in, true, false);
    case 1: return flip_step(in, false, true);
    case 2: return quarter_turn_step(in, below(4));
    case 3: {
      const Size out{1 + below(in.height), 1 + below(in.width)};
      return crop_step(out, below(in.width - out.width + 1), below(in.height - out.height + 1));
    }
    default: {
      const int left = below(3);
      const int top = below(3);
      Step step = crop_step({in.height + top + below(3), in.width + left + below(3)}, -left, -top);
      step.makes_area = true;
      return step;
    }
  }
}

/// Bilinear interpolation in double precision at a position in edge coordinates; reflect101 beyond the edges.
double exact_linear(const Image& image, Point p, int channel) {
  const double x = p.x - 0.5;
  const double y = p.y - 0.5;
  const int x0 = static_cast<int>(std::floor(x));
  const int y0 = static_cast<int>(std::floor(y));
  const auto at = [&](int i, int j) {
    i = fold_index(i, image.width(), Border::reflect101);
    j = fold_index(j, image.height(), Border::reflect101);
    return visit_dtype(image.dtype(), [&](auto zero) {
      return static_cast<double>(image.row<decltype(zero)>(j)[i * image.channels() + channel]);
    });
  };
  const double fx = x - x0;
  const double fy = y - y0;
  return (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy) +
         (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
}

double worst_difference(const Image& image, const Image& output, const Chain& chain) {
  double worst = 0;
  for (int y = 0; y < output.height(); ++y) {
    for (int x = 0; x < output.width(); ++x) {
      const Point p = trace(chain, {x + 0.5, y + 0.5}).value();
      for (int c = 0; c < output.channels(); ++c) {
        const double value = visit_dtype(output.dtype(), [&](auto zero) {
          return static_cast<double>(output.row<decltype(zero)>(y)[x * output.channels() + c]);
        });
        worst = std::max(worst, std::fabs(value - exact_linear(image, p, c)));
      }
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("any chain of flips, turns, crops and pads is the exact copy that its steps make one by one") {
  RandomStream random(11, "chains", 0, "");
  for (int round = 0; round < 200; ++round) {
    const Image image =
        noise({5 + round % 7, 4 + round % 5}, 1 + round % 4, DType::uint8, static_cast<std::uint64_t>(round), 90);
    Chain fused(image.size());
    Image stepwise = image.clone();
    for (int i = 0; i < 5; ++i) {
      const Step step = whole_step(fused.output(), random);
      Chain one(stepwise.size());
      one.append(step);
      stepwise = nearest(stepwise, one);
      fused.append(step);
    }
    for (const Interpolation interpolation : {Interpolation::nearest, Interpolation::linear, Interpolation::lanczos4}) {
      const Image output = resample(image, fused, sampling_of(fused, interpolation, Border::constant, 99));
      REQUIRE(output.size() == stepwise.size());
      CHECK(values(output) == values(stepwise));
    }
  }
}

TEST_CASE("nearest takes pixel floor((2 i + 1) source / (2 output)) for every pair of sizes") {
  for (int source = 1; source <= 48; ++source) {
    Image row({1, source}, 1, DType::uint8);
    for (int i = 0; i < source; ++i) row.row<std::uint8_t>(0)[i] = static_cast<std::uint8_t>(i);
    for (int output = 1; output <= 48; ++output) {
      const Image resized = nearest(row, chain_of({1, source}, {resize_step({1, source}, {1, output})}));
      for (int i = 0; i < output; ++i) {
        REQUIRE(static_cast<int>(resized.row<std::uint8_t>(0)[i]) == (2 * i + 1) * source / (2 * output));
      }
    }
  }
}

TEST_CASE("nearest by the table and by the general path agree on every ratio, ties included") {
  for (const int output : {7, 16, 24, 31, 64, 96}) {
    const Image image = noise({32, 48}, 1, DType::uint8, 5);
    const Chain chain =
        chain_of(image.size(), {resize_step(image.size(), {output, output}), flip_step({output, output}, true, false)});
    const auto sampling = sampling_of(chain, Interpolation::nearest, Border::constant, 99);
    const SampledImage source{image, sampling};
    CHECK(values(resample(image, chain, sampling)) == values(resample_warp({&source, 1}, chain).front()));
  }
}

TEST_CASE("a crop hides nothing from a later shift, a pad stays fill") {
  const Image image = counting({1, 5});
  const Chain cropped = chain_of(image.size(), {crop_step({1, 2}, 2, 0), crop_step({1, 4}, -1, 0)});
  CHECK(values(nearest(image, cropped)) == std::vector<int>{2, 3, 4, 5});
  Step pad = crop_step({1, 7}, -1, 0);
  pad.makes_area = true;
  const Chain padded = chain_of(image.size(), {pad, crop_step({1, 9}, -1, 0)});
  CHECK(values(nearest(image, padded, Border::replicate)) == std::vector<int>{99, 99, 1, 2, 3, 4, 5, 99, 99});
}

TEST_CASE("borders: what stands beyond the edge of abcd") {
  const Image image = counting({1, 4});
  const Chain wider = chain_of(image.size(), {crop_step({1, 10}, -3, 0)});
  CHECK(values(nearest(image, wider, Border::replicate)) == std::vector<int>{1, 1, 1, 1, 2, 3, 4, 4, 4, 4});
  CHECK(values(nearest(image, wider, Border::reflect)) == std::vector<int>{3, 2, 1, 1, 2, 3, 4, 4, 3, 2});
  CHECK(values(nearest(image, wider, Border::reflect101)) == std::vector<int>{4, 3, 2, 1, 2, 3, 4, 3, 2, 1});
  CHECK(values(nearest(image, wider, Border::wrap)) == std::vector<int>{2, 3, 4, 1, 2, 3, 4, 1, 2, 3});
  CHECK(values(nearest(image, wider, Border::constant)) == std::vector<int>{99, 99, 99, 1, 2, 3, 4, 99, 99, 99});
}

TEST_CASE("a padded border is folded at the pad's own frame") {
  const Image image = counting({1, 3});
  Step pad = crop_step({1, 7}, -2, 0);
  pad.makes_area = true;
  const Chain chain = chain_of(image.size(), {crop_step({1, 2}, 0, 0), pad});
  auto sampling = sampling_of(chain, Interpolation::nearest, Border::constant, 99);
  sampling.areas[0].border = Border::replicate;
  // The pad sees columns 1 and 2 alone: what its crop left out does not come back.
  CHECK(values(resample(image, chain, sampling)) == std::vector<int>{1, 1, 1, 2, 2, 2, 2});
}

TEST_CASE("linear warps agree with double precision: half a level in 8 bits, a hundredth in 16, 1e-3 in floats") {
  const Size size{60, 80};
  const Chain chain =
      chain_of(size, {centred_step(size, {50, 70}, Projective::rotation(17) * Projective::scaling(1.1, 1.2))});
  for (const int channels : {1, 2, 3, 4, 5}) {
    const Image u8 = waves(size, channels, DType::uint8);
    CHECK(worst_difference(u8, resample(u8, chain, sampling_of(chain, Interpolation::linear, Border::reflect101)),
                           chain) < 0.52);
    const Image u16 = waves(size, channels, DType::uint16);
    CHECK(worst_difference(u16, resample(u16, chain, sampling_of(chain, Interpolation::linear, Border::reflect101)),
                           chain) < 0.52);
    const Image f32 = waves(size, channels, DType::float32);
    CHECK(worst_difference(f32, resample(f32, chain, sampling_of(chain, Interpolation::linear, Border::reflect101)),
                           chain) < 1e-3);
  }
}

TEST_CASE("linear enlargement by the table agrees with double precision") {
  const Size size{20, 30};
  const Chain chain =
      chain_of(size, {resize_step(size, {47, 61}), flip_step({47, 61}, true, true), transpose_step({47, 61})});
  const Image image = waves(size, 3, DType::uint8);
  CHECK(worst_difference(image, resample(image, chain, sampling_of(chain, Interpolation::linear, Border::reflect101)),
                         chain) < 0.51);
}

TEST_CASE("a picture of its own coordinates says where every pixel came from") {
  const Size size{64, 90};
  auto field = std::make_shared<DisplacementField>();
  field->spacing_x = field->spacing_y = 15;
  field->columns = 10;
  field->rows = 8;
  for (std::uint64_t i = 0; i < 80; ++i)
    field->nodes.push_back({noise_block(1, i)[0] * 0x1p-30 - 2, noise_block(1, i)[1] * 0x1p-30 - 2});
  Step bent;
  bent.output = size;
  bent.field = field;
  const Chain chain = chain_of(size, {bent, centred_step(size, {40, 50}, Projective::rotation(25))});
  const Image output = resample(coordinates(size), chain, sampling_of(chain, Interpolation::linear, Border::replicate));
  double worst = 0;
  for (int y = 0; y < output.height(); ++y) {
    for (int x = 0; x < output.width(); ++x) {
      const Point p = trace(chain, {x + 0.5, y + 0.5}).value();
      if (p.x < 1 || p.y < 1 || p.x > 89 || p.y > 63) continue;
      worst = std::max(
          {worst, std::fabs(output.row<float>(y)[2 * x] - p.x), std::fabs(output.row<float>(y)[2 * x + 1] - p.y)});
    }
  }
  CHECK(worst < 1e-4);
}

TEST_CASE("minification averages: a checkerboard becomes grey, by the table and in a rotation") {
  Image board({64, 64}, 1, DType::uint8);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) board.row<std::uint8_t>(y)[x] = (x + y) % 2 == 0 ? 0 : 255;
  }
  const Chain halved = chain_of(board.size(), {resize_step(board.size(), {20, 20})});
  const Chain turned = chain_of(
      board.size(), {centred_step(board.size(), {12, 12}, Projective::rotation(30) * Projective::scaling(0.3, 0.3))});
  for (const Interpolation interpolation :
       {Interpolation::linear, Interpolation::cubic, Interpolation::lanczos4, Interpolation::area}) {
    for (const Chain* chain : {&halved, &turned}) {
      const Image small = resample(board, *chain, sampling_of(*chain, interpolation, Border::reflect101));
      const auto [low, high] =
          std::minmax_element(small.values<std::uint8_t>().begin(), small.values<std::uint8_t>().end());
      CHECK(static_cast<int>(*low) > 105);
      CHECK(static_cast<int>(*high) < 150);
    }
  }
}

TEST_CASE("area by a whole factor is the mean of each block") {
  const Image image = counting({2, 4});
  const Chain chain = chain_of(image.size(), {resize_step(image.size(), {1, 2})});
  const Image small = resample(image, chain, sampling_of(chain, Interpolation::area, Border::reflect101));
  CHECK(values(small) == std::vector<int>{4, 6});  // 3.5 and 5.5, halves up
}

TEST_CASE("a constant picture stays constant under every interpolation and type") {
  const Size size{30, 41};
  const Chain shrunk = chain_of(size, {resize_step(size, {11, 13})});
  const Chain turned =
      chain_of(size, {centred_step(size, {20, 20}, Projective::rotation(77) * Projective::scaling(2, 0.4))});
  for (const Chain* chain : {&shrunk, &turned}) {
    for (const Interpolation i : {Interpolation::nearest, Interpolation::linear, Interpolation::cubic,
                                  Interpolation::lanczos4, Interpolation::area}) {
      Image u16(size, 2, DType::uint16);
      std::fill(u16.values<std::uint16_t>().begin(), u16.values<std::uint16_t>().end(), std::uint16_t{54321});
      const Image output = resample(u16, *chain, sampling_of(*chain, i, Border::reflect101));
      const auto pixels = output.values<std::uint16_t>();
      CHECK(std::all_of(pixels.begin(), pixels.end(), [](auto v) { return v == 54321; }));
    }
  }
}

TEST_CASE("label_linear invents nothing and moves the border to where linear interpolation crosses one half") {
  Image labels({1, 4}, 1, DType::uint8);
  const std::vector<int> row{7, 7, 3, 3};
  for (std::size_t i = 0; i < 4; ++i) labels.values<std::uint8_t>()[i] = static_cast<std::uint8_t>(row[i]);
  const Chain chain = chain_of(labels.size(), {resize_step(labels.size(), {1, 12})});
  const Image output = resample(labels, chain, sampling_of(chain, Interpolation::label_linear, Border::replicate));
  CHECK(values(output) == std::vector<int>{7, 7, 7, 7, 7, 7, 3, 3, 3, 3, 3, 3});
}

TEST_CASE("images sampled together are the images sampled one by one, whatever their types, kernels and borders") {
  const Size size{30, 40};
  Step pad = crop_step({50, 52}, -8, -9);
  pad.makes_area = true;
  const Chain chains[] = {
      chain_of(size, {}), chain_of(size, {resize_step(size, {20, 50})}),
      chain_of(size, {pad, centred_step({50, 52}, {31, 33}, Projective::rotation(25))}),
      chain_of(size, {pad, centred_step({50, 52}, {31, 33}, Projective::rotation(25) * Projective::scaling(2, 2))})};
  const Image rgb = noise(size, 3, DType::uint8, 1);
  const Image depth = noise(size, 1, DType::float32, 2);
  const Image labels = noise(size, 1, DType::int32, 3);
  const Image ids = noise(size, 2, DType::uint16, 4);
  for (const Chain& chain : chains) {
    std::vector<SampledImage> sources{{rgb, sampling_of(chain, Interpolation::linear, Border::reflect101, 7)},
                                      {depth, sampling_of(chain, Interpolation::cubic, Border::constant, 0.5)},
                                      {labels, sampling_of(chain, Interpolation::nearest, Border::constant, 255)},
                                      {ids, sampling_of(chain, Interpolation::label_linear, Border::replicate, 9)}};
    for (auto& area : sources[3].sampling.areas) area.border = Border::reflect;
    const std::vector<Image> together = resample(sources, chain);
    REQUIRE(together.size() == sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Image alone = resample(sources[i].image, chain, sources[i].sampling);
      CHECK(together[i].size() == chain.output());
      CHECK(together[i].dtype() == sources[i].image.dtype());
      CHECK(std::ranges::equal(together[i].bytes(), alone.bytes()));
    }
  }
}

TEST_CASE("beyond the horizon of a perspective there is fill, not a crash") {
  const Size size{20, 20};
  Step step;
  step.output = size;
  step.to_input.m = {1, 0, 0, 0, 1, 0, -0.1, 0, 1};
  const Chain chain = chain_of(size, {step});
  for (const Interpolation i : {Interpolation::nearest, Interpolation::linear, Interpolation::cubic}) {
    const Image output =
        resample(noise(size, 3, DType::uint8, 1, 90), chain, sampling_of(chain, i, Border::reflect101, 99));
    CHECK(static_cast<int>(output.row<std::uint8_t>(5)[3 * 15]) == 99);
    CHECK(static_cast<int>(output.row<std::uint8_t>(5)[0]) <= 90);
  }
}

TEST_CASE("the kernels of this CPU and the baseline's give the same bits") {
  const Kernels& fast = kernels();
  const Kernels& plain = baseline::kKernels;
  constexpr std::size_t kCount = 1537;
  const Image a = noise({1, static_cast<int>(kCount)}, 1, DType::uint8, 1);
  const Image b = noise({1, static_cast<int>(kCount)}, 1, DType::uint8, 2);
  const std::array<const std::uint8_t*, 2> rows{a.values<std::uint8_t>().data(), b.values<std::uint8_t>().data()};
  const std::array<float, 2> weights{0.3F, 0.7F};
  std::vector<float> sums(kCount);
  std::vector<float> expected(kCount);
  fast.weighted_rows_u8(sums.data(), rows.data(), weights.data(), 2, kCount);
  plain.weighted_rows_u8(expected.data(), rows.data(), weights.data(), 2, kCount);
  CHECK(sums == expected);

  std::vector<double> x(kCount), y(kCount), u(kCount), v(kCount);
  fast.affine_row(x.data(), y.data(), 0.97, -3.3, 0.11, 7.7, kCount);
  plain.affine_row(u.data(), v.data(), 0.97, -3.3, 0.11, 7.7, kCount);
  CHECK(x == u);
  CHECK(y == v);
  const std::array<double, 9> m{1.1, 0.2, -5, 0.1, 0.9, 3, 1e-3, -2e-3, 1};
  fast.project_row(x.data(), y.data(), m.data(), kCount);
  plain.project_row(u.data(), v.data(), m.data(), kCount);
  CHECK(x == u);
  CHECK(y == v);
  std::vector<std::int32_t> index(kCount), fraction(kCount), index2(kCount), fraction2(kCount);
  fast.split_row(index.data(), fraction.data(), x.data(), kCount);
  plain.split_row(index2.data(), fraction2.data(), x.data(), kCount);
  CHECK(index == index2);
  CHECK(fraction == fraction2);

  const Image picture = noise({40, 50}, 3, DType::uint8, 3);
  for (std::size_t i = 0; i < kCount; ++i) {
    index[i] = static_cast<std::int32_t>(i * 7 % 48);
    index2[i] = static_cast<std::int32_t>(i * 5 % 39);
    fraction[i] = static_cast<std::int32_t>(i * 131 % 16384);
    fraction[i] = fraction[i] * 65536 + 16384 - fraction[i];
  }
  std::vector<std::uint8_t> pixels(3 * kCount), expected_pixels(3 * kCount);
  const std::uint8_t* data = picture.values<std::uint8_t>().data();
  fast.linear_rgb_u8(pixels.data(), data, 150, index.data(), index2.data(), fraction.data(), fraction2.data(), kCount);
  plain.linear_rgb_u8(expected_pixels.data(), data, 150, index.data(), index2.data(), fraction.data(), fraction2.data(),
                      kCount);
  CHECK(pixels == expected_pixels);
}

TEST_CASE("positions split into whole pixels and weights, negatives and far ones included") {
  const std::vector<double> positions{0.5, 0.75, 0.25, -0.5, -3.25, 1e12, -1e12};
  std::vector<std::int32_t> index(positions.size()), weights(positions.size());
  kernels().split_row(index.data(), weights.data(), positions.data(), positions.size());
  CHECK(index == std::vector<std::int32_t>{0, 0, -1, -1, -4, 1 << 30, -(1 << 30)});
  // Weights of the pixel (low half) and of the next one (high half), in 2^-14.
  const auto weights_of = [](int f) { return f * 65536 + 16384 - f; };
  CHECK(weights == std::vector<std::int32_t>{weights_of(0), weights_of(4096), weights_of(12288), weights_of(0),
                                             weights_of(4096), weights_of(16383), weights_of(0)});
  kernels().whole_row(index.data(), positions.data(), kSnap, positions.size());
  CHECK(index == std::vector<std::int32_t>{0, 0, 0, -1, -4, 1 << 30, -(1 << 30)});
}
