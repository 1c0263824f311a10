#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "op/op.h"

namespace augshard {

/// Checks the JSON object of one op against its declaration and gives the op with its parameters. Every problem found
/// is added to `diagnostics` with the JSON pointer of the value at fault (`pointer` + "/" + key; `pointer` itself for
/// a missing parameter and a broken rule) and the codes "unknown-parameter", "missing-parameter", "type", "range",
/// "choice", "order" ([hi, lo]), "weights" (their count or sum), "rule"; rules are tried only when all else is good.
/// The keys in `common` ("op", "p", ...) belong to the caller and are skipped.
std::optional<BoundOp> bind_op(const OpInfo& info, const nlohmann::json& object, const std::string& pointer,
                               const std::vector<std::string>& common, Diagnostics& diagnostics);

/// Keys that every op of this kind takes beside its own parameters: "op", "p", and for geometry "interpolation",
/// "border", "fill", "mask_fill".
const std::vector<std::string>& common_keys(OpKind kind);

/// What "interpolation" and "border" take, in the order of the enums: of images, so without label_linear.
const std::vector<std::string>& interpolation_names();
const std::vector<std::string>& border_names();

/// Reads one value of a pipeline as a Draw: 7 | [lo, hi] | {"choice": ...} | {"normal": ...} | {"loguniform": ...}.
/// Everything that can be drawn lies in `range` (a normal is cut there; its mean must lie inside).
std::optional<Draw> read_draw(const nlohmann::json& value, const std::string& pointer, Range range, bool whole,
                              Diagnostics& diagnostics);

/// A parameter's default as JSON (null = not set), read from fresh parameters.
nlohmann::json default_of(const OpInfo& info, const Param& param);

/// The Draw as it stands in a pipeline.
nlohmann::json draw_json(const Draw& draw);

/// A list of `count` weights, not negative and not all 0; an empty list stands for equal weights.
std::optional<std::vector<double>> read_weights(const nlohmann::json& value, const std::string& pointer,
                                                std::size_t count, Diagnostics& diagnostics);

}  // namespace augshard
