#include "engine/work.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "augment/augment.h"
#include "base/stopwatch.h"
#include "engine/partners.h"
#include "sample/convert.h"
#include "spec/made_attributes.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

/// {"path","op","partners",name: number...}; a name drawn several times holds a list.
Json describe_draws(const OpDraws& draws) {
  Json object{{"path", draws.path}, {"op", draws.op}};
  if (!draws.partners.empty()) object["partners"] = draws.partners;
  for (const DrawnNumber& drawn : draws.numbers) {
    const Json number = std::visit([](auto value) { return Json(value); }, drawn.value);
    if (!object.contains(drawn.name)) {
      object[drawn.name] = number;
      continue;
    }
    Json& known = object[drawn.name];
    if (!known.is_array()) known = Json::array({known});
    known.push_back(number);
  }
  return object;
}

std::string log_line(const Spec& spec, const Record& record, int copy, const std::vector<OpDraws>& draws) {
  Json source{{"image", record.image}};
  for (std::size_t i = 0; i < record.masks.size(); ++i) {
    source[spec.masks[i].name] = record.masks[i] ? Json(*record.masks[i]) : Json();
  }
  Json list = Json::array();
  for (const OpDraws& op : draws) list.push_back(describe_draws(op));
  const Json line{{"key", record.key}, {"copy", copy}, {"source", source}, {"draws", list}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ExampleBoxes boxes_of(const std::vector<Object>& objects, std::size_t annotated) {
  ExampleBoxes boxes;
  for (const Object& object : objects) boxes.boxes.push_back({bounds_of(object.outline), object.label});
  boxes.dropped = static_cast<std::int64_t>(annotated - objects.size());
  return boxes;
}

/// The shortest text that reads back as the same number.
std::string text_of(double number) { return Json(number).dump(); }

Expected<std::optional<FinishedCopy>> make_copy(const WorkContext& context, const Record& record, const Sample& source,
                                                const SplitPlan& split, const Partners& partners, int copy,
                                                StageSeconds& seconds) {
  const Spec& spec = context.spec;
  auto augmented = augment(source, split.ops_of(copy), targets_of(spec),
                           CopyKey{spec.seed, record.key, copy, split.spec().copies}, partners);
  if (!augmented) return augmented.error();
  seconds.warp += augmented->warp_seconds;
  seconds.colour += augmented->colour_seconds;
  if (augmented->left_out) return std::optional<FinishedCopy>();

  const Stopwatch watch(seconds.encode);
  Sample& sample = augmented->sample;
  Example example{record.key, copy, record.attributes, {&sample.image}};
  example.attributes.emplace(kMixupShare, text_of(augmented->own_share));
  for (const Image& mask : sample.masks) example.pixels.push_back(&mask);
  for (std::size_t i = 0; i < sample.objects.size(); ++i) {
    example.boxes.push_back(boxes_of(sample.objects[i], augmented->annotated[i]));
  }
  example.keypoints = std::move(sample.keypoints);
  FinishedCopy finished;
  for (const Sink* sink : context.sinks) {
    auto encoded = sink->encode(example);
    if (!encoded) return encoded.error();
    finished.encoded.push_back(std::move(*encoded));
  }
  finished.sums = measure(context.plan.dataset, example);
  if (spec.examples_log) finished.log = log_line(spec, record, copy, augmented->draws);
  return std::optional(std::move(finished));
}

/// Estimated bytes of a sample as decoded and as made, each with what decoders and samplers need beside.
std::uint64_t sample_bytes(const WorkContext& context, std::size_t record) {
  constexpr std::uint64_t kScratch = 3;
  const RecordFacts& facts = context.survey.facts[record];
  std::uint64_t pixel = static_cast<std::uint64_t>(facts.channels) * size_of(facts.dtype);
  for (const DType type : context.survey.mask_types) pixel += size_of(type);
  const auto pixels = [](Size size) {
    return static_cast<std::uint64_t>(size.height) * static_cast<std::uint64_t>(size.width);
  };
  const Size made = context.plan.dataset.fields.front().size.value_or(facts.size);
  return kScratch * pixel * (pixels(facts.size) + pixels(made));
}

/// Estimated bytes of one copy as encoded for every output.
std::uint64_t encoded_bytes(const WorkContext& context, std::size_t record) {
  const Dataset& dataset = context.plan.dataset;
  const Size made = dataset.fields.front().size.value_or(context.survey.facts[record].size);
  std::uint64_t bytes = 0;
  for (const OutputSpec& output : context.spec.outputs) bytes += estimated_bytes(output, dataset, made);
  return bytes;
}

}  // namespace

std::uint64_t bytes_of(const FinishedCopy& copy) {
  std::uint64_t bytes = 0;
  for (const EncodedExample& example : copy.encoded) {
    for (const auto& part : example.parts) bytes += part.size();
  }
  return bytes;
}

std::uint64_t bytes_of(const Slot& slot) {
  std::uint64_t bytes = 0;
  if (const auto* copies = std::get_if<FinishedCopies>(&slot.result)) {
    for (const auto& copy : *copies) {
      if (copy) bytes += bytes_of(*copy) + copy->log.size();
    }
  }
  return bytes;
}

std::vector<std::uint64_t> partner_bytes(const WorkContext& context) {
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < context.survey.records.size(); ++i) {
    if (!context.survey.facts[i].reject) largest = std::max(largest, sample_bytes(context, i));
  }
  std::vector<std::uint64_t> bytes;
  for (const SplitPlan& split : context.plan.splits) {
    int most = 0;
    for (const int copy : split.copies()) most = std::max(most, partners_at_once(split.ops_of(copy)));
    bytes.push_back(largest * static_cast<std::uint64_t>(most));
  }
  return bytes;
}

std::uint64_t working_bytes(const WorkContext& context, std::size_t split, std::size_t record) {
  const std::size_t copies = context.plan.splits[split].copies().size();
  return sample_bytes(context, record) + context.partner_bytes[split] + copies * encoded_bytes(context, record);
}

Slot make_slot(const WorkContext& context, std::size_t index, const SplitPlan& split, std::int64_t place) {
  Slot slot;
  slot.index = index;
  const std::size_t record_index = split.record_at(place);
  const Record& record = context.survey.records[record_index];
  Loaded loaded;
  {
    const Stopwatch watch(slot.seconds.decode);
    loaded = load_record(context.spec, context.survey, record_index);
  }
  if (loaded.reject) {
    slot.result = std::move(*loaded.reject);
    return slot;
  }
  Partners partners = partners_of(context.spec, context.survey, split, place);
  partners.load = [load = std::move(partners.load), &slot](std::int64_t other) {
    const Stopwatch watch(slot.seconds.decode);
    return load(other);
  };
  FinishedCopies copies;
  for (const int copy : split.copies()) {
    auto finished = make_copy(context, record, loaded.sample, split, partners, copy, slot.seconds);
    if (!finished) {
      slot.result = Reject{record.key, record.image, finished.error()};
      return slot;
    }
    copies.push_back(std::move(*finished));
  }
  slot.result = std::move(copies);
  return slot;
}

}  // namespace augshard
