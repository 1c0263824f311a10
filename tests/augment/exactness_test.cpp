// Every geometry op and random chains of them, on pictures that say where each of their pixels came from: image, mask,
// boxes and keypoints must name the same source position, that of the map in double precision.
#include <doctest/doctest.h>

#include <cmath>

#include "geometry/annotations.h"
#include "geometry/pictures.h"
#include "nodes.h"
#include "sanitized.h"

using namespace augshard;

namespace {

/// Pixel (x, y) holds x in even channels and y in odd ones: in whole pixels, or in parts of one where the type has
/// room.
double levels_a_pixel(DType dtype) { return dtype == DType::uint16 ? 200 : 1; }

Image positions(Size size, int channels, DType dtype) {
  Image image(size, channels, dtype);
  visit_dtype(dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        for (int c = 0; c < channels; ++c) {
          image.row<T>(y)[x * channels + c] = static_cast<T>((c % 2 == 0 ? x : y) * levels_a_pixel(dtype));
        }
      }
    }
  });
  return image;
}

/// The number of each pixel as a label id; 65535 marks fill.
constexpr int kFill = 65535;
Image numbers(Size size) {
  Image mask(size, 1, DType::uint16);
  for (int i = 0; i < size.height * size.width; ++i) {
    mask.values<std::uint16_t>()[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(i);
  }
  return mask;
}

struct Case {
  Size size;
  DType dtype;
  int channels;
};

std::string random_geometry(RandomStream& random, const std::vector<const OpInfo*>& ops) {
  const std::uint64_t choice = random.bits() % (ops.size() + 3);
  const auto odd = [&](int least, int most) {
    return std::to_string(least + 2 * static_cast<int>(random.bits() % static_cast<std::uint64_t>((most - least) / 2)));
  };
  // Sizes beside the examples': up and down, and no common factor with anything.
  if (choice == ops.size())
    return R"({"op": "resize", "height": )" + odd(131, 331) + R"(, "width": )" + odd(119, 347) + "}";
  if (choice == ops.size() + 1) return R"({"op": "random_scale", "scale": [0.6, 1.9]})";
  if (choice == ops.size() + 2)
    return R"({"op": "random_crop", "height": )" + odd(51, 151) + R"(, "width": )" + odd(51, 151) + "}";
  const auto& examples = ops[choice]->examples;
  return examples[random.bits() % examples.size()];
}

std::vector<OpList> op_lists() {
  const auto ops = geometry_ops();
  std::vector<OpList> lists;
  for (const OpInfo* info : ops) {
    for (const std::string& example : info->examples) lists.push_back({node_of(example)});
  }
  RandomStream random(11, "exactness", 0, "");
  for (int i = 0; i < (test::kSanitized ? 10 : 80); ++i) {
    OpList list;
    const std::size_t length = 2 + random.bits() % 5;
    while (list.size() < length) list.push_back(node_of(random_geometry(random, ops)));
    number(list);
    lists.push_back(std::move(list));
  }
  return lists;
}

/// What an op sees of the sample where `chain` has brought it.
Scene scene_at(const Chain& chain, const Sample& sample, Image& mask) {
  Scene scene{.size = chain.output()};
  scene.label_mask = [&](std::string_view) {
    mask =
        resample(sample.masks[0], chain, pictures::sampling_of(chain, Interpolation::nearest, Border::constant, kFill));
    return &mask;
  };
  scene.boxes = [&] {
    std::vector<LabeledBox> boxes;
    for (const auto& objects : sample.objects) {
      for (const Object& object : objects) {
        const Object mapped = map_object(chain, object);
        if (!mapped.outline.empty()) boxes.push_back({bounds_of(mapped.outline), mapped.label});
      }
    }
    return boxes;
  };
  return scene;
}

/// The map that the ops draw, made here from their kernels; nothing where one of them refuses the record.
std::optional<Chain> chain_of(const OpList& list, const Sample& sample, const CopyKey& key) {
  Chain chain(sample.image.size());
  for (const OpNode& node : list) {
    const BoundOp& op = std::get<BoundOp>(node.content);
    Draws draws = key.draws(node.path);
    Image mask;
    const Scene scene = scene_at(chain, sample, mask);
    const auto step = std::get<GeometryKernel>(op.info->kernel)(op.params.get(), scene, draws);
    if (!step) return std::nullopt;
    chain.append(*step);
  }
  return chain;
}

/// The largest step that the map makes in the source from one output pixel to its neighbours, and by how much its steps
/// differ: how bent it is. Nothing where a neighbour has no source.
struct Slope {
  double step = 0;
  double bend = 0;
};
std::optional<Slope> slope_at(const Chain& chain, Point p, Point at) {
  Slope slope;
  for (const Point d : {Point{1, 0}, Point{0, 1}, Point{1, 1}, Point{1, -1}}) {
    const auto before = pictures::trace(chain, {p.x - d.x, p.y - d.y});
    const auto after = pictures::trace(chain, {p.x + d.x, p.y + d.y});
    if (!before || !after) return std::nullopt;
    slope.step = std::max({slope.step, std::fabs(after->x - before->x) / 2, std::fabs(after->y - before->y) / 2});
    slope.bend =
        std::max({slope.bend, std::fabs(after->x - 2 * at.x + before->x), std::fabs(after->y - 2 * at.y + before->y)});
  }
  return slope;
}

bool is_within(Size size, Point p, double margin) {
  return p.x > margin && p.y > margin && p.x < size.width - margin && p.y < size.height - margin;
}

struct Errors {
  std::int64_t pixels = 0;
  double sum = 0;
  double largest = 0;
  std::int64_t labels = 0;
  std::int64_t wrong_labels = 0;
};

/// Image and mask of one copy against the map. Only where the footprint of a pixel, with the taps of the sampler, lies
/// within the source, and where the map is straight enough for the mean of a footprint to be its centre.
Errors compare(const Sample& sample, const Chain& chain, const Case& c) {
  Errors errors;
  const double levels = levels_a_pixel(c.dtype);
  for (int y = 1; y + 1 < sample.image.height(); ++y) {
    for (int x = 1; x + 1 < sample.image.width(); ++x) {
      const Point p{x + 0.5, y + 0.5};
      const auto at = pictures::trace(chain, p);
      const std::uint16_t id = sample.masks[0].row<std::uint16_t>(y)[x];
      if (!at || !is_within(c.size, *at, 1e-6)) continue;
      const Point centre{std::floor(at->x) + 0.5, std::floor(at->y) + 0.5};
      // A position on the edge between two pixels may be rounded to either.
      const bool tie = std::fabs(at->x - std::round(at->x)) < 1e-6 || std::fabs(at->y - std::round(at->y)) < 1e-6;
      ++errors.labels;
      const int expected = static_cast<int>(centre.y) * c.size.width + static_cast<int>(centre.x);
      if (id != expected && !tie) ++errors.wrong_labels;
      const auto slope = slope_at(chain, p, *at);
      if (!slope || slope->bend > 0.004 || !is_within(c.size, *at, 2 + 2 * slope->step)) continue;
      visit_dtype(c.dtype, [&](auto zero) {
        using T = decltype(zero);
        const T* pixel = sample.image.row<T>(y) + x * c.channels;
        const double in_x = std::fabs(static_cast<double>(pixel[0]) / levels + 0.5 - at->x);
        const double in_y = c.channels > 1 ? std::fabs(static_cast<double>(pixel[1]) / levels + 0.5 - at->y) : 0;
        ++errors.pixels;
        errors.sum += std::max(in_x, in_y);
        errors.largest = std::max({errors.largest, in_x, in_y});
      });
    }
  }
  return errors;
}

}  // namespace

