#include "engine/block.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "engine/output_state.h"
#include "sink/shard_file.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

std::filesystem::path block_path(const std::filesystem::path& output, const SplitPlan& split, std::int64_t index) {
  const ShardName name{split.spec().name, index, split.block_count()};
  return output / kStateFolder / (name.split + "-" + shard_number(name) + ".block.json");
}

Json to_json(const std::vector<FileEntry>& files) {
  Json list = Json::array();
  for (const FileEntry& file : files)
    list.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  return list;
}

std::vector<FileEntry> files_from(const Json& list) {
  std::vector<FileEntry> files;
  for (const Json& file : list) {
    files.push_back({file.at("path").get<std::string>(), file.at("bytes").get<std::uint64_t>(),
                     file.at("sha256").get<std::string>()});
  }
  return files;
}

Json to_json(const ShardEntry& shard) {
  return {{"index", shard.name.index},  {"planned", shard.name.planned_examples},
          {"examples", shard.examples}, {"payload", shard.payload_bytes},
          {"paths", shard.paths},       {"files", to_json(shard.files)}};
}

ShardEntry shard_from(const Json& json, const SplitPlan& split) {
  return {{split.spec().name, json.at("index").get<std::int64_t>(), split.shard_count(),
           json.at("planned").get<std::int64_t>()},
          json.at("examples").get<std::int64_t>(),
          json.at("payload").get<std::uint64_t>(),
          json.at("paths").get<std::map<std::string, std::string>>(),
          files_from(json.at("files"))};
}

// Bytes that are no UTF-8 stand in file names; JSON holds them as a list of numbers.
Json to_json(const Reject& reject) {
  const auto bytes = [](const std::string& text) { return std::vector<unsigned char>(text.begin(), text.end()); };
  return {{"key", bytes(reject.key)},
          {"path", bytes(reject.path)},
          {"code", reject.error.code},
          {"message", bytes(reject.error.message)},
          {"hint", bytes(reject.error.hint)}};
}

Reject reject_from(const Json& json) {
  const auto text = [&json](const char* key) {
    const auto bytes = json.at(key).get<std::vector<unsigned char>>();
    return std::string(bytes.begin(), bytes.end());
  };
  return {text("key"), text("path"), {json.at("code").get<std::string>(), text("message"), text("hint")}};
}

Json to_json(const Block& block) {
  Json rejects = Json::array();
  for (const Reject& reject : block.rejects) rejects.push_back(to_json(reject));
  Json shards = Json::array();
  for (const auto& copy : block.shards) {
    Json& outputs = shards.emplace_back(Json::array());
    for (const ShardEntry& shard : copy) outputs.push_back(to_json(shard));
  }
  return {{"records", block.counts.records}, {"examples", block.counts.examples}, {"rejected", block.counts.rejected},
          {"rejects", std::move(rejects)},   {"sums", sums_to_json(block.sums)},  {"shards", std::move(shards)},
          {"logs", to_json(block.logs)}};
}

Block block_from(const Json& json, const SplitPlan& split) {
  Block block;
  block.counts = {split.spec().name, json.at("records").get<std::int64_t>(), json.at("examples").get<std::int64_t>(),
                  json.at("rejected").get<std::int64_t>()};
  for (const Json& reject : json.at("rejects")) block.rejects.push_back(reject_from(reject));
  const auto sums = sums_from_json(json.at("sums"));
  if (!sums) throw std::runtime_error(sums.error().message);
  block.sums = *sums;
  for (const Json& copy : json.at("shards")) {
    auto& outputs = block.shards.emplace_back();
    for (const Json& shard : copy) outputs.push_back(shard_from(shard, split));
  }
  block.logs = files_from(json.at("logs"));
  return block;
}

bool is_whole(const std::filesystem::path& output, const FileEntry& entry) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(output / entry.path, error);
  return !error && bytes == entry.bytes && sha256_of_file(output / entry.path) == entry.sha256;
}

bool are_whole(const std::filesystem::path& output, const std::vector<FileEntry>& files) {
  return std::all_of(files.begin(), files.end(), [&](const FileEntry& file) { return is_whole(output, file); });
}

}  // namespace

void write_block(const std::filesystem::path& output, const SplitPlan& split, std::int64_t index, const Block& block) {
  write_atomically(block_path(output, split, index), to_json(block).dump() + "\n");
}

std::optional<Block> read_block(const std::filesystem::path& output, const SplitPlan& split, std::int64_t index) {
  const auto text = read_text(block_path(output, split, index));
  if (!text) return std::nullopt;
  try {
    Block block = block_from(Json::parse(*text), split);
    for (const auto& copy : block.shards) {
      for (const ShardEntry& shard : copy) {
        if (!are_whole(output, shard.files)) return std::nullopt;
      }
    }
    if (!are_whole(output, block.logs)) return std::nullopt;
    return block;
  } catch (const std::exception&) {
    return std::nullopt;  // a state that cannot be read is none
  }
}

}  // namespace augshard
