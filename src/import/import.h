#pragma once

#include <filesystem>
#include <string>

#include "base/diagnostic.h"

namespace augshard {

/// A list of ops made from the saved pipeline of another library.
struct Imported {
  std::string ops;  ///< a JSON array, ready to stand as "ops"; what could not be carried over is left out
  /// Errors name what was not carried over, warnings what acts differently here; in the order of the text. A text that
  /// cannot be read at all gives one or more errors of another code than "not-carried", and no ops.
  Diagnostics diagnostics;
};

/// Reads a pipeline of Albumentations (A.save, A.to_dict), of Keras or KerasCV (serialize_keras_object, to_json of a
/// Pipeline or a Sequential), or a list of torchvision or OpenMMLab transforms ({"name" or "type": ..., parameters}).
/// Every list that comes out is one that the reader of pipelines takes. `file` is the name for messages.
Imported import_pipeline(const std::string& text, const std::filesystem::path& file);

/// The code of the errors that --partial turns into warnings.
inline constexpr const char* kNotCarried = "not-carried";

}  // namespace augshard
