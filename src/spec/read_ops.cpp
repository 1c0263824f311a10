#include <algorithm>
#include <nlohmann/json.hpp>

#include "op/bind.h"
#include "op/table.h"
#include "op/values.h"
#include "spec/forms.h"
#include "spec/read_parts.h"
#include "spec/read_sampling.h"
#include "spec/replay_log.h"

namespace augshard {
namespace {

using nlohmann::json;

// "RandomCrop" and "random_crop" are one word.
std::string without_style(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '_') plain += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

// Names by which people may ask for an op, each with its name here: own names first.
std::vector<std::pair<std::string, std::string>> known_names() {
  std::vector<std::pair<std::string, std::string>> names;
  for (const OpInfo& info : op_table()) names.emplace_back(info.name, info.name);
  for (const CompositionForm& composition : composition_forms()) names.emplace_back(composition.name, composition.name);
  for (const OpInfo& info : op_table()) {
    for (const std::string& other : info.other_names) names.emplace_back(other, info.name);
  }
  return names;
}

std::string hint_for_op(const std::string& name) {
  const auto names = known_names();
  std::vector<std::string> candidates;
  for (const auto& [spelling, op] : names) {
    if (without_style(spelling) == without_style(name)) return "it is called '" + op + "' here";
    candidates.push_back(spelling);
  }
  const std::string near = did_you_mean(name, candidates);
  if (near.empty()) return "`augshard ops` lists them";
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return near == "did you mean '" + entry.first + "'?"; });
  return found->first == found->second ? near : "did you mean '" + found->second + "' (" + found->first + ")?";
}

// "n" of some_of; by default 1 to 3, at most as many as there are.
IntDraw read_count(const ObjectReader& in, std::size_t children, bool replace, Diagnostics& diagnostics) {
  const double most = static_cast<double>(children);
  IntDraw count{children > 1 ? Draw::uniform(1, std::min(3.0, most)) : Draw::constant(1)};
  const json* value = in.find("n");
  if (value == nullptr) return count;
  const std::string n = in.pointer_of("n");
  const auto read = read_draw(*value, n, kHowManyRange, true, diagnostics);
  if (!read) return count;
  count.draw = *read;
  if (!replace && read->bounds().second > most) {
    report(diagnostics, "rule", n, "more are to be drawn than the " + std::to_string(children) + " ops it holds",
           "with \"replace\": true one may be drawn more than once");
  }
  return count;
}

IntDraw read_chain_count(const ObjectReader& in, std::string_view key, const IntDraw& fallback,
                         Diagnostics& diagnostics) {
  const json* value = in.find(key);
  if (value == nullptr) return fallback;
  const auto read = read_draw(*value, in.pointer_of(key), kChainRange, true, diagnostics);
  return read ? IntDraw{*read} : fallback;
}

// Channels of an image by number, from 0, each once.
std::vector<int> read_channels(const ObjectReader& in, Diagnostics& diagnostics) {
  const json* value = in.find("channels");
  if (value == nullptr) return {};
  const std::string pointer = in.pointer_of("channels");
  std::vector<int> channels;
  if (!value->is_array() || value->empty()) {
    report(diagnostics, "type", pointer, "expected a list of channel numbers, got " + shown(*value),
           "[0, 2] are the first and the third");
    return channels;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const auto channel = read_integer((*value)[i], member(pointer, i), kChannelRange, diagnostics);
    if (!channel) continue;
    if (std::find(channels.begin(), channels.end(), *channel) != channels.end()) {
      report(diagnostics, "duplicate", member(pointer, i),
             "channel " + std::to_string(*channel) + " stands there twice");
    }
    channels.push_back(static_cast<int>(*channel));
  }
  return channels;
}

