#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "import/rules.h"

namespace augshard {

/// An op as it is printed: its keys keep the order in which they were set.
using OpJson = nlohmann::ordered_json;
using OpsJson = std::vector<OpJson>;

/// What could not be carried over (errors), and what acts differently (warnings, each told once).
class Report {
 public:
  void lost(std::string pointer, std::string message, std::string hint);
  void differs(std::string pointer, std::string message, std::string hint = "");
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

/// One line of a table: a parameter there, and what becomes of its value.
struct Parameter {
  std::string there;     ///< its names, of this and of older releases: "fill|value"; empty = a value set in any case
  std::string fallback;  ///< JSON: its default there; empty = must be given
  std::string here;      ///< its name here; empty = it has none
  ValueRule rule;
};
using Parameters = std::vector<Parameter>;

class Transform;

/// One entry of a table: a transform there, and the op that it becomes.
struct Conversion {
  std::string there;
  std::string here;  ///< an op; empty = `special` makes what there is to make, or nothing is needed
  double p = 1;      ///< its probability where the file names none
  Parameters parameters = {};
  OpsJson (*special)(Transform&) = nullptr;  ///< makes the ops out of what the lines have set
  std::string note = {};                     ///< what acts differently here
  std::string example = "{}";                ///< JSON: parameters that it must be given, for tests
};
using Table = std::vector<Conversion>;

/// A transform that is known, but whose numbers do not carry over.
struct Refusal {
  std::string there;
  std::string here;  ///< the op to write by hand; empty = there is none
  std::string why;
};
using Refusals = std::vector<Refusal>;

/// Two tables as one list of lines.
Parameters operator+(Parameters first, const Parameters& second);

/// A parameter whose value holds both ends of a range that older releases keep in two.
struct OldPair {
  std::string transform, low, high, now;
};

/// A transform as it stands in a file.
struct Given {
  const nlohmann::json& parameters;       ///< an object
  std::string pointer;                    ///< of `parameters`, into the file
  std::vector<std::string> neutral = {};  ///< keys of it that mean nothing here
  std::string p_key = "p";                ///< the parameter that is its probability; empty = it has none
};

/// A transform on its way: `op` is filled line by line, then a special case may change it.
class Transform {
 public:
  Transform(const Conversion& conversion, const Given& given, Report& report);

  /// A parameter as the file has it, else its default there.
  [[nodiscard]] const nlohmann::json& value(std::string_view there) const;
  /// The pointer of a parameter, of the transform where the file does not name it.
  [[nodiscard]] std::string pointer_of(std::string_view there) const;
  [[nodiscard]] const std::string& name() const { return conversion_.there; }
  /// Sets a parameter here to a value there by a rule; where the rule does not take it, the parameter there is lost.
  bool set(OpJson& target, std::string_view here, std::string_view there, const ValueRule& rule,
           const nlohmann::json& value);
  bool set(std::string_view here, std::string_view there, const ValueRule& rule) {
    return set(op, here, there, rule, value(there));
  }
  /// This parameter cannot be carried over; the op comes out without it.
  void lose(std::string_view there, const std::string& why = "");
  /// The transform cannot be carried over: nothing comes out.
  OpsJson lose_all(const std::string& why);
  void differs(const std::string& what);
  /// The ops of another transform that this one holds.
  OpsJson convert_part(const Conversion& conversion, const nlohmann::json& parameters);

  OpJson op;
  double p = 1;

 private:
  void read_p(const Given& given);
  void read_line(const Parameter& line, const Given& given);
  void report_unknown(const Given& given);
  void settle_border();
  [[nodiscard]] bool has_line_for(std::string_view here) const;

  const Conversion& conversion_;
  std::string pointer_;
  Report& report_;
  std::vector<std::pair<std::string, nlohmann::json>> values_;  ///< by the first name of each line
  std::vector<std::pair<std::string, std::string>> pointers_;
};

/// The entry of that name, or nullptr.
const Conversion* find_conversion(const Table& table, std::string_view there);

/// The ops of one transform; none where it cannot be carried over, which is reported. What comes out is good for the
/// reader of pipelines.
OpsJson convert(const Conversion& conversion, const Given& given, Report& report);

/// Whether every key of the transform is a parameter of the entry.
bool knows_all(const Conversion& conversion, const Given& given);

/// Reports a transform without an entry, by its refusal where it has one.
void report_unknown_transform(const std::string& name, const Refusals& refusals, std::string pointer, Report& report);

}  // namespace augshard
