#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "op/kernel.h"
#include "sample/mask_kind.h"

namespace augshard {

/// Unit of a parameter, shown in the reference and the schema.
enum class Unit : std::uint8_t { none, px, fraction, degrees, intensity, factor, label, percent, count };
std::string_view name_of(Unit unit);

/// Closed range of a number; an open side is an infinity.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

struct OneOf {
  std::vector<std::string> choices;
};

/// Label id -> label id, of remap_labels. JSON: {"7": 0}.
using LabelMap = std::map<std::int64_t, std::int64_t>;

/// Label id -> weight, not negative. JSON: {"7": 0.5}.
using LabelWeights = std::map<std::int64_t, double>;

/// A mask of the pipeline, by its name; an empty one leaves the choice to the kind of op (Scene::label_mask,
/// LabelsKernel).
struct MaskName {
  std::string name;
};

/// A boxes target of the pipeline, by its name.
struct BoxesName {
  std::string name;
};

/// Two numbers low < high that are no range to draw from, or one of the parameter's choices, which stands for two
/// numbers that the image decides. JSON: [0, 4095] | "dtype".
struct Interval {
  std::string name;  ///< the choice; empty = low and high
  double low = 0;
  double high = 1;
};

/// Points into an op's parameter struct; its alternative is the parameter's type.
using ParamTarget =
    std::variant<bool*, int*, double*, std::string*, Draw*, IntDraw*, std::optional<int>*, std::optional<double>*,
                 std::optional<Draw>*, std::vector<double>*, std::optional<std::vector<double>>*, LabelMap*,
                 LabelWeights*, MaskName*, BoxesName*, Interval*>;

struct Param {
  std::string name;
  std::string doc;  ///< one sentence
  Unit unit = Unit::none;
  Range range;                       ///< of every number in it
  std::vector<std::string> choices;  ///< of a string
  bool required = false;
  /// Set for a component: as soon as the pipeline names one component, those not named take this value; one that is a
  /// std::optional is then not set instead.
  std::optional<double> identity;
  std::function<ParamTarget(void*)> in;
};

/// What is known of an image before any is read: an empty member varies from record to record, or is not known.
struct Shape {
  std::optional<Size> size;
  std::optional<int> channels;
  std::optional<DType> dtype;
  bool operator==(const Shape&) const = default;
};

struct Rule {
  std::function<bool(const void*)> holds;
  std::string sentence;  ///< what must hold, without a full stop
};

/// The one declaration of an op: parser, help, schema, reference and contract tests are made from it.
struct OpInfo {
  std::string name;
  std::string summary;  ///< one sentence with a full stop
  OpKind kind = OpKind::pixels;
  std::vector<Param> params;
  std::vector<Rule> rules;
  std::vector<std::string> examples;  ///< JSON objects; the first runs as it stands on any RGB image of 192 px a side
  std::vector<std::string> other_names;  ///< in other libraries, for hints
  std::vector<DType> types;              ///< image types it has a meaning for
  std::vector<int> channels;             ///< channel counts it takes; empty = any
  /// The same where the parameters decide (lists of one number a channel); unset where they do not.
  std::function<std::vector<int>(const void*)> channels_of_params;
  std::function<std::shared_ptr<void>()> make;            ///< parameters with their defaults
  std::function<Shape(const void*, const Shape&)> shape;  ///< output shape from input shape
  /// Of a mix op: it takes a record and partners of one size only; augmentation checks that.
  bool equal_sizes = false;
  /// Of a mix op: shape of the masks afterwards, heatmaps aside; unset where it stays what it was.
  std::function<Shape(const void*, const Shape&)> mask_shape;
  /// Of a labels op: what the mask is afterwards; unset where it stays what it was.
  std::function<MaskKind(const void*)> mask_kind;
  /// In the order of OpKind.
  std::variant<GeometryKernel, PixelsKernel, RegionsKernel, LabelsKernel, BoxesKernel, MixKernel, PolicyKernel> kernel;
};

/// An op with checked parameters; immutable, shared by all threads.
struct BoundOp {
  const OpInfo* info = nullptr;
  std::shared_ptr<const void> params;
};

/// Channel counts that the op takes with its parameters; empty = any.
std::vector<int> channels_of(const BoundOp& op);

/// The name that the op's MaskName (BoxesName) parameter holds; empty where it has none or it is not set.
std::string mask_of(const BoundOp& op);
std::string boxes_of(const BoundOp& op);

/// Builds the declaration of an op whose parameters are the members of P. The defaults stand in P and nowhere else.
template <class P>
class OpBuilder {
 public:
  OpBuilder(std::string name, std::string summary) {
    info_.name = std::move(name);
    info_.summary = std::move(summary);
    info_.types = {DType::uint8, DType::uint16, DType::float32};
    info_.make = [] { return std::shared_ptr<void>(std::make_shared<P>()); };
    info_.shape = [](const void*, const Shape& in) { return in; };
  }

