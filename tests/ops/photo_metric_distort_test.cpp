#include "ops/pixels_fixture.h"

using namespace augshard;
using namespace augshard::pixels_test;

#include <set>

namespace {

struct Rgb {
  double r, g, b;
};

std::vector<Rgb> pixels_of(const Image& image) {
  std::vector<Rgb> pixels;
  const auto v = image.values<float>();
  for (std::size_t i = 0; i < v.size(); i += 3) {
    pixels.push_back({static_cast<double>(v[i]), static_cast<double>(v[i + 1]), static_cast<double>(v[i + 2])});
  }
  return pixels;
}

double luma(const Rgb& p) { return 0.299 * p.r + 0.587 * p.g + 0.114 * p.b; }

// HSV in textbook form: hue in 0..6.
struct Hsv {
  double h, s, v;
};
Hsv to_hsv(const Rgb& p) {
  const double high = std::max({p.r, p.g, p.b});
  const double chroma = high - std::min({p.r, p.g, p.b});
  if (chroma == 0) return {0, 0, high};
  const double hue = high == p.r   ? (p.g - p.b) / chroma
                     : high == p.g ? 2 + (p.b - p.r) / chroma
                                   : 4 + (p.r - p.g) / chroma;
  return {std::fmod(hue + 6, 6), chroma / high, high};
}
Rgb to_rgb(const Hsv& c) {
  const auto channel = [&](double n) {
    const double k = std::fmod(n + c.h, 6);
    return c.v - c.v * c.s * std::max(0.0, std::min({k, 4 - k, 1.0}));
  };
  return {channel(5), channel(3), channel(1)};
}

struct Recipe {
  double brightness, contrast, saturation, hue;
  bool contrast_first;
};

Rgb each(const Rgb& p, auto change) { return {change(p.r), change(p.g), change(p.b)}; }

void blend_contrast(std::vector<Rgb>& pixels, double factor) {
  double mean = 0;
  for (const Rgb& p : pixels) mean += luma(p) / static_cast<double>(pixels.size());
  for (Rgb& p : pixels) p = each(p, [&](double x) { return factor * x + (1 - factor) * mean; });
}

// The changes one after the other, without rounding between them.
std::vector<Rgb> torchvision(std::vector<Rgb> pixels, const Recipe& recipe) {
  for (Rgb& p : pixels) p = each(p, [&](double x) { return recipe.brightness * x; });
  if (recipe.contrast_first) blend_contrast(pixels, recipe.contrast);
  for (Rgb& p : pixels) {
    p = each(p, [&, gray = luma(p)](double x) { return recipe.saturation * x + (1 - recipe.saturation) * gray; });
    Hsv hsv = to_hsv(p);
    hsv.h = std::fmod(hsv.h + 6 * recipe.hue + 6, 6);
    p = to_rgb(hsv);
  }
  if (!recipe.contrast_first) blend_contrast(pixels, recipe.contrast);
  return pixels;
}

std::vector<Rgb> mmseg(std::vector<Rgb> pixels, const Recipe& recipe) {
  for (Rgb& p : pixels) {
    p = each(p, [&](double x) { return x + recipe.brightness - 1; });
    if (recipe.contrast_first) p = each(p, [&](double x) { return recipe.contrast * x; });
    Hsv hsv = to_hsv(p);
    hsv = {std::fmod(hsv.h + 6 * recipe.hue + 6, 6), std::min(hsv.s * recipe.saturation, 1.0), hsv.v};
    p = to_rgb(hsv);
    if (!recipe.contrast_first) p = each(p, [&](double x) { return recipe.contrast * x; });
  }
  return pixels;
}

double distance(const Image& image, const std::vector<Rgb>& expected) {
  const std::vector<Rgb> got = pixels_of(image);
  double largest = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    largest = std::max({largest, std::fabs(got[i].r - expected[i].r), std::fabs(got[i].g - expected[i].g),
                        std::fabs(got[i].b - expected[i].b)});
  }
  return largest;
}

