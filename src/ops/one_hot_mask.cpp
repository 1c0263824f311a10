#include <algorithm>

#include "op/op.h"

namespace augshard {
namespace {

struct OneHotMask {
  int classes = 21;
  std::string dtype = "uint8";
  MaskName mask;
};

DType type_of(const OneHotMask& params) { return params.dtype == "float32" ? DType::float32 : DType::uint8; }

// 0 and 1 that no sampling may mix, or shares that it may.
MaskKind kind_of(const OneHotMask& params) {
  return type_of(params) == DType::float32 ? MaskKind::heatmap : MaskKind::binary;
}

Shape shape_of(const OneHotMask& params, const Shape& in) { return {in.size, params.classes, type_of(params)}; }

void one_hot_mask(const OneHotMask& params, Image& mask, Draws&) {
  Image planes(mask.size(), params.classes, type_of(params));
  std::fill(planes.bytes().begin(), planes.bytes().end(), std::byte{0});
  visit_dtype(mask.dtype(), [&]<class From>(From) {
    visit_dtype(planes.dtype(), [&]<class To>(To) {
      const auto ids = mask.values<From>();
      const auto out = planes.values<To>();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto id = static_cast<std::int64_t>(ids[i]);
        if (id < 0 || id >= params.classes) continue;
        out[i * static_cast<std::size_t>(params.classes) + static_cast<std::size_t>(id)] = To{1};
      }
    });
  });
  mask = std::move(planes);
}

}  // namespace

OpInfo op_one_hot_mask() {
  return OpBuilder<OneHotMask>("one_hot_mask",
                               "Makes a plane a class of a label mask: 1 where the id is the class's, else 0.")
      .param("classes", &OneHotMask::classes, Range{1, 65536}, Unit::count,
             "Number of planes; pixels of other ids, as 255, are 0 in all of them.")
      .required()
      .param("dtype", &OneHotMask::dtype, OneOf{{"uint8", "float32"}},
             "Type of the planes; geometry after it keeps uint8 at 0 and 1, and blends float32.")
      .param("mask", &OneHotMask::mask, "The mask; default: every label mask.")
      .types({DType::uint8, DType::uint16, DType::int32})
      .channels({1})
      .shape(shape_of)
      .mask_kind(kind_of)
      .example(R"({"op": "one_hot_mask", "classes": 21})")
      .also_known_as({"AsDiscreted", "one_hot", "CategoryEncoding"})
      .labels(one_hot_mask);
}

}  // namespace augshard