  template <class T>
  OpBuilder& param(std::string name, T P::*member, Range range, Unit unit, std::string doc) {
    Param& p = add(std::move(name), member, std::move(doc));
    p.range = range;
    p.unit = unit;
    return *this;
  }
  OpBuilder& param(std::string name, std::string P::*member, OneOf one_of, std::string doc) {
    add(std::move(name), member, std::move(doc)).choices = std::move(one_of.choices);
    return *this;
  }
  OpBuilder& param(std::string name, bool P::*member, std::string doc) {
    add(std::move(name), member, std::move(doc));
    return *this;
  }
  OpBuilder& param(std::string name, MaskName P::*member, std::string doc) {
    add(std::move(name), member, std::move(doc));
    return *this;
  }
  OpBuilder& param(std::string name, BoxesName P::*member, std::string doc) {
    add(std::move(name), member, std::move(doc));
    return *this;
  }
  OpBuilder& param(std::string name, Interval P::*member, OneOf one_of, Range range, Unit unit, std::string doc) {
    Param& p = add(std::move(name), member, std::move(doc));
    p.choices = std::move(one_of.choices);
    p.range = range;
    p.unit = unit;
    return *this;
  }
  /// Declarations that several ops have alike.
  OpBuilder& with(void (*declare)(OpBuilder&)) {
    declare(*this);
    return *this;
  }
  /// The parameter just added must be given.
  OpBuilder& required() {
    info_.params.back().required = true;
    return *this;
  }
  /// The parameter just added is a component with this neutral value (see Param::identity).
  OpBuilder& component(double identity) {
    info_.params.back().identity = identity;
    return *this;
  }
  OpBuilder& rule(bool (*holds)(const P&), std::string sentence) {
    info_.rules.push_back({[holds](const void* p) { return holds(*static_cast<const P*>(p)); }, std::move(sentence)});
    return *this;
  }
  OpBuilder& example(std::string json) {
    info_.examples.push_back(std::move(json));
    return *this;
  }
  OpBuilder& also_known_as(std::vector<std::string> names) {
    info_.other_names = std::move(names);
    return *this;
  }
  OpBuilder& types(std::vector<DType> types) {
    info_.types = std::move(types);
    return *this;
  }
  OpBuilder& channels(std::vector<int> channels) {
    info_.channels = std::move(channels);
    return *this;
  }
  OpBuilder& channels(std::vector<int> (*counts)(const P&)) {
    info_.channels_of_params = [counts](const void* p) { return counts(*static_cast<const P*>(p)); };
    return *this;
  }
  /// What the mask of a labels op is afterwards; default: what it was.
  OpBuilder& mask_kind(MaskKind (*kind)(const P&)) {
    info_.mask_kind = [kind](const void* p) { return kind(*static_cast<const P*>(p)); };
    return *this;
  }
  /// The mix op needs a record and partners of one size.
  OpBuilder& equal_sizes() {
    info_.equal_sizes = true;
    return *this;
  }
  /// How a mix op changes the shape of masks, heatmaps aside; default: not at all.
  OpBuilder& mask_shape(Shape (*change)(const P&, const Shape&)) {
    info_.mask_shape = [change](const void* p, const Shape& in) { return change(*static_cast<const P*>(p), in); };
    return *this;
  }
  /// How the shape of the image changes (of the mask, for a labels op); default: not at all.
  OpBuilder& shape(Shape (*change)(const P&, const Shape&)) {
    info_.shape = [change](const void* p, const Shape& in) { return change(*static_cast<const P*>(p), in); };
    return *this;
  }

  OpInfo geometry(Expected<Step> (*kernel)(const P&, const Scene&, Draws&)) {
    return finish(OpKind::geometry, GeometryKernel([kernel](const void* p, const Scene& scene, Draws& draws) {
                    return kernel(*static_cast<const P*>(p), scene, draws);
                  }));
  }
  OpInfo pixels(void (*kernel)(const P&, Image&, Draws&)) {
    return finish(OpKind::pixels, PixelsKernel([kernel](const void* p, Image& image, Draws& draws) {
                    kernel(*static_cast<const P*>(p), image, draws);
                  }));
  }
  OpInfo regions(Erasure (*kernel)(const P&, const Scene&, Draws&)) {
    return finish(OpKind::regions, RegionsKernel([kernel](const void* p, const Scene& scene, Draws& draws) {
                    return kernel(*static_cast<const P*>(p), scene, draws);
                  }));
  }
  /// Acts on every label mask, one after the other, or on the one that a MaskName parameter names.
  OpInfo labels(void (*kernel)(const P&, Image&, Draws&)) {
    return finish(OpKind::labels, LabelsKernel{[kernel](const void* p, Image& mask, Draws& draws) {
                    kernel(*static_cast<const P*>(p), mask, draws);
                  }});
  }
  OpInfo boxes(std::vector<LabeledBox> (*kernel)(const P&, Image&)) {
    return finish(OpKind::boxes, BoxesKernel{[kernel](const void* p, Image& mask) {
                    return kernel(*static_cast<const P*>(p), mask);
                  }});
  }
  OpInfo mix(int (*partners)(const P&), Expected<Mix> (*kernel)(const P&, std::span<const Scene>, Draws&)) {
    return finish(OpKind::mix, MixKernel{[partners](const void* p) { return partners(*static_cast<const P*>(p)); },
                                         [kernel](const void* p, std::span<const Scene> scenes, Draws& draws) {
                                           return kernel(*static_cast<const P*>(p), scenes, draws);
                                         }});
  }
  OpInfo policy(std::string (*ops)(const P&)) {
    return finish(OpKind::policy, PolicyKernel{[ops](const void* p) { return ops(*static_cast<const P*>(p)); }});
  }

 private:
  template <class T>
  Param& add(std::string name, T P::*member, std::string doc) {
    Param p;
    p.name = std::move(name);
    p.doc = std::move(doc);
    p.in = [member](void* params) -> ParamTarget { return &(static_cast<P*>(params)->*member); };
    info_.params.push_back(std::move(p));
    return info_.params.back();
  }
  template <class Kernel>
  OpInfo finish(OpKind kind, Kernel kernel) {
    info_.kind = kind;
    info_.kernel = std::move(kernel);
    return std::move(info_);
  }

  OpInfo info_;
};

}  // namespace augshard
