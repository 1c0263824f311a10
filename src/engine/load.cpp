#include "engine/load.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/files.h"
#include "codec/codec.h"
#include "geometry/chain.h"
#include "geometry/resample.h"
#include "geometry/steps.h"
#include "sample/convert.h"
#include "source/annotations.h"

namespace augshard {
namespace {

struct OpenedFile {
  FileBytes file;
  Header header;
};

Expected<OpenedFile> open_image(const Spec& spec, const Survey& survey, const std::string& relative) {
  auto file = open_record_file(survey.root, relative);
  if (!file) return file.error();
  const auto header = read_header(file->bytes(), limits_of(spec.source));
  if (!header) return header.error();
  return OpenedFile{std::move(*file), *header};
}

std::string text_of(Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); }

Expected<Image> load_image(const Spec& spec, const Survey& survey, std::size_t index) {
  const RecordFacts& facts = survey.facts[index];
  const auto opened = open_image(spec, survey, survey.records[index].image);
  if (!opened) return opened.error();
  auto image = decode_image(opened->file.bytes(), opened->header);
  if (!image) return image.error();
  Image upright =
      turn_upright(apply_color_policy(std::move(*image), opened->header.alpha, spec.image), facts.image_orientation);
  if (!(upright.size() == facts.size)) {
    return Error{"changed",
                 "the image is " + text_of(upright.size()) + " now and was " + text_of(facts.size) +
                     " when the source was listed",
                 "do not change the source during a run"};
  }
  return upright;
}

Image background(Size size, DType dtype) {
  Image mask(size, 1, dtype);
  std::fill(mask.bytes().begin(), mask.bytes().end(), std::byte{0});
  return mask;
}

Image resized_nearest(const Image& mask, Size size) {
  Chain chain(mask.size());
  chain.append(resize_step(mask.size(), size));
  TargetSampling sampling;
  sampling.interpolation = Interpolation::nearest;
  sampling.source.fill = {0};
  sampling.areas.resize(chain.stages().size());
  return resample(mask, chain, sampling);
}

// Ids that a declared class list does not know, with their pixel counts; nothing where no classes are declared.
std::optional<Error> check_ids(const Image& mask, const MaskTarget& target) {
  if (target.classes.empty() || target.kind != MaskKind::label) return std::nullopt;
  std::map<std::int64_t, std::int64_t> unknown;
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    std::int64_t last_good = target.classes.begin()->first;
    for (const T value : std::as_const(mask).values<T>()) {
      const auto id = static_cast<std::int64_t>(value);
      if (id == last_good) continue;
      if (target.classes.contains(id) || id == target.ignore) {
        last_good = id;
      } else {
        ++unknown[id];
      }
    }
  });
  if (unknown.empty()) return std::nullopt;
  std::string listed;
  int shown = 0;
  for (const auto& [id, count] : unknown) {
    if (++shown > 8) {
      listed += ", ...";
      break;
    }
    listed += (shown > 1 ? ", " : "") + std::to_string(id) + " (" + std::to_string(count) + " pixels)";
  }
  return Error{"label-id", "the mask holds ids that /targets/" + target.name + "/classes does not declare: " + listed,
               R"(declare them, name one as "ignore", or map them in a file of your own)"};
}

// All masks of a record drawn from its segments, each shape filled once; without any they are all background.
std::vector<Image> draw_masks(const Record& record, const RecordFacts& facts, const std::vector<DType>& types) {
  std::vector<Image> masks;
  for (const DType type : types) masks.push_back(background(facts.drawn_on, type));
  for (const Segment& segment : record.annotations.segments) {
    const RunLengths runs = rasterise(segment.shape, facts.drawn_on);
    for (std::size_t i = 0; i < masks.size(); ++i) {
      if (segment.values[i]) paint(masks[i], runs, *segment.values[i]);
    }
  }
  for (Image& mask : masks) mask = turn_upright(std::move(mask), facts.annotation_orientation);
  return masks;
}

// Ids of an instance mask without a box, where its ids stand for boxes.
std::optional<Error> check_instances(const Image& mask, const MaskTarget& target, std::size_t boxes) {
  std::int64_t highest = 0;
  visit_dtype(mask.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (const T value : mask.values<T>()) {
      const auto id = static_cast<std::int64_t>(value);
      if (id > highest && id != target.ignore && id != static_cast<std::int64_t>(target.fill)) highest = id;
    }
  });
  if (highest <= static_cast<std::int64_t>(boxes)) return std::nullopt;
  return Error{"label-id",
               "instance mask '" + target.name + "' holds id " + std::to_string(highest) + ", and the record has " +
                   std::to_string(boxes) + (boxes == 1 ? " box" : " boxes"),
               "box number i, from 1, has id i; leave \"boxes\" out of the target where ids mean something else"};
}

Expected<Image> load_mask(const Spec& spec, const Survey& survey, std::size_t index, std::size_t which) {
  const RecordFacts& facts = survey.facts[index];
  const MaskTarget& target = spec.masks[which];
  const Record& record = survey.records[index];
  const auto& path = record.masks[which];
  if (!path) return background(facts.size, survey.mask_types[which]);
  const auto opened = open_image(spec, survey, *path);
  if (!opened) return opened.error();
  auto decoded = decode_mask(opened->file.bytes(), opened->header, target);
  if (!decoded) return decoded.error();
  Image mask = turn_upright(std::move(*decoded), facts.mask_orientation[which]);
  if (!(mask.size() == facts.size)) {
    if (!spec.source.resize_mismatched_mask) {
      return Error{"size-mismatch", "the mask is " + text_of(mask.size()) + ", its image " + text_of(facts.size), ""};
    }
    mask = resized_nearest(mask, facts.size);
  }
  if (auto error = check_ids(mask, target)) return *error;
  // Boxes that an op makes of this mask follow its ids, whatever they are.
  if (target.boxes && !spec.boxes[*target.boxes].from_ops) {
    if (auto error = check_instances(mask, target, record.annotations.boxes[*target.boxes].size())) return *error;
  }
  return convert_type(std::move(mask), survey.mask_types[which]);
}

}  // namespace

Loaded load_record(const Spec& spec, const Survey& survey, std::size_t index) {
  const Record& record = survey.records[index];
  const RecordFacts& facts = survey.facts[index];
  if (facts.reject) return {{}, Reject{record.key, facts.reject_path, *facts.reject}};
  Loaded loaded;
  auto image = load_image(spec, survey, index);
  if (!image) return {{}, Reject{record.key, record.image, image.error()}};
  loaded.sample.image = std::move(*image);
  if (record.masks.empty()) loaded.sample.masks = draw_masks(record, facts, survey.mask_types);
  for (std::size_t which = 0; which < record.masks.size(); ++which) {
    auto mask = load_mask(spec, survey, index, which);
    if (!mask) return {{}, Reject{record.key, record.masks[which].value_or(record.image), mask.error()}};
    loaded.sample.masks.push_back(std::move(*mask));
  }
  PlacedAnnotations placed = place_annotations(record.annotations, spec, facts.drawn_on, facts.annotation_orientation);
  loaded.sample.objects = std::move(placed.objects);
  loaded.sample.keypoints = std::move(placed.keypoints);
  return loaded;
}

}  // namespace augshard
