#include "sink/statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "bytes.h"

using namespace augshard;

namespace {

Dataset dataset_of(DType image, int channels, DType mask = DType::uint8, MaskKind kind = MaskKind::label) {
  Dataset dataset{"demo", "1.0.0", {}};
  dataset.fields.push_back({"image", true, MaskKind::label, image, std::nullopt, channels});
  dataset.fields.push_back({"mask", false, kind, mask, std::nullopt, 1});
  return dataset;
}

Example example_of(const Image& image, const Image& mask) { return {"k", 1, {}, {&image, &mask}}; }

/// Mean and standard deviation of one channel, straight from the definition.
template <class T>
std::pair<double, double> moments(const Image& image, int channel) {
  const auto values = image.values<T>();
  const auto step = static_cast<std::size_t>(image.channels());
  long double sum = 0;
  long double squares = 0;
  std::size_t count = 0;
  for (auto i = static_cast<std::size_t>(channel); i < values.size(); i += step, ++count) {
    sum += values[i];
    squares += static_cast<long double>(values[i]) * values[i];
  }
  const long double mean = sum / static_cast<long double>(count);
  const long double variance = squares / static_cast<long double>(count) - mean * mean;
  const long double range = static_cast<long double>(range_of(image.dtype()));
  return {static_cast<double>(mean / range), static_cast<double>(std::sqrt(variance) / range)};
}

template <class T>
Image noisy(Size size, int channels, DType dtype, double scale) {
  Image image(size, channels, dtype);
  std::uint64_t state = 88172645463325252ULL;
  for (T& value : image.values<T>()) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    value = static_cast<T>(static_cast<double>(state >> 11U) * 0x1p-53 * scale);
  }
  return image;
}

template <class T>
void check_moments(DType dtype, int channels, double scale) {
  const auto image = noisy<T>(Size{37, 41}, channels, dtype, scale);
  const auto mask = counting<std::uint8_t>(Size{37, 41}, 1, DType::uint8);
  const auto dataset = dataset_of(dtype, channels);
  const auto text = describe_sums(dataset, measure(dataset, example_of(image, mask)));
  for (int c = 0; c < channels; ++c) {
    const auto [mean, std] = moments<T>(image, c);
    const auto at = static_cast<std::size_t>(c);
    CHECK(text["image"]["mean"][at].template get<double>() == doctest::Approx(mean).epsilon(1e-12));
    CHECK(text["image"]["std"][at].template get<double>() == doctest::Approx(std).epsilon(1e-9));
  }
}

}  // namespace

TEST_CASE("means and deviations follow their definition for every type and number of channels") {
  for (const int channels : {1, 2, 3, 4, 5}) {
    check_moments<std::uint8_t>(DType::uint8, channels, 256);
    check_moments<std::uint16_t>(DType::uint16, channels, 65536);
    check_moments<std::int32_t>(DType::int32, channels, 2e9);
    check_moments<float>(DType::float32, channels, 1);
  }
}

TEST_CASE("a constant image has no deviation, a white one the mean 1") {
  Image white(Size{300, 400}, 3, DType::uint8);
  for (auto& value : white.values<std::uint8_t>()) value = 255;
  const auto mask = counting<std::uint8_t>(Size{2, 2}, 1, DType::uint8);
  const auto dataset = dataset_of(DType::uint8, 3);
  const auto text = describe_sums(dataset, measure(dataset, example_of(white, mask)));
  CHECK(text["image"].dump() == R"({"mean":[1.0,1.0,1.0],"std":[0.0,0.0,0.0]})");
}

TEST_CASE("pixels are counted by id, for every mask type") {
  const auto image = counting<std::uint8_t>(Size{3, 7}, 1, DType::uint8);
  const auto check = [&](const Image& mask, MaskKind kind, const std::string& wanted) {
    const auto dataset = dataset_of(DType::uint8, 1, mask.dtype(), kind);
    CHECK(describe_sums(dataset, measure(dataset, example_of(image, mask)))["mask"].dump() == wanted);
  };
  Image bytes(Size{3, 7}, 1, DType::uint8);
  for (auto& id : bytes.values<std::uint8_t>()) id = 9;
  bytes.values<std::uint8_t>()[3] = 255;
  bytes.values<std::uint8_t>()[20] = 0;
  check(bytes, MaskKind::label, R"({"pixels":{"0":1,"9":19,"255":1}})");
  Image words(Size{3, 7}, 1, DType::uint16);
  for (auto& id : words.values<std::uint16_t>()) id = 26001;
  words.values<std::uint16_t>()[0] = 2;
  check(words, MaskKind::instance, R"({"pixels":{"2":1,"26001":20}})");
  Image ids(Size{3, 7}, 1, DType::int32);
  for (auto& id : ids.values<std::int32_t>()) id = -1;
  check(ids, MaskKind::label, R"({"pixels":{"-1":21}})");
}

