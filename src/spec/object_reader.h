#pragma once

#include <cassert>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "op/op.h"

namespace augshard {

enum class KeyType : std::uint8_t { boolean, integer, number, numbers, string, choice, strings, other };

/// One key of an object of the pipeline file: the checks and the JSON Schema are made from it.
struct Key {
  std::string name;
  KeyType type = KeyType::other;
  std::string doc = {};                   ///< one sentence
  Range range = {};                       ///< of the numbers in it
  std::vector<std::string> choices = {};  ///< of a choice
  bool required = false;
  std::string fallback = {};    ///< the default as JSON, where it is a plain value
  std::string hint = {};        ///< how to mend a bad value; else the default is named
  std::string definition = {};  ///< type other: its name in `$defs`; type string: may name a pattern there
};

/// The definition of a text that must not be empty.
inline constexpr const char* kFilledText = "filled_text";

using Form = std::vector<Key>;

/// Reads an object of the pipeline file by its form. Unknown keys and missing required ones are reported at once, bad
/// values when they are read; a target keeps its value where the key is absent or bad.
class ObjectReader {
 public:
  /// `what` names the object in messages: "an output of type tfrecord".
  ObjectReader(const nlohmann::json& object, std::string pointer, std::string what, const Form& form,
               Diagnostics& diagnostics);

  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  /// The value, or nullptr where it is absent.
  [[nodiscard]] const nlohmann::json* find(std::string_view key) const;
  [[nodiscard]] std::string pointer_of(std::string_view key) const;
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

  void set(std::string_view key, bool& target) const;
  void set(std::string_view key, int& target) const;
  void set(std::string_view key, double& target) const;
  void set(std::string_view key, std::string& target) const;
  void set(std::string_view key, std::vector<double>& target) const;
  void set(std::string_view key, std::vector<std::string>& target) const;
  template <class T>
  void set(std::string_view key, std::optional<T>& target) const {
    T value{};
    const std::size_t before = diagnostics_->size();
    set(key, value);
    if (has(key) && diagnostics_->size() == before) target = std::move(value);
  }
  /// A choice as an enum: `values` in the order of the form's choices.
  template <class Enum>
  void set_enum(std::string_view key, Enum& target, std::initializer_list<Enum> values) const {
    set_enum(key, target, std::span<const Enum>(values.begin(), values.size()));
  }
  template <class Enum>
  void set_enum(std::string_view key, Enum& target, std::span<const Enum> values) const {
    const std::optional<std::size_t> index = choice(key);
    assert(declared(key).choices.size() == values.size());
    if (index) target = values[*index];
  }

 private:
  template <class T, class Read>
  void set_with(std::string_view key, T& target, const Read& read) const;
  [[nodiscard]] const Key& declared(std::string_view key) const;
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key) const;

  const nlohmann::json* object_;
  std::string pointer_;
  const Form* form_;
  Diagnostics* diagnostics_;
};

/// True for an object; else reports "type".
bool expect_object(const nlohmann::json& value, const std::string& pointer, Diagnostics& diagnostics);
/// A list of strings without duplicates.
std::optional<std::vector<std::string>> read_strings(const nlohmann::json& value, const std::string& pointer,
                                                     Diagnostics& diagnostics);

}  // namespace augshard