TEST_CASE("image, mask, boxes and keypoints name the same source position, in every type and shape") {
  const std::vector<Case> cases{{{197, 221}, DType::uint16, 3},
                                {{197, 221}, DType::uint8, 1},
                                {{253, 241}, DType::float32, 5},
                                {{199, 301}, DType::float32, 2}};
  const std::vector<OpList> lists = op_lists();
  ImageTarget image;
  MaskTarget mask;
  mask.ignore = mask.fill = kFill;
  BoxesTarget boxes;
  KeypointsTarget keypoints;
  std::int64_t pixels = 0;
  std::int64_t points = 0;
  for (const Case& c : cases) {
    Sample sample;
    sample.image = positions(c.size, c.channels, c.dtype);
    sample.masks.push_back(numbers(c.size));
    sample.objects.emplace_back();
    sample.keypoints.push_back({{}});
    for (int y = 9; y < c.size.height; y += 17) {
      for (int x = 11; x < c.size.width; x += 19) {
        sample.keypoints[0][0].push_back({x + 0.3, y + 0.7});
        sample.objects[0].push_back(object_of({x - 3.25, y - 2.5, x + 4.75, y + 5.125}, y * c.size.width + x));
      }
    }
    keypoints.count = static_cast<int>(sample.keypoints[0][0].size());
    for (std::size_t l = 0; l < lists.size(); ++l) {
      INFO(names_of(lists[l]), " of ", c.size.height, " x ", c.size.width, " x ", c.channels, " ", name_of(c.dtype));
      const CopyKey key{l, "r", 1};
      const auto chain = chain_of(lists[l], sample, key);
      const auto copy = augment(sample, lists[l], {image, {&mask, 1}, {&boxes, 1}, {&keypoints, 1}}, key);
      REQUIRE(copy.has_value() == chain.has_value());
      if (!copy) continue;

      const Errors errors = compare(copy->sample, *chain, c);
      pixels += errors.pixels;
      CHECK(errors.wrong_labels == 0);
      // Whole levels are all that integers can say of a position; before a turn that shrinks, the average is rounded
      // too.
      const double rounding = c.dtype == DType::float32 ? 0 : 1 / levels_a_pixel(c.dtype);
      CHECK(errors.largest < 0.03 + rounding);
      if (errors.pixels > 0 && c.dtype != DType::uint8) {
        CHECK(errors.sum / static_cast<double>(errors.pixels) < 0.02);
      }

      for (std::size_t k = 0; k < sample.keypoints[0][0].size(); ++k) {
        const Keypoint& landed = copy->sample.keypoints[0][0][k];
        const Keypoint& start = sample.keypoints[0][0][k];
        if (landed.visibility == Visibility::absent) continue;
        const auto back = pictures::trace(*chain, {landed.x, landed.y});
        REQUIRE(back);
        CHECK(std::hypot(back->x - start.x, back->y - start.y) < 0.05);
        ++points;
      }
      for (const Object& object : copy->sample.objects[0]) {
        // Where nothing was cut off, every place of the outline comes from the edge of the box.
        if (object.visible < 1 - 1e-12) continue;
        const double x = static_cast<double>(object.label % c.size.width);
        const double y = static_cast<double>(object.label / c.size.width);
        for (const Point place : object.outline) {
          const auto back = pictures::trace(*chain, place);
          if (!back) continue;  // on the very edge of new area
          const double left = std::fabs(back->x - (x - 3.25));
          const double right = std::fabs(back->x - (x + 4.75));
          const double top = std::fabs(back->y - (y - 2.5));
          const double bottom = std::fabs(back->y - (y + 5.125));
          CHECK(std::min({left, right, top, bottom}) < 0.05);
          ++points;
        }
      }
    }
  }
  CHECK(pixels > 1000000);
  CHECK(points > 20000);
}

