#include "spec/read_sampling.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "op/bind.h"
#include "op/values.h"
#include "spec/forms.h"

namespace augshard {
namespace {

using nlohmann::json;

// `null` leaves a key of sampling unset, as if it were absent.
const json* find_set(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

template <class Enum>
std::optional<Enum> read_named(const json& object, const char* key, const std::vector<std::string>& names,
                               const std::string& pointer, Diagnostics& diagnostics) {
  const json* value = find_set(object, key);
  if (value == nullptr) return std::nullopt;
  const auto name = read_string(*value, member(pointer, key), names, diagnostics);
  if (!name) return std::nullopt;
  return static_cast<Enum>(std::find(names.begin(), names.end(), *name) - names.begin());
}

// The names stand in the order of the enums.
static_assert(static_cast<int>(Interpolation::nearest) == 0 && static_cast<int>(Interpolation::linear) == 1 &&
              static_cast<int>(Interpolation::cubic) == 2 && static_cast<int>(Interpolation::lanczos4) == 3 &&
              static_cast<int>(Interpolation::area) == 4);
static_assert(static_cast<int>(Border::constant) == 0 && static_cast<int>(Border::replicate) == 1 &&
              static_cast<int>(Border::reflect) == 2 && static_cast<int>(Border::reflect101) == 3 &&
              static_cast<int>(Border::wrap) == 4);

}  // namespace

SamplingChoice read_sampling(const json& object, const std::string& pointer, Diagnostics& diagnostics) {
  SamplingChoice choice;
  choice.interpolation =
      read_named<Interpolation>(object, "interpolation", interpolation_names(), pointer, diagnostics);
  choice.border = read_named<Border>(object, "border", border_names(), pointer, diagnostics);
  if (const json* fill = find_set(object, "fill")) {
    const std::size_t before = diagnostics.size();
    choice.fill = read_numbers(*fill, member(pointer, "fill"), Range{0, 1}, diagnostics);
    add_hint(diagnostics, before, kFillHint);
  }
  if (const json* fill = find_set(object, "mask_fill")) {
    choice.mask_fill = read_number(*fill, member(pointer, "mask_fill"), kLabelRange, diagnostics);
  }
  return choice;
}

}  // namespace augshard
