#include "plan/plan.h"

#include <algorithm>

#include "augment/shapes.h"
#include "base/checksum.h"

namespace augshard {
namespace {

std::int64_t limited(std::size_t members, std::optional<std::int64_t> limit) {
  const auto count = static_cast<std::int64_t>(members);
  return limit ? std::min(count, *limit) : count;
}

std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

bool can_read_any(const Survey& survey) {
  return std::any_of(survey.facts.begin(), survey.facts.end(), [](const RecordFacts& facts) { return !facts.reject; });
}

/// Where no file can be read nothing is known, and nothing but rejects will come of the run: any shape does.
SampleShape source_shape(const Spec& spec, const Survey& survey) {
  SampleShape shape{can_read_any(survey) ? survey.image : Shape{Size{1, 1}, 3, DType::uint8}, {}, {}};
  for (std::size_t i = 0; i < spec.masks.size(); ++i) shape.masks.push_back({std::nullopt, 1, survey.mask_types[i]});
  return shape;
}

/// The shapes of everything a split writes: what its copies and its original have in common.
std::vector<SampleShape> written_shapes(const Spec& spec, const SplitSpec& split, const SampleShape& source,
                                        Diagnostics& diagnostics) {
  std::vector<SampleShape> shapes{infer_shapes(split.ops, source, spec.masks, diagnostics)};
  if (split.original) shapes.push_back(infer_shapes(*split.original, source, spec.masks, diagnostics));
  return shapes;
}

template <class T>
std::optional<T> common(const std::vector<std::optional<T>>& values) {
  const bool same = std::all_of(values.begin(), values.end(), [&](const auto& v) { return v == values.front(); });
  return same ? values.front() : std::nullopt;
}

/// Collects what all splits say of one field.
struct FieldShapes {
  std::vector<std::optional<MaskKind>> kinds;  ///< of a mask
  std::vector<std::optional<DType>> types;
  std::vector<std::optional<int>> channels;
  std::vector<std::optional<Size>> sizes;
};

DType agreed_type(const FieldShapes& shapes, const std::string& name, Diagnostics& diagnostics) {
  const auto type = common(shapes.types);
  if (type) return *type;
  Diagnostic d;
  d.code = "mixed-types";
  d.pointer = "/targets/" + name;
  d.message = "examples of '" + name + "' would have different pixel types";
  d.hint = R"(end every ops list with the same type, as {"op": "cast", "dtype": "uint8"} gives)";
  diagnostics.push_back(std::move(d));
  return DType::uint8;
}

MaskKind agreed_kind(const FieldShapes& shapes, const MaskTarget& target, Diagnostics& diagnostics) {
  if (const auto kind = common(shapes.kinds)) return *kind;
  Diagnostic d;
  d.code = "mixed-types";
  d.pointer = "/targets/" + target.name;
  d.message = "the mask '" + target.name + "' would be of different kinds in different splits";
  d.hint = "end every ops list with the same ops on masks";
  diagnostics.push_back(std::move(d));
  return target.kind;
}

/// Those that the pipeline declares, else those of the source.
template <class Target>
std::map<std::int64_t, std::string> classes_of(const Target& target, const Survey& survey) {
  const auto known = survey.classes.find(target.name);
  return target.classes.empty() && known != survey.classes.end() ? known->second : target.classes;
}

Dataset describe_dataset(const Spec& spec, const Survey& survey, Diagnostics& diagnostics) {
  const SampleShape source = source_shape(spec, survey);
  std::vector<FieldShapes> shapes(1 + spec.masks.size());
  std::map<std::string, Size> split_sizes;
  for (const SplitSpec& split : spec.splits) {
    std::vector<std::optional<Size>> sizes;
    for (const SampleShape& shape : written_shapes(spec, split, source, diagnostics)) {
      sizes.push_back(shape.image.size);
      shapes[0].types.push_back(shape.image.dtype);
      shapes[0].channels.push_back(shape.image.channels);
      for (std::size_t i = 0; i < shape.masks.size(); ++i) {
        shapes[i + 1].types.push_back(shape.masks[i].dtype);
        shapes[i + 1].channels.push_back(shape.masks[i].channels);
        shapes[i + 1].kinds.emplace_back(shape.kinds[i]);
      }
    }
    const auto size = common(sizes);
    shapes[0].sizes.push_back(size);
    if (size) split_sizes[split.name] = *size;
  }
  const std::optional<Size> size = common(shapes[0].sizes);
  if (size || split_sizes.size() < spec.splits.size()) split_sizes.clear();

  Dataset dataset{spec.name, spec.version, {}};
  Field image;
  image.name = "image";
  image.dtype = agreed_type(shapes[0], "image", diagnostics);
  image.size = size;
  image.channels = common(shapes[0].channels);
  image.split_sizes = split_sizes;
  dataset.fields.push_back(image);
  for (std::size_t i = 0; i < spec.masks.size(); ++i) {
    const MaskTarget& target = spec.masks[i];
    Field mask;
    mask.name = target.name;
    mask.is_image = false;
    mask.mask_kind = agreed_kind(shapes[i + 1], target, diagnostics);
    const bool keeps_ids = mask.mask_kind == target.kind;
    mask.dtype = agreed_type(shapes[i + 1], target.name, diagnostics);
    mask.size = size;
    mask.channels = common(shapes[i + 1].channels);
    if (keeps_ids) mask.classes = classes_of(target, survey);
    if (keeps_ids) mask.ignore = target.ignore;
    mask.split_sizes = split_sizes;
    if (keeps_ids && target.boxes) mask.boxes = spec.boxes[*target.boxes].name;
    dataset.fields.push_back(mask);
  }
  for (const BoxesTarget& target : spec.boxes) dataset.boxes.push_back({target.name, classes_of(target, survey)});
  for (const KeypointsTarget& target : spec.keypoints) {
    KeypointsField& field = dataset.keypoints.emplace_back();
    field.name = target.name;
    field.count = target.count;
    field.names = target.names;
    if (target.boxes) field.boxes = spec.boxes[*target.boxes].name;
    field.index_convention = target.index_convention;
  }
  return dataset;
}

/// The mean size of the sources: what an example counts as where its size is not fixed.
Size typical_size(const Survey& survey) {
  double height = 0;
  double width = 0;
  double count = 0;
  for (const RecordFacts& facts : survey.facts) {
    if (facts.reject) continue;
    height += facts.size.height;
    width += facts.size.width;
    ++count;
  }
  if (count == 0) return {1, 1};
  return {std::max(1, static_cast<int>(height / count)), std::max(1, static_cast<int>(width / count))};
}

}  // namespace

SplitPlan::SplitPlan(const SplitSpec& spec, std::vector<std::uint32_t> members, std::uint64_t seed,
                     std::optional<std::int64_t> limit, std::int64_t examples_a_shard)
    : spec_(&spec),
      members_(std::move(members)),
      order_(members_.size(), hash64("order of split " + spec.name, seed)),
      count_(limited(members_.size(), limit)),
      blocks_(divide_up(count_, examples_a_shard)) {
  if (spec.original) copies_.push_back(0);
  for (int copy = 1; copy <= spec.copies; ++copy) copies_.push_back(copy);
}

std::size_t SplitPlan::record_at(std::int64_t place) const {
  return members_[order_(static_cast<std::uint64_t>(place))];
}

std::pair<std::int64_t, std::int64_t> SplitPlan::block(std::int64_t index) const {
  const std::int64_t least = count_ / blocks_;
  const std::int64_t larger = count_ % blocks_;  // the first ones hold one more
  const std::int64_t begin = index * least + std::min(index, larger);
  return {begin, begin + least + (index < larger ? 1 : 0)};
}

std::int64_t SplitPlan::block_of(std::int64_t place) const {
  const std::int64_t least = count_ / blocks_;
  const std::int64_t larger = count_ % blocks_;
  const std::int64_t in_larger = larger * (least + 1);
  return place < in_larger ? place / (least + 1) : larger + (place - in_larger) / least;
}

Plan make_plan(const Spec& spec, const Survey& survey, std::optional<std::int64_t> limit, Diagnostics& diagnostics) {
  Plan plan;
  Diagnostics of_shapes;
  plan.dataset = describe_dataset(spec, survey, of_shapes);
  const Size typical = typical_size(survey);
  std::uint64_t largest = 1;
  std::uint64_t sum = 0;
  for (const OutputSpec& output : spec.outputs) {
    const Diagnostics found = check_output(output, plan.dataset);
    of_shapes.insert(of_shapes.end(), found.begin(), found.end());
    const std::uint64_t bytes = estimated_bytes(output, plan.dataset, typical);
    largest = std::max(largest, bytes);
    sum += bytes;
  }
  if (can_read_any(survey)) diagnostics.insert(diagnostics.end(), of_shapes.begin(), of_shapes.end());
  const std::int64_t examples_a_shard = spec.shards.max_examples.value_or(
      std::max<std::int64_t>(1, static_cast<std::int64_t>(spec.shards.target_bytes / largest)));
  auto members = assign_splits(spec, survey.records, diagnostics);
  for (std::size_t s = 0; s < spec.splits.size(); ++s) {
    plan.splits.emplace_back(spec.splits[s], std::move(members[s]), spec.seed, limit, examples_a_shard);
    const SplitPlan& split = plan.splits.back();
    plan.estimated_bytes += sum * static_cast<std::uint64_t>(split.record_count()) * split.copies().size();
  }
  return plan;
}

}  // namespace augshard
