#include "sample/mask_kind.h"

namespace augshard {

std::string_view name_of(MaskKind kind) {
  switch (kind) {
    case MaskKind::label: return "label";
    case MaskKind::binary: return "binary";
    case MaskKind::heatmap: return "heatmap";
    case MaskKind::instance: return "instance";
  }
  return "";
}

}  // namespace augshard
