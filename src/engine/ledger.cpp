#include "engine/ledger.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "sink/shard_file.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

void append_log(ShardFile& file, const std::string& split, std::int64_t& row, std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    // A line was written as an object of its own: its opening brace gives way to the two first members.
    text += R"({"split":)" + Json(split).dump() + R"(,"row":)" + std::to_string(row++) + ",";
    text += lines.substr(1, end);
    lines.remove_prefix(end + 1);
  }
  file.append(std::as_bytes(std::span(text)));
}

}  // namespace

std::string shard_log_path(const ShardName& shard) {
  return join_path(std::string(kStateFolder), shard.split + "-" + shard_number(shard) + ".jsonl");
}

FileEntry write_examples_log(const std::filesystem::path& output, const Plan& plan) {
  ShardFile file(output, "examples.jsonl");
  for (const SplitPlan& split : plan.splits) {
    std::int64_t row = 0;
    for (std::int64_t shard = 0; shard < split.shard_count(); ++shard) {
      const auto lines = read_text(output / shard_log_path({split.spec().name, shard, split.shard_count()}));
      if (!lines) throw IoError(lines.error().message);
      append_log(file, split.spec().name, row, *lines);
    }
  }
  return file.commit();
}

FileEntry write_rejects(const std::filesystem::path& output, const std::vector<Reject>& rejects) {
  std::string text;
  for (const Reject& reject : rejects) {
    const Json line{
        {"key", reject.key}, {"path", reject.path}, {"code", reject.error.code}, {"reason", reject.error.message}};
    text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return write_file(output, "rejects.jsonl", text);
}

}  // namespace augshard
