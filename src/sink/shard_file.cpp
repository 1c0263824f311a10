#include "sink/shard_file.h"

#include <algorithm>
#include <utility>

namespace augshard {
namespace {

std::string padded(std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

ShardFile::ShardFile(const std::filesystem::path& folder, std::string relative)
    : file_(folder / relative), relative_(std::move(relative)) {}

void ShardFile::append(std::span<const std::byte> data) {
  file_.append(data);
  hash_.update(data);
}

void ShardFile::replace_start(std::span<const std::byte> data) {
  file_.overwrite(0, data);
  replaced_ = true;
}

FileEntry ShardFile::commit() {
  file_.commit();
  return {relative_, file_.size(), replaced_ ? sha256_of_file(file_.path()) : hash_.hex()};
}

FileEntry write_file(const std::filesystem::path& folder, const std::string& relative, std::string_view text) {
  write_atomically(folder / relative, text);
  return {relative, text.size(), sha256_hex(text)};
}

std::string sha256_of_file(const std::filesystem::path& path) {
  const auto file = open_file(path);
  if (!file) throw IoError(file.error().message);
  Sha256 hash;
  hash.update(file->bytes());
  return hash.hex();
}

std::string join_path(const std::string& path, const std::string& name) {
  return (std::filesystem::path(path) / name).lexically_normal().generic_string();
}

std::string shard_number(const ShardName& name) {
  const std::size_t digits = std::max<std::size_t>(5, std::to_string(name.count).size());
  return padded(name.index, digits) + "-of-" + padded(name.count, digits);
}

}  // namespace augshard
