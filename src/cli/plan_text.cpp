#include "cli/plan_text.h"

#include <algorithm>

#include "base/counted.h"
#include "cli/text.h"
#include "source/names.h"

namespace augshard {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

std::string copies_text(const std::vector<int>& copies) {
  if (copies.empty()) return "none";
  if (copies.size() == 1) return std::to_string(copies.front());
  return std::to_string(copies.front()) + ".." + std::to_string(copies.back());
}

std::string shape_text(const Field& field) {
  const std::string size = field.size ? number(field.size->height) + " x " + number(field.size->width) : "any size";
  if (!field.is_image) return size;
  return size + " x " + (field.channels ? number(*field.channels) : "any") + " channels";
}

std::string field_line(const Field& field) {
  return "  " + field.name + ": " + (field.is_image ? "image" : std::string(name_of(field.mask_kind)) + " mask") +
         ", " + std::string(name_of(field.dtype)) + ", " + shape_text(field) + "\n";
}

std::string row(const std::vector<std::string>& cells, std::size_t name_width) {
  std::string line = "  " + left(cells.front(), name_width);
  for (std::size_t i = 1; i < cells.size(); ++i) line += right(cells[i], 10);
  return line + "\n";
}

}  // namespace

std::int64_t examples_of(const SplitPlan& split) {
  return split.record_count() * static_cast<std::int64_t>(split.copies().size());
}

PlanTotals totals_of(const Plan& plan) {
  PlanTotals totals;
  for (const SplitPlan& split : plan.splits) {
    totals.records += split.record_count();
    totals.examples += examples_of(split);
  }
  return totals;
}

std::string plan_text(const Spec& spec, const Plan& plan) {
  const PlanTotals totals = totals_of(plan);
  std::string text = spec.name + " " + spec.version + ", seed " + std::to_string(spec.seed) + ": " +
                     counted(totals.records, "record", "records") + " give " +
                     counted(totals.examples, "example", "examples") + "\n";
  for (const Field& field : plan.dataset.fields) text += field_line(field);
  std::size_t width = 5;
  for (const SplitPlan& split : plan.splits) width = std::max(width, split.spec().name.size());
  text += row({"split", "records", "copies", "examples", "shards"}, width);
  for (const SplitPlan& split : plan.splits) {
    text += row({split.spec().name, number(split.record_count()), copies_text(split.copies()),
                 number(examples_of(split)), number(split.shard_count())},
                width);
  }
  for (const OutputSpec& output : spec.outputs) text += "  output " + output.type + " in " + output.path + "/\n";
  return text + "  about " + bytes_text(plan.estimated_bytes) + " in all\n";
}

std::string splits_text(const Plan& plan) {
  std::string text;
  for (const SplitPlan& split : plan.splits) {
    text += (text.empty() ? "" : "; ") + split.spec().name + " " + counted(split.record_count(), "record", "records") +
            ", " + counted(examples_of(split), "example", "examples") + ", " +
            counted(split.shard_count(), "shard", "shards");
  }
  return text;
}

}  // namespace augshard