// What acts on one image in parts, or several times over, can move no target.
void check_pixels_only(const OpList& ops, const std::string& composition, Diagnostics& diagnostics) {
  for (const OpNode& node : ops) {
    if (const auto* children = std::get_if<Composition>(&node.content)) {
      check_pixels_only(children->ops, composition, diagnostics);
      continue;
    }
    const OpInfo* info = std::get<BoundOp>(node.content).info;
    if (info == nullptr || info->kind == OpKind::pixels) continue;
    report(diagnostics, "rule", node.pointer,
           "'" + composition + "' holds ops of the kind pixels, and '" + info->name + "' is of the kind " +
               std::string(name_of(info->kind)),
           "put it before or after");
  }
}

// The partners of a mix are drawn from the records of this run, which are not those of the log.
void check_no_mix(const OpList& ops, Diagnostics& diagnostics) {
  for (const OpNode& node : ops) {
    if (const auto* children = std::get_if<Composition>(&node.content)) {
      check_no_mix(children->ops, diagnostics);
    } else if (const OpInfo* info = std::get<BoundOp>(node.content).info;
               info != nullptr && info->kind == OpKind::mix) {
      report(diagnostics, "rule", node.pointer, "'" + info->name + "' mixes records, which 'replay' cannot",
             "put it before or after");
    }
  }
}

// A policy's ops have no place of their own in the file. What it says of sampling holds for its geometry.
void set_origin(OpList& ops, const std::string& pointer, const SamplingChoice& sampling) {
  for (OpNode& node : ops) {
    node.pointer = pointer;
    if (auto* composition = std::get_if<Composition>(&node.content)) {
      set_origin(composition->ops, pointer, sampling);
    } else if (const OpInfo* info = std::get<BoundOp>(node.content).info; info->kind == OpKind::geometry) {
      node.sampling = sampling;
    }
  }
}

/// Reads a list of ops with all that it holds. Paths of files are relative to `folder`.
class OpsReader {
 public:
  OpsReader(const std::filesystem::path& folder, Diagnostics& diagnostics)
      : folder_(folder), diagnostics_(diagnostics) {}

  OpList read_list(const json& value, const std::string& pointer, const std::string& path) {
    OpList list;
    if (!value.is_array()) {
      report(diagnostics_, "type", pointer, "expected a list of ops, got " + shown(value));
      return list;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      list.push_back(read_op(value[i], member(pointer, i), path + std::to_string(i)));
    }
    return list;
  }

 private:
  OpNode read_op(const json& value, const std::string& pointer, const std::string& path) {
    OpNode node;
    node.path = path;
    node.pointer = pointer;
    if (value.is_string()) {
      const auto name = value.get<std::string>();
      read_named(name, json{{"op", name}}, pointer, node);
    } else if (!value.is_object()) {
      report(diagnostics_, "type", pointer, "expected an op, got " + shown(value),
             R"(write {"op": "rotate", ...}, or "transpose" for an op without parameters)");
    } else if (!value.contains("op")) {
      report(diagnostics_, "missing-key", pointer, "an op needs 'op', its name", R"(write {"op": "rotate", ...})");
    } else if (const auto name = read_string(value["op"], member(pointer, "op"), {}, diagnostics_)) {
      read_named(*name, value, member(pointer, "op"), node);
    }
    return node;
  }

  void read_named(const std::string& name, const json& object, const std::string& name_pointer, OpNode& node) {
    const auto& compositions = composition_forms();
    const auto composition =
        std::find_if(compositions.begin(), compositions.end(), [&](const auto& c) { return c.name == name; });
    if (composition != compositions.end()) {
      node.content = read_composition(*composition, object, node);
    } else if (const OpInfo* info = find_op(name)) {
      read_plain(*info, object, node);
    } else {
      report(diagnostics_, "unknown-op", name_pointer, "no op is named " + in_quotes(name), hint_for_op(name));
    }
  }

