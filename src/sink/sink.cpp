#include "sink/sink.h"

#include <stdexcept>

#include "base/files.h"
#include "sink/npy/npy_sink.h"
#include "sink/tfrecord/tfrecord_sink.h"

namespace augshard {
namespace {

// What one example costs beside its pixels: framing, keys, an index line; and the usual length of a text.
constexpr std::uint64_t kExampleBytes = 160;
constexpr std::uint64_t kTextBytes = 32;
// A dozen boxes with their labels, and a few sets of points; nothing tells their number before the run.
constexpr std::uint64_t kBoxesBytes = 256;
constexpr std::uint64_t kKeypointsBytes = 512;

struct ShardFormat {
  std::unique_ptr<Sink> (*make)(const OutputSpec&, const Dataset&, const std::filesystem::path&);
  Diagnostics (*check)(const OutputSpec&, const Dataset&);
  std::uint64_t (*estimate)(const OutputSpec&, const Field&, Size);
};

const ShardFormat& format_of(const OutputSpec& spec) {
  static const std::map<std::string, ShardFormat> formats{
      {"tfrecord", {make_tfrecord_sink, check_tfrecord, estimated_tfrecord_bytes}},
      {"npy", {make_npy_sink, check_npy, estimated_npy_bytes}},
  };
  const auto found = formats.find(spec.type);
  if (found == formats.end()) throw std::logic_error("unknown output type \"" + spec.type + "\"");
  return found->second;
}

}  // namespace

std::unique_ptr<Sink> make_sink(const OutputSpec& spec, const Dataset& dataset, const std::filesystem::path& folder) {
  create_folders(folder / spec.path);
  return format_of(spec).make(spec, dataset, folder);
}

Diagnostics check_output(const OutputSpec& spec, const Dataset& dataset) {
  return format_of(spec).check(spec, dataset);
}

std::uint64_t estimated_bytes(const OutputSpec& spec, const Dataset& dataset, Size typical) {
  std::uint64_t bytes = kExampleBytes + kTextBytes * (1 + spec.attributes.size());
  for (const auto& field : dataset.fields) {
    bytes += format_of(spec).estimate(spec, field, field.size.value_or(typical));
  }
  return bytes + kBoxesBytes * dataset.boxes.size() + kKeypointsBytes * dataset.keypoints.size();
}

}  // namespace augshard
