#include "codec/segmentation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "codec/run_lengths.h"

using namespace augshard;
using namespace augshard::test;

namespace {

using Counts = std::vector<std::uint32_t>;

Counts filled(const Polygons& polygons, Size size) { return rasterise(polygons, size).counts; }

std::vector<double> rectangle(double x0, double y0, double x1, double y1) { return {x0, y0, x1, y0, x1, y1, x0, y1}; }

/// A polygon with corners about the frame and, some of them, outside.
std::vector<double> random_polygon(std::mt19937& random, Size size) {
  std::uniform_real_distribution<double> x(-0.2 * size.width, 1.2 * size.width);
  std::uniform_real_distribution<double> y(-0.2 * size.height, 1.2 * size.height);
  std::vector<double> polygon;
  for (std::size_t points = 3 + random() % 9; points > 0; --points) {
    polygon.push_back(x(random));
    polygon.push_back(y(random));
  }
  return polygon;
}

/// Row by row, 1 within the shape: what paint() must do, said as plainly as can be.
std::vector<int> pixels_of(const RunLengths& runs) {
  std::vector<int> pixels;
  const auto height = static_cast<std::size_t>(runs.size.height), width = static_cast<std::size_t>(runs.size.width);
  std::vector<int> columns;
  for (std::size_t i = 0; i < runs.counts.size(); ++i) columns.insert(columns.end(), runs.counts[i], i % 2 == 1);
  REQUIRE(columns.size() == height * width);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) pixels.push_back(columns[x * height + y]);
  }
  return pixels;
}

std::vector<int> pixels_of(const Polygons& polygons, Size size) { return pixels_of(rasterise(polygons, size)); }

/// Pixels painted with `value` over a ground of 5.
template <class T>
std::vector<T> painted(const RunLengths& runs, DType dtype, std::int64_t value) {
  Image mask(runs.size, 1, dtype);
  std::fill(mask.values<T>().begin(), mask.values<T>().end(), T{5});
  paint(mask, runs, value);
  return {mask.values<T>().begin(), mask.values<T>().end()};
}

template <class T>
void check_painted(const RunLengths& runs, DType dtype, std::int64_t value) {
  std::vector<T> expected;
  for (const int inside : pixels_of(runs)) expected.push_back(inside != 0 ? static_cast<T>(value) : T{5});
  CHECK(painted<T>(runs, dtype, value) == expected);
}

Error error_of(std::string_view text, Size size) {
  const Expected<RunLengths> runs = parse_run_lengths(text, size);
  REQUIRE_FALSE(runs.has_value());
  CHECK(runs.error().code == "rle");
  CHECK_FALSE(runs.error().hint.empty());
  return runs.error();
}

}  // namespace

TEST_CASE("text and polygons of the COCO API's known shapes") {
  const Counts square = {6, 2, 3, 2, 3, 2, 12};
  CHECK(filled({rectangle(1, 1, 4, 3)}, {5, 6}) == square);
  CHECK(parse_run_lengths("6230009", {5, 6})->counts == square);
  CHECK(area_of(RunLengths{{5, 6}, square}) == 6);

  const Counts triangle = {0, 4, 2, 3, 3, 2, 4, 1, 17};
  CHECK(filled({{0, 0, 5, 0, 0, 5}}, {6, 6}) == triangle);
  CHECK(parse_run_lengths("042O1O1O=", {6, 6})->counts == triangle);
  CHECK(area_of(RunLengths{{6, 6}, triangle}) == 10);
}

TEST_CASE("random polygons are filled as pycocotools fills them") {
  std::ifstream file(AUGSHARD_SOURCE_DIR "/tests/data/coco_masks_golden.txt");
  std::size_t shapes = 0;
  for (std::string line; std::getline(file, line); ++shapes) {
    CAPTURE(line);
    std::istringstream words(line);
    Size size;
    std::string text;
    words >> size.height >> size.width >> text;
    Polygons polygons;
    for (std::size_t numbers = 0; words >> numbers;) {
      std::string number;
      polygons.emplace_back();
      for (; numbers > 0 && words >> number; --numbers) polygons.back().push_back(std::strtod(number.c_str(), nullptr));
    }
    const RunLengths runs = rasterise(polygons, size);
    CHECK(run_length_text(runs.counts) == text);
    CHECK(parse_run_lengths(text, size)->counts == runs.counts);
  }
  CHECK(shapes == 300);
}