TEST_CASE("a heatmap is measured like an image") {
  const auto image = counting<std::uint8_t>(Size{1, 4}, 1, DType::uint8);
  Image heat(Size{1, 4}, 1, DType::float32);
  const auto values = heat.values<float>();
  values[0] = values[1] = 0.0F;
  values[2] = values[3] = 1.0F;
  const auto dataset = dataset_of(DType::uint8, 1, DType::float32, MaskKind::heatmap);
  const auto text = describe_sums(dataset, measure(dataset, example_of(image, heat)));
  CHECK(text["mask"].dump() == R"({"mean":[0.5],"std":[0.5]})");
}

TEST_CASE("integer sums do not depend on the order of merging, and survive as JSON") {
  const auto dataset = dataset_of(DType::uint16, 3);
  std::vector<Sums> parts;
  for (int i = 0; i < 5; ++i) {
    const auto image = noisy<std::uint16_t>(Size{5 + i, 7}, 3, DType::uint16, 65535.0 / (1 + i));
    const auto mask = counting<std::uint8_t>(Size{5 + i, 7}, 1, DType::uint8, i);
    parts.push_back(measure(dataset, example_of(image, mask)));
  }
  Sums forward;
  for (const auto& part : parts) merge(forward, part);
  Sums backward;
  for (std::size_t i = parts.size(); i-- > 0;) merge(backward, parts[i]);
  CHECK(forward == backward);

  const auto restored = sums_from_json(nlohmann::ordered_json::parse(sums_to_json(forward).dump()));
  REQUIRE(restored);
  CHECK(*restored == forward);
  CHECK(
      sums_from_json(nlohmann::ordered_json::parse(R"({"fields":[{"channels":[[1,2]],"pixels":[]}]})")).error().code ==
      "state");
}

TEST_CASE("boxes are counted by label, points by visibility, in any order, and survive as JSON") {
  const auto image = counting<std::uint8_t>(Size{4, 6}, 1, DType::uint8);
  Dataset dataset = dataset_of(DType::uint8, 1);
  dataset.boxes = {{"objects", {}}};
  dataset.keypoints = {{"pose", 2, {}, "objects"}};
  const Keypoint absent{0, 0, Visibility::absent};
  const Keypoint hidden{1, 1, Visibility::hidden};
  const Keypoint visible{2, 1, Visibility::visible};
  const Box box{0, 0, 1, 1};
  std::vector<Example> examples(3, example_of(image, image));
  examples[0].boxes = {{{{box, 1}, {box, -7}}, 1}};
  examples[0].keypoints = {{{absent, hidden}, {visible, hidden}}};
  examples[1].boxes = {{{}, 2}};
  examples[1].keypoints = {{}};
  examples[2].boxes = {{{{box, 1}}, 0}};
  examples[2].keypoints = {{{visible, visible}}};

  Sums forward;
  for (std::size_t i = 0; i < 3; ++i) merge(forward, measure(dataset, examples[i]));
  Sums backward;
  for (std::size_t i = 3; i-- > 0;) merge(backward, measure(dataset, examples[i]));
  CHECK(forward == backward);
  const auto text = describe_sums(dataset, forward);
  CHECK(text["objects"].dump() == R"({"boxes":{"-7":1,"1":2},"dropped":3,"examples_without":1})");
  CHECK(text["pose"].dump() == R"({"absent":1,"hidden":2,"visible":3})");
  const auto restored = sums_from_json(nlohmann::ordered_json::parse(sums_to_json(forward).dump()));
  REQUIRE(restored);
  CHECK(*restored == forward);
}

TEST_CASE("sums beyond 64 bits are kept") {
  ChannelSums large;
  large.count = std::uint64_t{1} << 40U;
  large.sum = Uint128{65535} * large.count;
  large.squares = Uint128{65535} * 65535 * large.count;
  const auto dataset = dataset_of(DType::uint16, 1);
  const Sums sums{{{{large}, {}}, {}}};
  CHECK(*sums_from_json(sums_to_json(sums)) == sums);
  CHECK(describe_sums(dataset, sums)["image"].dump() == R"({"mean":[1.0],"std":[0.0]})");
}

TEST_CASE("float sums survive as JSON bit for bit, and no number is null") {
  const Sums sums{{{{ChannelSums{3, 0, 0, 0.1 + 0.2, INFINITY}}, {}}}};
  CHECK(*sums_from_json(sums_to_json(sums)) == sums);
  CHECK(describe_sums(dataset_of(DType::float32, 1), sums)["image"]["std"][0].is_null());
  CHECK(describe_sums(dataset_of(DType::uint8, 1), Sums{{{{ChannelSums{}}, {}}}})["image"]["mean"][0].is_null());
}
