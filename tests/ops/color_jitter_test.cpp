#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

namespace {

// Neutral but for one factor.
std::string neutral_but(const std::string& key, double value) {
  std::vector<std::pair<std::string, double>> numbers{
      {"brightness", 1}, {"contrast", 1}, {"saturation", 1}, {"hue", 0}};
  for (auto& [name, number] : numbers) number = name == key ? value : number;
  return op_json("color_jitter", numbers);
}

struct Rgb {
  double r, g, b;
};

double gray(Rgb p) { return 0.299 * p.r + 0.587 * p.g + 0.114 * p.b; }

// HSV by the textbook: hue in sixths of the circle.
Rgb hue_shifted(Rgb p, double turns) {
  const double high = std::max({p.r, p.g, p.b});
  const double low = std::min({p.r, p.g, p.b});
  const double chroma = high - low;
  if (chroma == 0) return p;
  double hue = high == p.r ? (p.g - p.b) / chroma : high == p.g ? 2 + (p.b - p.r) / chroma : 4 + (p.r - p.g) / chroma;
  hue = std::fmod(hue + 6 * turns + 12, 6);
  const double x = chroma * (1 - std::fabs(std::fmod(hue, 2) - 1));
  const Rgb table[6] = {{chroma, x, 0}, {x, chroma, 0}, {0, chroma, x}, {0, x, chroma}, {x, 0, chroma}, {chroma, 0, x}};
  const Rgb c = table[static_cast<int>(hue) % 6];
  return {c.r + low, c.g + low, c.b + low};
}

struct Factors {
  double brightness, contrast, saturation, hue;
};

// The four changes in the given order, one after the other, without rounding between them.
std::vector<Rgb> in_turn(std::vector<Rgb> pixels, Factors f, const std::string& order) {
  for (const char stage : order) {
    double mean = 0;
    for (const Rgb& p : pixels) mean += gray(p) / static_cast<double>(pixels.size());
    for (Rgb& p : pixels) {
      const auto blend = [&p](double factor, double with) {
        p = {factor * p.r + (1 - factor) * with, factor * p.g + (1 - factor) * with,
             factor * p.b + (1 - factor) * with};
      };
      if (stage == 'b') blend(f.brightness, 0);
      if (stage == 'c') blend(f.contrast, mean);
      if (stage == 's') blend(f.saturation, gray(p));
      if (stage == 'h') p = hue_shifted(p, f.hue);
    }
  }
  return pixels;
}

// The same by Keras' definitions.
std::vector<Rgb> keras_in_turn(std::vector<Rgb> pixels, Factors f, const std::string& order) {
  const auto scaled = [](Rgb p, double factor) {
    const double high = std::max({p.r, p.g, p.b});
    const double saturation = high > 0 ? (high - std::min({p.r, p.g, p.b})) / high : 0;
    const double by = saturation > 0 ? std::min(saturation * factor, 1.0) / saturation : 1;
    return Rgb{high - (high - p.r) * by, high - (high - p.g) * by, high - (high - p.b) * by};
  };
  for (const char stage : order) {
    Rgb mean{0, 0, 0};
    const auto count = static_cast<double>(pixels.size());
    for (const Rgb& p : pixels) mean = {mean.r + p.r / count, mean.g + p.g / count, mean.b + p.b / count};
    for (Rgb& p : pixels) {
      if (stage == 'b') p = {p.r + f.brightness - 1, p.g + f.brightness - 1, p.b + f.brightness - 1};
      if (stage == 'c') {
        p = {mean.r + f.contrast * (p.r - mean.r), mean.g + f.contrast * (p.g - mean.g),
             mean.b + f.contrast * (p.b - mean.b)};
      }
      if (stage == 's') p = scaled(p, f.saturation);
      if (stage == 'h') p = hue_shifted(p, f.hue);
    }
  }
  return pixels;
}

double distance(const Image& image, const std::vector<Rgb>& pixels) {
  double largest = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const double expected[3] = {pixels[i].r, pixels[i].g, pixels[i].b};
    for (std::size_t c = 0; c < 3; ++c) {
      const double got = static_cast<double>(image.values<float>()[3 * i + c]);
      largest = std::max(largest, std::fabs(got - expected[c]));
    }
  }
  return largest;
}

}  // namespace

TEST_CASE("neutral factors are the identity in any order") {
  CHECK(is_identity(neutral_but("hue", 0)));
  CHECK(is_identity(
      R"({"op": "color_jitter", "brightness": 1, "contrast": 1, "saturation": 1, "hue": 0, "order": "fixed"})"));
}

TEST_CASE("each factor alone") {
  const auto with = [](const std::string& key, double value) { return bound(neutral_but(key, value)); };
  CHECK(ints_of(applied(with("brightness", 0.5), rgb({10, 100, 200}))) == std::vector{5, 50, 100});
  CHECK(ints_of(applied(with("brightness", 2), rgb({10, 100, 200}))) == std::vector{20, 200, 255});
  CHECK(ints_of(applied(with("contrast", 0), rgb({0, 0, 0, 200, 200, 200}))) == std::vector(6, 100));
  CHECK(ints_of(applied(with("saturation", 0), rgb({200, 0, 0}))) == std::vector{60, 60, 60});
  CHECK(ints_of(applied(with("hue", 1.0 / 3), rgb({200, 10, 30}))) == std::vector{30, 200, 10});
  CHECK(ints_of(applied(with("hue", 0.5), rgb({255, 0, 0}))) == std::vector{0, 255, 255});
  CHECK(ints_of(applied(with("hue", -0.5), rgb({255, 0, 0}))) == std::vector{0, 255, 255});
}

