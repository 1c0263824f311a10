#include "sink/verify_shards.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "sink/manifest.h"
#include "sink/shard_check.h"
#include "sink/shard_file.h"
#include "sink/tfrecord/record.h"
#include "sink/verify_arrays.h"
#include "sink/verify_example.h"

namespace augshard {
namespace {

using Json = nlohmann::ordered_json;

/// Flat arrays stand beside their offsets: "objects.bbox" beside "objects.offsets".
constexpr const char* kOffsets = ".offsets";
std::string owner_of(const std::string& part) { return part.substr(0, part.find('.')); }

class ShardCheck {
 public:
  ShardCheck(VerifiedFolder& folder, const VerifiedOutput& output, const Json& shard, FoundSums& sums)
      : folder_(folder),
        output_(output),
        shard_(shard),
        split_(shard.at("split").get<std::string>()),
        count_(shard.at("examples").get<std::int64_t>()),
        sums_(sums) {}

  FoundShard run() && {
    return shard_.contains("path") ? check_tfrecord(path_of(shard_.at("path").get<std::string>())) : check_npy();
  }

 private:
  [[nodiscard]] std::string path_of(const std::string& name) const { return join_path(output_.folder, name); }

  [[nodiscard]] bool is_known(const char* type) const { return output_.spec != nullptr && output_.spec->type == type; }

  void take(FoundExample&& example, FoundShard& found) {
    sums_.add(split_, example);
    found.rows.push_back({std::move(example.key), example.copy});
  }

  FoundShard check_tfrecord(const std::string& path) {
    FoundShard found{path, "record", {}};
    const auto file = folder_.open_listed(path);
    if (!file) return found;
    RecordVisitor visit;
    if (is_known("tfrecord")) {
      visit = [&, unpacked = is_gzip(file->bytes())](std::int64_t number, std::uint64_t offset,
                                                     const Features& features) {
        const std::string place = "record " + std::to_string(number) + " at byte " + std::to_string(offset) +
                                  (unpacked ? " unpacked: " : ": ");
        const Tell tell = [&](const char* code, const std::string& message) {
          folder_.report(code, path, place + message);
        };
        take(check_example(*output_.declared, *output_.spec, split_, features, tell), found);
      };
    }
    const auto walk = walk_records(file->bytes(), visit);
    if (!walk) {
      folder_.report("record", path, walk.error().message);
      return found;
    }
    if (walk->records != count_) report_count(path, walk->records);
    check_index(path + ".idx", walk->index);
    return found;
  }

  void check_index(const std::string& path, const std::string& wanted) {
    if (!folder_.lists(path)) return;
    const auto file = folder_.open(path);
    if (!file) return;
    const auto bytes = file->bytes();
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text != wanted) folder_.report("index", path, "it does not fit the records of its shard");
  }

  FoundShard check_npy() {
    const auto paths = shard_.at("paths").get<std::map<std::string, std::string>>();
    std::map<std::string, FileBytes> files;
    ShardArrays arrays{split_, {}, {}};
    for (const auto& [part, name] : paths) {
      arrays.named.insert(part);
      auto file = folder_.open_listed(path_of(name));
      if (file) files[part] = std::move(*file);
    }
    for (const auto& [part, file] : files) {
      if (is_sound(part, path_of(paths.at(part)), files)) arrays.sound[part] = file.bytes();
    }
    FoundShard found{paths.contains("key") ? path_of(paths.at("key")) : output_.folder, "row", {}};
    if (!is_known("npy")) return found;
    const TellPart tell = [&](const std::string& part, const char* code, const std::string& message) {
      folder_.report(code, part.empty() ? kManifestName : path_of(paths.at(part)), message);
    };
    for (FoundExample& example : check_arrays(*output_.declared, *output_.spec, arrays, tell)) {
      take(std::move(example), found);
    }
    return found;
  }

  /// An array with as many rows as it should have; what is wrong with another is reported.
  bool is_sound(const std::string& part, const std::string& path, const std::map<std::string, FileBytes>& files) {
    if (part.ends_with(kOffsets)) return has_offsets(path, files.at(part).bytes());
    const auto rows = count_rows(files.at(part).bytes());
    if (!rows) {
      folder_.report("npy", path, rows.error().message);
      return false;
    }
    const auto offsets = files.find(owner_of(part) + kOffsets);
    if (offsets != files.end()) return is_whole_flat(path, *rows, offsets->second.bytes());
    if (*rows != count_) report_count(path, *rows);
    return *rows == count_;
  }

  bool has_offsets(const std::string& path, std::span<const std::byte> file) {
    const auto offsets = read_offsets(file);
    if (!offsets) {
      folder_.report("npy", path, offsets.error().message);
      return false;
    }
    const auto found = static_cast<std::int64_t>(offsets->size());
    if (found == count_ + 1) return true;
    folder_.report("count", path,
                   "it has " + std::to_string(found) + " offsets instead of " + std::to_string(count_ + 1) +
                       ", one more than examples");
    return false;
  }

  /// What is wrong with the offsets themselves is reported with their own file.
  bool is_whole_flat(const std::string& path, std::int64_t rows, std::span<const std::byte> offsets_file) {
    const auto offsets = read_offsets(offsets_file);
    if (!offsets) return false;
    if (offsets->back() == rows) return true;
    folder_.report("count", path,
                   "it has " + std::to_string(rows) + " rows, its offsets end at " + std::to_string(offsets->back()));
    return false;
  }

  void report_count(const std::string& path, std::int64_t found) {
    folder_.report("count", path, "it has " + std::to_string(found) + " examples instead of " + std::to_string(count_));
  }

  VerifiedFolder& folder_;
  const VerifiedOutput& output_;
  const Json& shard_;
  std::string split_;
  std::int64_t count_;
  FoundSums& sums_;
};

}  // namespace

FoundShard check_shard(VerifiedFolder& folder, const VerifiedOutput& output, const nlohmann::ordered_json& shard,
                       FoundSums& sums) {
  return ShardCheck(folder, output, shard, sums).run();
}

}  // namespace augshard