TEST_CASE("a shape is the union of its polygons, in any order") {
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const Size size{1 + static_cast<int>(random() % 40), 1 + static_cast<int>(random() % 40)};
    const Polygons polygons = {random_polygon(random, size), random_polygon(random, size),
                               random_polygon(random, size)};
    std::vector<int> expected = pixels_of({polygons[0]}, size);
    for (const std::size_t more : {1U, 2U}) {
      const std::vector<int> other = pixels_of({polygons[more]}, size);
      std::transform(expected.begin(), expected.end(), other.begin(), expected.begin(),
                     [](int a, int b) { return a | b; });
    }
    const RunLengths runs = rasterise(polygons, size);
    CHECK(pixels_of(runs) == expected);
    CHECK(area_of(runs) == static_cast<std::uint64_t>(std::accumulate(expected.begin(), expected.end(), 0)));
    CHECK(filled({polygons[2], polygons[0], polygons[1]}, size) == runs.counts);
    CHECK(std::find(runs.counts.begin() + 1, runs.counts.end(), 0U) == runs.counts.end());
  }
  CHECK(filled({rectangle(0, 0, 2, 4), rectangle(2, 0, 4, 4)}, {4, 4}) == Counts{0, 16});
}

TEST_CASE("a shape moves with its corners") {
  std::mt19937 random(2);
  for (int i = 0; i < 100; ++i) {
    std::vector<double> polygon = random_polygon(random, {20, 20});
    for (double& number : polygon) number = std::round(std::abs(number) * 4) / 4;
    const std::vector<int> here = pixels_of({polygon}, {40, 40});
    for (std::size_t k = 0; k < polygon.size(); ++k) polygon[k] += k % 2 == 0 ? 7 : 3;
    const std::vector<int> there = pixels_of({polygon}, {40, 40});
    for (std::size_t y = 0; y < 37; ++y) {
      for (std::size_t x = 0; x < 33; ++x) REQUIRE(there[(y + 3) * 40 + x + 7] == here[y * 40 + x]);
    }
  }
}

TEST_CASE("where an outline crosses itself, inside and outside alternate") {
  const std::vector<double> square = rectangle(1, 1, 5, 5);
  std::vector<double> twice = square;
  twice.insert(twice.end(), square.begin(), square.end());
  CHECK(filled({twice}, {6, 6}) == Counts{36});
  CHECK(area_of(rasterise(Polygons{square}, {6, 6})) == 16);
}

TEST_CASE("outlines without area, and what is no outline, are empty") {
  constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const std::vector<std::vector<double>> nothing = {{},
                                                    {3},
                                                    {3, 3},
                                                    {1, 1, 8, 8},
                                                    {1, 1, 4, 4, 8, 8},
                                                    {1, 1, 1, 8, 1, 4},
                                                    {kNotANumber, 1, 8, 1, 8, 8},
                                                    {1, 1, kInfinite, 1, 8, 8},
                                                    {1, 1, 8, 1, 8, -kInfinite}};
  for (const std::vector<double>& polygon : nothing) CHECK(filled({polygon}, {10, 10}) == Counts{100});
  CHECK(filled({}, {10, 10}) == Counts{100});
  CHECK(filled({{1, 1, 8, 1, 8, 8, 1}}, {10, 10}) == filled({{1, 1, 8, 1, 8, 8}}, {10, 10}));
  CHECK(filled({rectangle(0, 0, 9, 9)}, {0, 9}) == Counts{0});
  CHECK(filled({rectangle(0, 0, 9, 9)}, {9, 0}) == Counts{0});
}

TEST_CASE("corners may lie as far outside as a double can say") {
  for (const double far : {1e6, 1e9, 1e12, 1e18, 1e300, std::numeric_limits<double>::max()}) {
    CAPTURE(far);
    CHECK(filled({rectangle(-far, -far, far, far)}, {480, 640}) == Counts{0, 480 * 640});
    CHECK(filled({rectangle(2, -far, 4, far)}, {4, 6}) == Counts{8, 8, 8});
    CHECK(filled({rectangle(far, far, far, far)}, {4, 6}) == Counts{24});
    CHECK(filled({{-far, -far, far, -far, far, far}}, {3, 3}) == filled({{-1e5, -1e5, 1e5, -1e5, 1e5, 1e5}}, {3, 3}));
    const std::uint64_t area = area_of(rasterise(Polygons{{0, 0, far, 1, 3, far, -far, 7}}, {480, 640}));
    CHECK(area <= 480 * 640);
  }
}

TEST_CASE("an outline of very many points is filled in parts of the frame") {
  std::mt19937 random(3);
  const std::vector<double> polygon = random_polygon(random, {50, 70});
  for (const int times : {1000, 10000, 100000}) {
    std::vector<double> repeated;
    for (std::size_t i = 0; i < polygon.size(); i += 2) {
      for (int k = 0; k < times; ++k) repeated.insert(repeated.end(), {polygon[i], polygon[i + 1]});
    }
    CHECK(filled({repeated, rectangle(3, 3, 60, 9)}, {50, 70}) == filled({polygon, rectangle(3, 3, 60, 9)}, {50, 70}));
  }
}

TEST_CASE("run lengths are themselves") {
  const RunLengths runs{{2, 3}, {1, 2, 0, 1, 2}};
  const RunLengths same = rasterise(runs, runs.size);
  CHECK(same.size == runs.size);
  CHECK(same.counts == runs.counts);
  CHECK(area_of(runs) == 3);
}