// Colours in 0.2..0.7, so that no change leaves the range.
Image colors() {
  Image image = pattern({16, 16}, 3, DType::float32);
  for (float& v : image.values<float>()) v = 0.2F + 0.5F * v;
  return image;
}

std::string certain(const std::string& method) {
  return R"({"op": "photo_metric_distort", "brightness": 1.1, "contrast": 0.8, "saturation": 1.3, "hue": 0.04,
             "change_p": 1, "shuffle_p": 0, "method": ")" +
         method + R"("})";
}

}  // namespace

TEST_CASE("nothing is changed where no change is made or all are neutral") {
  CHECK(is_identity(R"({"op": "photo_metric_distort", "change_p": 0, "shuffle_p": 0})"));
  for (const std::string method : {"torchvision", "mmseg"}) {
    CHECK(is_identity(R"({"op": "photo_metric_distort", "brightness": 1, "contrast": 1, "saturation": 1, "hue": 0,
                          "change_p": 1, "shuffle_p": 0, "method": ")" +
                      method + R"("})"));
  }
}

TEST_CASE("each method is its recipe, contrast first or last") {
  const Image image = colors();
  for (const std::string method : {"torchvision", "mmseg"}) {
    const auto recipe = method == "mmseg" ? mmseg : torchvision;
    std::set<bool> seen;
    for (int record = 0; record < 20; ++record) {
      const Image result = applied(certain(method), image, std::to_string(record));
      const double first = distance(result, recipe(pixels_of(image), {1.1, 0.8, 1.3, 0.04, true}));
      const double last = distance(result, recipe(pixels_of(image), {1.1, 0.8, 1.3, 0.04, false}));
      CHECK(std::min(first, last) < 2e-6);
      // The changes of mmseg commute as long as nothing is clipped.
      if (method == "torchvision") CHECK(std::max(first, last) > 1e-4);
      seen.insert(first < last);
    }
    if (method == "torchvision") CHECK(seen.size() == 2);
  }
}

TEST_CASE("changes are made independently of each other with the given probability") {
  const Image image = colors();
  const BoundOp op = bound(
      R"({"op": "photo_metric_distort", "brightness": 1.1, "contrast": 1, "saturation": 1, "hue": 0, "change_p": 0.3, "shuffle_p": 0.3})");
  int brighter = 0;
  int shuffled = 0;
  const int records = 1000;
  for (int record = 0; record < records; ++record) {
    const Image result = applied(op, image, std::to_string(record));
    // The mean of all channels does not depend on their order.
    brighter += mean_of(result) > 1.05 * mean_of(image) ? 1 : 0;
    const double factor = mean_of(result) / mean_of(image);
    const bool kept = std::fabs(static_cast<double>(result.values<float>()[0]) -
                                factor * static_cast<double>(image.values<float>()[0])) < 1e-6 &&
                      std::fabs(static_cast<double>(result.values<float>()[1]) -
                                factor * static_cast<double>(image.values<float>()[1])) < 1e-6;
    shuffled += kept ? 0 : 1;
  }
  CHECK(brighter / static_cast<double>(records) == doctest::Approx(0.3).epsilon(0.15));
  // One order in six is the given one.
  CHECK(shuffled / static_cast<double>(records) == doctest::Approx(0.25).epsilon(0.2));
}

TEST_CASE("a gray image changes in brightness and contrast only") {
  const Image gray = bytes({1, 2}, 1, {50, 150});
  const auto with = [&](const std::string& rest) {
    return ints_of(
        applied(R"({"op": "photo_metric_distort", "saturation": 3, "hue": 0.3, "change_p": 1, )" + rest, gray));
  };
  CHECK(with(R"("brightness": 1, "contrast": 0.5})") == std::vector{75, 125});
  CHECK(with(R"("brightness": 1, "contrast": 0.5, "method": "mmseg"})") == std::vector{25, 75});
  CHECK(with(R"("brightness": 1.2, "contrast": 1, "method": "mmseg"})") == std::vector{101, 201});
}
