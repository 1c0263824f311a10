#include "ops/kernels/policy_space.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "base/exact_math.h"

namespace augshard {
namespace {

// {"choice": [...]}, or the number itself where there is but one.
std::string choice_of(const std::vector<double>& values) {
  if (std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); })) {
    return json_number(values.front());
  }
  std::string list;
  for (const double value : values) list += (list.empty() ? "" : ", ") + json_number(value);
  return R"({"choice": [)" + list + "]}";
}

std::string one_way(std::span<const double> strengths) { return choice_of({strengths.begin(), strengths.end()}); }

// Each strength with either sign, about `middle`.
std::string both_ways(std::span<const double> strengths, double middle = 0) {
  std::vector<double> values;
  for (const double strength : strengths) {
    values.push_back(middle - strength);
    values.push_back(middle + strength);
  }
  return choice_of(values);
}

// The angle of a tangent in [0, 1], by Newton's method: exact::tan gives the same bits everywhere.
double degrees_of(double tangent) {
  double angle = tangent;
  for (int i = 0; i < 8; ++i) {
    const double t = exact::tan(angle);
    angle -= (t - tangent) / (1 + t * t);
  }
  return angle * (180 / std::numbers::pi);
}

std::string shear(const std::string& axis, std::span<const double> tangents) {
  std::vector<double> degrees;
  for (const double tangent : tangents) degrees.push_back(degrees_of(tangent));
  return R"("affine", ")" + axis + R"(": )" + both_ways(degrees);
}

// Neutral but for one factor.
std::string jitter(const std::string& name, std::span<const double> strengths) {
  std::string text = R"("color_jitter")";
  for (const char* other : {"brightness", "contrast", "saturation"}) {
    text += ", \"" + std::string(other) + "\": " + (name == other ? both_ways(strengths, 1) : "1");
  }
  return text + R"(, "hue": 0)";
}

// Name and parameters, as they stand after "op": in an object.
std::string body_of(PolicyMember member, std::span<const double> strengths) {
  switch (member) {
    case PolicyMember::identity: return R"("identity")";
    case PolicyMember::shear_x: return shear("shear_x_deg", strengths);
    case PolicyMember::shear_y: return shear("shear_y_deg", strengths);
    case PolicyMember::translate_x:
      return R"("affine", "translate_frac": )" + both_ways(strengths) + R"(, "translate_y_frac": 0)";
    case PolicyMember::translate_y: return R"("affine", "translate_y_frac": )" + both_ways(strengths);
    case PolicyMember::rotate: return R"("rotate", "angle_deg": )" + both_ways(strengths);
    case PolicyMember::brightness: return jitter("brightness", strengths);
    case PolicyMember::color: return jitter("saturation", strengths);
    case PolicyMember::contrast: return jitter("contrast", strengths);
    case PolicyMember::sharpness: return R"("sharpness", "factor": )" + both_ways(strengths, 1);
    case PolicyMember::posterize: return R"("posterize", "bits": )" + one_way(strengths);
    case PolicyMember::solarize: return R"("solarize", "threshold": )" + one_way(strengths);
    case PolicyMember::auto_contrast: return R"("auto_contrast")";
    case PolicyMember::equalize: return R"("equalize", "method": "pil")";
    case PolicyMember::invert: return R"("invert")";
  }
  return "";
}

}  // namespace

std::string policy_op(PolicyMember member, std::span<const double> strengths, double p) {
  return R"({"op": )" + body_of(member, strengths) + (p < 1 ? R"(, "p": )" + json_number(p) : "") + "}";
}

std::vector<double> evenly(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(first + (last - first) * i / (count - 1));
  return values;
}

std::vector<double> bits_kept(int most, int least, int count) {
  std::vector<double> bits;
  for (const double lost : evenly(0, most - least, count)) bits.push_back(most - std::nearbyint(lost));
  return bits;
}

std::string op_list(const std::vector<std::string>& ops) {
  std::string list;
  for (const std::string& op : ops) list += (list.empty() ? "" : ", ") + op;
  return "[" + list + "]";
}

std::string json_number(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

std::string json_range(const IntDraw& draw) {
  const auto [low, high] = draw.draw.bounds();
  return low == high ? json_number(low) : "[" + json_number(low) + ", " + json_number(high) + "]";
}

}  // namespace augshard