TEST_CASE("every run survives the text form") {
  std::mt19937 random(4);
  for (int i = 0; i < 500; ++i) {
    Counts counts(1 + random() % 12);
    for (std::uint32_t& count : counts) count = static_cast<std::uint32_t>(random()) >> (random() % 32);
    counts.back() = 0;
    std::uint64_t sum = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    const int height = 64;
    const std::uint64_t width = (sum + 63) / 64;
    const std::uint64_t rest = width * 64 - sum;
    counts.back() = static_cast<std::uint32_t>(rest);
    const Expected<RunLengths> runs = parse_run_lengths(run_length_text(counts), {height, static_cast<int>(width)});
    REQUIRE(runs.has_value());
    CHECK(runs->counts == counts);
  }
  CHECK(parse_run_lengths("", {0, 0})->counts.empty());
}

TEST_CASE("damaged text is an error that says where") {
  const Size size{5, 6};
  CHECK(error_of("62/0009", size).message == "character 2 of the run lengths is none of '0' to 'o'");
  for (const char bad : {'\0', ' ', '/', 'p', '~', '\x7F', '\x80', '\xFF'}) {
    CHECK(error_of("6" + std::string(1, bad), size).message == "character 1 of the run lengths is none of '0' to 'o'");
  }
  CHECK(error_of("62P", size).message == "the run lengths end within the number at character 2");
  CHECK(error_of(std::string(1000, 'o'), size).message ==
        "the number at character 0 of the run lengths has more than 7 characters");
  CHECK(error_of("6" + std::string(20, 'P') + "0", size).message ==
        "the number at character 1 of the run lengths has more than 7 characters");
  CHECK(error_of("6O", size).message == "run 1, at character 1 of the run lengths, is -1 pixels long");
  CHECK(error_of("623L", size).message == "run 3, at character 3 of the run lengths, is -2 pixels long");
  CHECK(error_of("ooooooN", size).message == "run 0, at character 0 of the run lengths, is -1073741825 pixels long");
}

TEST_CASE("runs that do not fill the frame are an error that says where") {
  const Size size{5, 6};
  CHECK(error_of("", size).message == "the run lengths end after 0 of the 30 pixels of a frame 6 wide and 5 high");
  CHECK(error_of("6230008", size).message ==
        "the run lengths end after 29 of the 30 pixels of a frame 6 wide and 5 high");
  CHECK(error_of("623000:", size).message ==
        "run 6 of the run lengths ends at pixel 31, beyond the 30 pixels of a frame 6 wide and 5 high");
  CHECK(checked_run_lengths({6, 2, 22}, size).has_value());
  CHECK(checked_run_lengths({}, {0, 7}).has_value());
  CHECK(checked_run_lengths({0xFFFFFFFF, 31}, size).error().code == "rle");
  CHECK(checked_run_lengths(Counts(9, 0xFFFFFFFF), {46341, 46341}).error().message.find("run 0 of") == 0);
}

TEST_CASE("any text at all gives runs that fill the frame, or an error") {
  std::mt19937 random(5);
  int whole = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = "6230009";
    for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
      text[random() % text.size()] = static_cast<char>('0' + random() % (i % 2 == 0 ? 16 : 64));
    }
    const Expected<RunLengths> runs = parse_run_lengths(text.substr(0, random() % 3 == 0 ? random() % 8 : 7), {5, 6});
    if (!runs) continue;
    ++whole;
    CHECK(pixels_of(*runs).size() == 30);
  }
  CHECK(whole > 100);
}

TEST_CASE("painting sets the pixels of a shape, and no other") {
  std::mt19937 random(6);
  for (int i = 0; i < 200; ++i) {
    const Size size{1 + static_cast<int>(random() % 70), 1 + static_cast<int>(random() % 200)};
    const RunLengths runs = rasterise(Polygons{random_polygon(random, size), random_polygon(random, size)}, size);
    check_painted<std::uint8_t>(runs, DType::uint8, 255);
    check_painted<std::uint16_t>(runs, DType::uint16, 65535);
    check_painted<std::int32_t>(runs, DType::int32, -7);
    check_painted<float>(runs, DType::float32, 3);
  }
}

TEST_CASE("painting whole frames, empty shapes and runs of no length") {
  for (const Size size : {Size{1, 1}, Size{3, 64}, Size{3, 65}, Size{100, 1}, Size{1, 300}, Size{128, 128}}) {
    const auto pixels = static_cast<std::uint32_t>(size.height * size.width);
    check_painted<std::uint8_t>({size, {0, pixels}}, DType::uint8, 9);
    check_painted<std::uint8_t>({size, {pixels}}, DType::uint8, 9);
    check_painted<std::uint8_t>({size, {0, 0, 0, 1, 0, pixels - 1, 0}}, DType::uint8, 9);
  }
  CHECK(painted<std::uint8_t>({{0, 5}, {}}, DType::uint8, 9).empty());
  CHECK(painted<std::uint8_t>({{5, 0}, {0}}, DType::uint8, 9).empty());
}
