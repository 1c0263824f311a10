#include "sink/verify_statistics.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "sink/tfrecord/encoding.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

template <class Sum>
void add_to(FoundSums::Entry<Sum>& entry, const Sum& sum) {
  merge(entry.sum, sum);
  ++entry.examples;
}

/// The quantisation step of the DC coefficient in the tables of the JPEG standard (annex K), as libjpeg scales them.
double dc_step(int base, int quality) {
  const int scale = quality < 50 ? 5000 / std::max(quality, 1) : 200 - 2 * quality;
  return std::clamp((base * scale + 50) / 100, 1, 255);
}

/// How far two numbers may lie apart: absolute, and as a share of the one that dataset.json holds.
struct Tolerance {
  double absolute = 0;
  double share = 0;
};

struct Tolerances {
  Tolerance mean;
  Tolerance std;
};

/// Averaged chroma that is clipped moves the mean of a channel by at most 27 of 255 levels (pixels of magenta among as
/// many black ones); a DC step of s by s / 16 in luma and twice that in chroma. The spread of noise may be halved, and
/// below a quality of 50 nothing holds it.
Tolerances tolerances_of_jpeg(int quality) {
  constexpr double kClipped = 28;
  const double mean = (kClipped + dc_step(16, quality) / 8 + dc_step(17, quality) / 4) / 255;
  return {{mean, 0}, quality < 50 ? Tolerance{1, 0} : Tolerance{mean, 0.5}};
}

bool is_near(const Json& said, const Json& found, Tolerance tolerance) {
  if (!said.is_number() || !found.is_number()) return said == found;
  const auto wanted = said.get<double>();
  return std::abs(wanted - found.get<double>()) <= tolerance.absolute + tolerance.share * std::abs(wanted);
}

bool are_near(const Json& said, const Json& found, Tolerance tolerance) {
  return said.is_array() && found.is_array() &&
         std::equal(said.begin(), said.end(), found.begin(), found.end(),
                    [&](const Json& a, const Json& b) { return is_near(a, b, tolerance); });
}

/// Whatever the order of the members.
bool is_same(const Json& a, const Json& b) { return nlohmann::json(a) == nlohmann::json(b); }

class StatisticsCheck {
 public:
  StatisticsCheck(const Json& manifest, const Declared& declared, const OutputSpec& spec, const FoundSums& found,
                  const Tell& tell)
      : manifest_(manifest), dataset_(declared.dataset), spec_(spec), found_(found), tell_(tell) {}

  void run() {
    for (const auto& [split, counts] : manifest_.at("splits").items()) {
      const auto examples = counts.at("examples").get<std::int64_t>();
      if (examples == 0 || !manifest_.at("statistics").contains(split)) continue;
      split_ = split;
      examples_ = examples;
      said_ = &manifest_.at("statistics").at(split);
      check_split(found_.of(split));
    }
  }

 private:
  void check_split(const FoundSums::Split& found) {
    for (const Field& field : dataset_.fields) {
      const auto* entry = whole(found.pixels, field.name);
      if (entry != nullptr) check_pixels(field, *entry);
    }
    for (const auto& field : dataset_.boxes) {
      const auto* entry = whole(found.boxes, field.name);
      if (entry != nullptr) check_boxes_of(field.name, describe(entry->sum));
    }
    for (const auto& field : dataset_.keypoints) {
      const auto* entry = whole(found.keypoints, field.name);
      if (entry != nullptr) hold(field.name, said_->value(field.name, Json()), describe(entry->sum));
    }
  }

  /// Null where not every example tells it: that is its output's way, or has been reported.
  template <class Entries>
  const typename Entries::mapped_type* whole(const Entries& entries, const std::string& name) const {
    const auto entry = entries.find(name);
    return entry != entries.end() && entry->second.examples == examples_ ? &entry->second : nullptr;
  }

  void check_pixels(const Field& field, const FoundSums::Entry<FieldSums>& entry) {
    const Json found = describe(field, entry.sum);
    const Json said = said_->value(field.name, Json());
    const bool is_sum_of_floats = field.dtype == DType::float32 || field.dtype == DType::int32;
    if (!found.contains("mean") || (entry.exact && !is_sum_of_floats)) return hold(field.name, said, found);
    constexpr Tolerance kRounding{1e-5, 1e-5};
    const Tolerances tolerances =
        entry.exact ? Tolerances{kRounding, kRounding} : tolerances_of_jpeg(encoding_of(spec_, field).quality);
    const bool near = said.is_object() && said.size() == found.size() &&
                      are_near(said.value("mean", Json()), found.at("mean"), tolerances.mean) &&
                      are_near(said.value("std", Json()), found.at("std"), tolerances.std);
    if (!near) differ(field.name, said, found);
  }

  void check_boxes_of(const std::string& name, Json found) {
    const Json said = said_->value(name, Json());
    found["dropped"] = said.is_object() ? said.value("dropped", Json()) : Json();
    hold(name, said, found);
    if (!found["dropped"].is_number_unsigned()) tell(name + " has no number of boxes dropped");
  }

  void hold(const std::string& name, const Json& said, const Json& found) {
    if (!is_same(said, found)) differ(name, said, found);
  }

  void differ(const std::string& name, const Json& said, const Json& found) {
    tell("'" + name + "' is " + said.dump() + ", and the shards of " + spec_.path + " hold " + found.dump());
  }

  void tell(const std::string& message) { tell_("statistics", "statistics of '" + split_ + "': " + message); }

  const Json& manifest_;
  const Dataset& dataset_;
  const OutputSpec& spec_;
  const FoundSums& found_;
  const Tell& tell_;
  std::string split_;
  std::int64_t examples_ = 0;
  const Json* said_ = nullptr;
};

}  // namespace

void FoundSums::add(const std::string& split, const FoundExample& example) {
  Split& sums = splits_[split];
  for (const auto& [name, found] : example.pixels) {
    auto& entry = sums.pixels[name];
    add_to(entry, found.sums);
    entry.exact = entry.exact && found.exact;
  }
  for (const auto& [name, found] : example.boxes) add_to(sums.boxes[name], found);
  for (const auto& [name, found] : example.keypoints) add_to(sums.keypoints[name], found);
}

const FoundSums::Split& FoundSums::of(const std::string& split) const {
  static const Split kNone;
  const auto found = splits_.find(split);
  return found == splits_.end() ? kNone : found->second;
}

void check_statistics_keys(const Json& manifest, const Declared& declared, const Tell& tell) {
  std::set<std::string> fields;
  for (const auto& field : declared.dataset.fields) fields.insert(field.name);
  for (const auto& field : declared.dataset.boxes) fields.insert(field.name);
  for (const auto& field : declared.dataset.keypoints) fields.insert(field.name);
  const Json& statistics = manifest.at("statistics");
  for (const auto& [split, said] : statistics.items()) {
    if (!manifest.at("splits").contains(split)) tell("statistics", "statistics of '" + split + "', which is no split");
  }
  for (const auto& [split, counts] : manifest.at("splits").items()) {
    if (counts.at("examples") == 0) continue;
    std::set<std::string> said;
    if (statistics.contains(split)) {
      for (const auto& [name, entry] : statistics.at(split).items()) said.insert(name);
    }
    if (said != fields) tell("statistics", "statistics of '" + split + "' are not of all its fields");
  }
}

void check_statistics(const Json& manifest, const Declared& declared, const OutputSpec& spec, const FoundSums& found,
                      const Tell& tell) {
  StatisticsCheck(manifest, declared, spec, found, tell).run();
}

}  // namespace augshard