TEST_CASE("a hue shift is the HSV shift for every colour") {
  std::vector<float> values;
  std::vector<Rgb> pixels;
  for (int r = 0; r <= 8; ++r) {
    for (int g = 0; g <= 8; ++g) {
      for (int b = 0; b <= 8; ++b) {
        values.insert(values.end(), {static_cast<float>(r) / 8, static_cast<float>(g) / 8, static_cast<float>(b) / 8});
        pixels.push_back({r / 8.0, g / 8.0, b / 8.0});
      }
    }
  }
  const Image image = floats({1, 729}, 3, values);
  for (const double hue : {-0.5, -0.37, -0.1, -0.001, 0.05, 0.25, 0.4999}) {
    CHECK(distance(applied(neutral_but("hue", hue), image), in_turn(pixels, {1, 1, 1, hue}, "h")) < 1e-6);
  }
}

TEST_CASE("the folded pass equals the four changes one after the other, whatever the order") {
  const Image image = pattern({20, 33}, 3, DType::float32);
  std::vector<Rgb> pixels;
  for (std::size_t i = 0; i < image.value_count(); i += 3) {
    const auto v = image.values<float>();
    pixels.push_back({static_cast<double>(v[i]), static_cast<double>(v[i + 1]), static_cast<double>(v[i + 2])});
  }
  const char* fixed =
      R"({"op": "color_jitter", "brightness": 1.1, "contrast": 0.7, "saturation": 1.6, "hue": 0.15, "order": "fixed"})";
  CHECK(distance(applied(fixed, image), in_turn(pixels, {1.1, 0.7, 1.6, 0.15}, "bcsh")) < 2e-6);

  // Each drawn order is one of the 24.
  const BoundOp drawn =
      bound(R"({"op": "color_jitter", "brightness": 1.1, "contrast": 0.7, "saturation": 1.6, "hue": 0.15})");
  std::vector<std::string> seen;
  for (int record = 0; record < 60; ++record) {
    const Image result = applied(drawn, image, std::to_string(record));
    std::string order = "bchs";
    do {
      if (distance(result, in_turn(pixels, {1.1, 0.7, 1.6, 0.15}, order)) < 2e-6) break;
    } while (std::next_permutation(order.begin(), order.end()));
    if (std::find(seen.begin(), seen.end(), order) == seen.end()) seen.push_back(order);
    CHECK(distance(result, in_turn(pixels, {1.1, 0.7, 1.6, 0.15}, order)) < 2e-6);
  }
  // Only the place of the hue among contrast and saturation shows: the other changes commute.
  CHECK(seen.size() == 4);
}

TEST_CASE("a gray image changes in brightness and contrast only") {
  const Image gray_image = bytes({1, 2}, 1, {50, 150});
  CHECK(ints_of(applied(R"({"op": "color_jitter", "brightness": 1, "contrast": 0.5, "saturation": 3, "hue": 0.3})",
                        gray_image)) == std::vector{75, 125});
}

TEST_CASE("gray pixels of a colour image stay gray, colours keep their value and smallest channel") {
  const Image image = pattern({16, 16}, 3, DType::uint8);
  const Image turned =
      applied(R"({"op": "color_jitter", "brightness": 1, "contrast": 1, "saturation": 1, "hue": 0.21})", image);
  for (std::size_t i = 0; i < image.value_count(); i += 3) {
    const auto before = image.values<std::uint8_t>().subspan(i, 3);
    const auto after = turned.values<std::uint8_t>().subspan(i, 3);
    CHECK(*std::max_element(before.begin(), before.end()) == *std::max_element(after.begin(), after.end()));
    CHECK(*std::min_element(before.begin(), before.end()) == *std::min_element(after.begin(), after.end()));
  }
}

TEST_CASE("the method keras is Keras' definitions one after the other") {
  Image image = pattern({20, 33}, 3, DType::float32);
  std::vector<Rgb> pixels;
  for (std::size_t i = 0; i < image.value_count(); i += 3) {
    const auto v = image.values<float>().subspan(i, 3);
    for (float& x : v) x = 0.3F + 0.4F * x;  // so that nothing leaves the range on the way
    pixels.push_back({static_cast<double>(v[0]), static_cast<double>(v[1]), static_cast<double>(v[2])});
  }
  const std::string numbers =
      R"({"op": "color_jitter", "brightness": 1.1, "contrast": 0.7, "saturation": 1.6, "hue": 0.15, "method": "keras")";
  CHECK(distance(applied(numbers + R"(, "order": "fixed"})", image),
                 keras_in_turn(pixels, {1.1, 0.7, 1.6, 0.15}, "bcsh")) < 2e-6);
  for (int record = 0; record < 12; ++record) {
    const Image result = applied(numbers + "}", image, std::to_string(record));
    std::string order = "bchs";
    double nearest = 1;
    do {
      nearest = std::min(nearest, distance(result, keras_in_turn(pixels, {1.1, 0.7, 1.6, 0.15}, order)));
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(nearest < 2e-6);
  }
}

TEST_CASE("the method keras: neutral numbers, gray images, types") {
  CHECK(is_identity(
      R"({"op": "color_jitter", "brightness": 1, "contrast": 1, "saturation": 1, "hue": 0, "method": "keras"})"));
  CHECK(
      ints_of(applied(
          R"({"op": "color_jitter", "brightness": 1.2, "contrast": 0.5, "saturation": 3, "hue": 0.3, "method": "keras"})",
          bytes({1, 2}, 1, {50, 150}))) == std::vector{126, 176});
  CHECK(
      difference_over_types(
          R"({"op": "color_jitter", "brightness": 1, "contrast": 0.8, "saturation": 1.4, "hue": 0.1, "method": "keras"})") <
      1e-6);
}
