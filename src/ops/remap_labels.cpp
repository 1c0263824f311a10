#include <algorithm>

#include "op/op.h"

namespace augshard {
namespace {

struct RemapLabels {
  LabelMap map;
  std::optional<int> other = 255;
};

// The largest id that can come out besides those that stay.
std::int64_t largest_id(const RemapLabels& params) {
  std::int64_t largest = params.other.value_or(0);
  for (const auto& [from, to] : params.map) largest = std::max(largest, to);
  return largest;
}

// Ids must fit: the type is as wide as the mask's own or wider.
DType result_type(const RemapLabels& params, DType own) {
  const std::int64_t largest = largest_id(params);
  if (largest > 65535 || own == DType::int32) return DType::int32;
  return largest > 255 || own == DType::uint16 ? DType::uint16 : DType::uint8;
}

Shape shape_of(const RemapLabels& params, const Shape& in) {
  Shape out = in;
  if (in.dtype) out.dtype = result_type(params, *in.dtype);
  return out;
}

// Labels come in runs, so the last answer mostly serves again.
template <class From, class To>
void remap(const RemapLabels& params, const Image& mask, Image& result) {
  const auto from = mask.values<From>();
  const auto to = result.values<To>();
  const auto answer = [&](From id) {
    const auto found = params.map.find(static_cast<std::int64_t>(id));
    if (found != params.map.end()) return static_cast<To>(found->second);
    return params.other ? static_cast<To>(*params.other) : static_cast<To>(id);
  };
  From last{};
  To last_answer = answer(last);
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] != last) {
      last = from[i];
      last_answer = answer(last);
    }
    to[i] = last_answer;
  }
}

void remap_labels(const RemapLabels& params, Image& mask, Draws&) {
  Image result(mask.size(), mask.channels(), result_type(params, mask.dtype()));
  visit_dtype(mask.dtype(), [&]<class From>(From) {
    visit_dtype(result.dtype(), [&]<class To>(To) {
      if constexpr (sizeof(To) >= sizeof(From)) remap<From, To>(params, mask, result);
    });
  });
  mask = std::move(result);
}

}  // namespace

OpInfo op_remap_labels() {
  return OpBuilder<RemapLabels>("remap_labels", "Gives the ids of label masks other numbers.")
      .param("map", &RemapLabels::map, Range{0, 2147483647}, Unit::label,
             "Old id to new id; masks become wider where a new id needs it.")
      .required()
      .param("other", &RemapLabels::other, Range{0, 2147483647}, Unit::label,
             "What every id becomes that the map does not name; null leaves those as they are.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .shape(shape_of)
      .example(R"({"op": "remap_labels", "map": {"0": 0, "7": 1, "8": 1}, "other": 255})")
      .example(R"({"op": "remap_labels", "map": {"3": 1}, "other": null})")
      .also_known_as({"MapLabelValued", "reduce_zero_label", "lookup_table"})
      .labels(remap_labels);
}

}  // namespace augshard