  void read_plain(const OpInfo& info, const json& object, OpNode& node) {
    if (object.contains("p")) {
      const std::size_t before = diagnostics_.size();
      node.p = read_number(object["p"], member(node.pointer, "p"), Range{0, 1}, diagnostics_).value_or(1);
      add_hint(diagnostics_, before, "default is 1");
    }
    const std::vector<std::string>& common = common_keys(info.kind);
    if (std::find(common.begin(), common.end(), "fill") != common.end()) {
      node.sampling = read_sampling(object, node.pointer, diagnostics_);
    }
    auto bound = bind_op(info, object, node.pointer, common, diagnostics_);
    if (!bound) return;
    if (const auto* policy = std::get_if<PolicyKernel>(&info.kernel)) {
      node.content = expand(policy->ops(bound->params.get()), node);
    } else {
      node.content = std::move(*bound);
    }
  }

  // A policy is the list of ops that it stands for.
  Composition expand(const std::string& ops, const OpNode& node) {
    Composition result;
    result.ops = read_list(json::parse(ops), node.pointer, node.path + "/ops/");
    set_origin(result.ops, node.pointer, node.sampling);
    return result;
  }

  Composition read_composition(const CompositionForm& composition, const json& object, OpNode& node) {
    const ObjectReader in(object, node.pointer, "'" + composition.name + "'", composition.form, diagnostics_);
    if (composition.name == "sometimes") node.p = 0.5;
    in.set("p", node.p);
    Composition result;
    const json* children = in.find("ops");
    if (children != nullptr && composition.name != "identity") {
      result.ops = read_list(*children, in.pointer_of("ops"), node.path + "/ops/");
      if (children->is_array() && children->empty()) {
        report(diagnostics_, "empty", in.pointer_of("ops"), "'" + composition.name + "' holds no ops",
               "\"identity\" is the op that does nothing");
      }
    }
    read_own_keys(composition.name, in, result);
    return result;
  }

  void read_own_keys(const std::string& name, const ObjectReader& in, Composition& result) {
    const std::size_t children = result.ops.size();
    if (name == "one_of") {
      result.kind = Composition::Kind::one_of;
      if (const json* weights = in.find("weights"); weights != nullptr && children > 0) {
        result.weights =
            read_weights(*weights, in.pointer_of("weights"), children, diagnostics_).value_or(std::vector<double>{});
      }
    } else if (name == "some_of") {
      result.kind = Composition::Kind::some_of;
      in.set("replace", result.replace);
      if (children > 0) result.n = read_count(in, children, result.replace, diagnostics_);
    } else if (name == "random_order") {
      result.kind = Composition::Kind::random_order;
    } else if (name == "selective_channels") {
      result.kind = Composition::Kind::selective_channels;
      result.channels = read_channels(in, diagnostics_);
      check_pixels_only(result.ops, name, diagnostics_);
    } else if (name == "blend") {
      result.kind = Composition::Kind::blend;
      result.width = read_chain_count(in, "width", IntDraw{Draw::constant(3)}, diagnostics_);
      result.depth = read_chain_count(in, "depth", IntDraw{Draw::uniform(1, 3)}, diagnostics_);
      check_pixels_only(result.ops, name, diagnostics_);
    } else if (name == "replay") {
      result.kind = Composition::Kind::replay;
      result.log = read_log(in);
      check_no_mix(result.ops, diagnostics_);
    }
  }

  std::shared_ptr<const ReplayLog> read_log(const ObjectReader& in) {
    std::string path;
    in.set("log", path);
    if (path.empty()) return nullptr;
    auto log = ReplayLog::open(folder_ / path);
    if (log) return std::make_shared<const ReplayLog>(std::move(*log));
    report(diagnostics_, log.error().code, in.pointer_of("log"), log.error().message, log.error().hint);
    return nullptr;
  }

  const std::filesystem::path& folder_;
  Diagnostics& diagnostics_;
};

}  // namespace

OpList read_ops(const json& value, const std::string& pointer, const std::filesystem::path& folder,
                Diagnostics& diagnostics) {
  return OpsReader(folder, diagnostics).read_list(value, pointer, "");
}

}  // namespace augshard