namespace {

/// A smooth picture of many waves, as steep as photographs are on the whole: amplitude falls with frequency.
Image natural(Size size) {
  Image image(size, 1, DType::uint8);
  struct Wave {
    double fx, fy, phase, amplitude;
  };
  std::vector<Wave> waves;
  RandomStream random(3, "waves", 0, "");
  for (int i = 0; i < 90; ++i) {
    const double frequency = 0.004 * std::pow(80.0, random.uniform());
    const double angle = 6.283185307179586 * random.uniform();
    waves.push_back(
        {frequency * std::cos(angle), frequency * std::sin(angle), 6.283 * random.uniform(), 0.055 / frequency});
  }
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      double value = 128;
      for (const Wave& w : waves) value += w.amplitude * std::sin(6.283185307179586 * (w.fx * x + w.fy * y) + w.phase);
      image.row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
  }
  return image;
}

/// Keys' cubic with a = -0.75, in double precision. Nothing within two pixels of the border.
std::optional<double> cubic_at(const Image& image, Point p) {
  const auto weight = [](double t) {
    constexpr double a = -0.75;
    t = std::fabs(t);
    if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
    return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
  };
  const double x = p.x - 0.5;
  const double y = p.y - 0.5;
  const int left = static_cast<int>(std::floor(x)) - 1;
  const int top = static_cast<int>(std::floor(y)) - 1;
  if (left < 1 || top < 1 || left + 5 > image.width() || top + 5 > image.height()) return std::nullopt;
  double sum = 0;
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      sum += weight(x - left - i) * weight(y - top - j) * image.row<std::uint8_t>(top + j)[left + i];
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("rotate, affine, flip, rotate: one sampling stays above 43 dB of one cubic pass in double precision") {
  const Size size{512, 512};
  const Sample source = [&] {
    Sample sample;
    sample.image = natural(size);
    sample.masks.emplace_back(size, 1, DType::uint8);
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        sample.masks[0].row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>((x / 3 + 5 * (y / 4)) % 8);
      }
    }
    return sample;
  }();
  OpList list{node_of("rotate", R"("angle_deg": [-20, 20])"),
              node_of("affine", R"("scale": [0.9, 1.2], "shear_x_deg": [-8, 8], "translate_px": [-20, 20])"),
              node_of("horizontal_flip", ""), node_of("rotate", R"("angle_deg": [-20, 20])")};
  number(list);
  MaskTarget mask;
  mask.ignore = mask.fill = 255;
  ImageTarget image;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const CopyKey key{seed, "r", 1};
    const Chain chain = chain_of(list, source, key).value();
    const auto copy = augment(source, list, {image, {&mask, 1}}, key);
    REQUIRE(copy);
    double squares = 0;
    double count = 0;
    int wrong = 0;
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        const auto at = pictures::trace(chain, {x + 0.5, y + 0.5});
        if (!at || !is_within(size, *at, 0)) continue;
        const int label = source.masks[0].row<std::uint8_t>(static_cast<int>(at->y))[static_cast<int>(at->x)];
        const bool tie = std::fabs(at->x - std::round(at->x)) < 1e-9 || std::fabs(at->y - std::round(at->y)) < 1e-9;
        if (copy->sample.masks[0].row<std::uint8_t>(y)[x] != label && !tie) ++wrong;
        const auto exact = cubic_at(source.image, *at);
        if (!exact) continue;
        const double error = copy->sample.image.row<std::uint8_t>(y)[x] - *exact;
        squares += error * error;
        ++count;
      }
    }
    CHECK(wrong == 0);
    const double decibels = 10 * std::log10(255 * 255 * count / squares);
    CHECK(decibels > 43);
  }
}
