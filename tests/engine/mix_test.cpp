// Mixes end to end: the same examples whatever threads, shards, limits and restarts there are.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/files.h"
#include "codec/codec.h"
#include "engine/run.h"
#include "engine/work.h"
#include "spec/load.h"
#include "temporary_folder.h"

using namespace augshard;
namespace fs = std::filesystem;

namespace {

constexpr int kRecords = 7;
constexpr const char* kOps = R"(["random_flip", {"op": "mosaic"}, {"op": "random_crop", "height": 24, "width": 24},
                                 {"op": "cutmix", "p": 0.5}, {"op": "mixup", "alpha": 0.4}])";

std::string pipeline(int examples_a_shard, const std::string& ops) {
  return R"({"augshard": 1, "name": "mixes", "seed": 7,
    "source": {"type": "folders", "image": "{id}.png", "masks": {"mask": "{id}.mask"}},
    "splits": {"train": {"fraction": 1, "copies": 2, "ops": )" +
         ops + R"(}}, "shards": {"max_examples": )" + std::to_string(examples_a_shard) + R"(},
    "outputs": [{"type": "npy", "attributes": ["mixup_share"]}]})";
}

void write_png(const fs::path& path, int channels, int seed) {
  Image image({20 + seed % 3, 22}, channels, DType::uint8);
  auto value = static_cast<unsigned>(seed) * 19;
  for (std::uint8_t& pixel : image.values<std::uint8_t>()) {
    value = value * 37 + 11 + static_cast<unsigned>(seed);
    pixel = static_cast<std::uint8_t>(channels == 1 ? 10 * static_cast<unsigned>(seed) + (value >> 3 & 1) : value >> 3);
  }
  const auto png = encode_png(image);
  create_folders(path.parent_path());
  write_atomically(path, {reinterpret_cast<const char*>(png.data()), png.size()});
}

/// The records 1 .. count: labels 10 * number and one more.
class Source {
 public:
  explicit Source(int count = kRecords) {
    for (int i = 1; i <= count; ++i) {
      write_png(folder_.path() / (std::to_string(i) + ".png"), 3, i);
      write_png(folder_.path() / (std::to_string(i) + ".mask"), 1, i);
    }
  }
  [[nodiscard]] const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

struct Job {
  explicit Job(const Source& source, const std::string& json, std::optional<std::int64_t> limit = std::nullopt)
      : spec(load(source, json)), survey(survey_source(spec)), plan(make(limit)) {}

  Spec spec;
  Survey survey;
  Plan plan;

 private:
  static Spec load(const Source& source, const std::string& json) {
    LoadedSpec loaded = parse_pipeline(json, source.path() / "pipeline.json", {});
    for (const Diagnostic& diagnostic : loaded.diagnostics) MESSAGE(format(diagnostic));
    REQUIRE(loaded.spec);
    return std::move(*loaded.spec);
  }
  [[nodiscard]] Plan make(std::optional<std::int64_t> limit) const {
    Diagnostics diagnostics = survey.diagnostics;
    Plan made = make_plan(spec, survey, limit, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics) MESSAGE(format(diagnostic));
    REQUIRE_FALSE(has_errors(diagnostics));
    return made;
  }
};

RunSummary run(const Job& job, const fs::path& output, RunOptions options = {}) {
  options.output = output;
  if (options.threads == 0) options.threads = 2;
  return run_plan(job.spec, job.survey, job.plan, options, [](const RunEvent&) {});
}

std::vector<nlohmann::json> log_of(const fs::path& output) {
  std::vector<nlohmann::json> lines;
  const std::string text = *read_text(output / "examples.jsonl");
  for (std::size_t start = 0; start < text.size(); start = text.find('\n', start) + 1) {
    lines.push_back(nlohmann::json::parse(text.substr(start, text.find('\n', start) - start)));
  }
  return lines;
}

/// The rows of all shards of one field, one after the other.
std::string rows_of(const fs::path& output, const std::string& field) {
  std::set<fs::path> shards;
  for (const auto& entry : fs::directory_iterator(output / "npy")) {
    if (entry.path().string().ends_with("." + field + ".npy")) shards.insert(entry.path());
  }
  std::string rows;
  for (const fs::path& shard : shards) {
    const std::string text = *read_text(shard);
    const auto header = static_cast<unsigned char>(text[8]) + 256U * static_cast<unsigned char>(text[9]);
    rows += text.substr(10 + header);
  }
  return rows;
}

/// Everything that examples are, whatever shards they lie in; keys and shares stand in the log.
std::map<std::string, std::string> examples_of(const fs::path& output) {
  std::map<std::string, std::string> examples{{"log", *read_text(output / "examples.jsonl")}};
  for (const char* field : {"image", "mask"}) examples[field] = rows_of(output, field);
  return examples;
}

std::set<std::string> keys_in(const std::vector<nlohmann::json>& log) {
  std::set<std::string> keys;
  for (const auto& line : log) {
    keys.insert(line.at("key").get<std::string>());
    for (const auto& op : line.at("draws")) {
      for (const auto& key : op.value("partners", nlohmann::json::array())) keys.insert(key.get<std::string>());
    }
  }
  return keys;
}

}  // namespace

TEST_CASE("mixes are the same for any threads, records in flight, memory and shard size") {
  const Source source;
  const TemporaryFolder folder;
  const Job job(source, pipeline(3, kOps));
  RunOptions one_by_one;
  one_by_one.threads = 1;
  one_by_one.in_flight = 1;
  CHECK(run(job, folder.path() / "reference", one_by_one).end == RunEnd::complete);
  const auto reference = examples_of(folder.path() / "reference");
  CHECK(reference.at("image").size() == 2UL * kRecords * 24 * 24 * 3);
  int number = 0;
  for (const int threads : {1, 3, 8}) {
    for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{1}}) {
      for (const int shard : {1, 3, 100}) {
        const Job other(source, pipeline(shard, kOps));
        const fs::path output = folder.path() / std::to_string(++number);
        RunOptions options;
        options.threads = threads;
        options.in_flight = 64;
        options.memory = memory;
        run(other, output, options);
        CHECK(examples_of(output) == reference);
      }
    }
  }
}

TEST_CASE("a run that was stopped and resumed makes the same mixes") {
  const Source source;
  const TemporaryFolder folder;
  const Job job(source, pipeline(2, kOps));
  run(job, folder.path() / "whole");
  const fs::path output = folder.path() / "resumed";
  RunOptions options;
  options.in_flight = 1;
  int asked = 0;
  options.stop_requested = [&] { return ++asked > 4; };
  CHECK(run(job, output, options).end == RunEnd::stopped);
  const RunSummary rest = run(job, output);
  CHECK(rest.kept_examples > 0);
  CHECK(rest.end == RunEnd::complete);
  CHECK(examples_of(output) == examples_of(folder.path() / "whole"));
}

TEST_CASE("partners come from all records of the split, or of the limit") {
  const Source source;
  const TemporaryFolder folder;
  const std::string json = pipeline(2, R"([{"op": "resize", "height": 20, "width": 20}, "cutmix"])");
  run(Job(source, json), folder.path() / "all");
  CHECK(keys_in(log_of(folder.path() / "all")).size() == kRecords);
  run(Job(source, json, 3), folder.path() / "three");
  const auto log = log_of(folder.path() / "three");
  CHECK(keys_in(log).size() == 3);
  for (const auto& line : log) CHECK(line.at("draws").at(0).at("partners").at(0) != line.at("key"));
}

TEST_CASE("the only record of a split is its own partner") {
  const Source source(1);
  const TemporaryFolder folder;
  CHECK(run(Job(source, pipeline(2, kOps)), folder.path() / "out").end == RunEnd::complete);
  CHECK(keys_in(log_of(folder.path() / "out")) == std::set<std::string>{"1"});
}

TEST_CASE("a record that cannot be read is a reject by itself and nobody's partner") {
  const Source source;
  const std::string whole = *read_text(source.path() / "3.png");
  write_atomically(source.path() / "3.png", whole.substr(0, whole.size() / 2));
  const TemporaryFolder folder;
  const Job job(source, pipeline(2, R"([{"op": "resize", "height": 20, "width": 20}, "mosaic"])"));
  RunOptions options;
  options.stop_at_reject = false;
  const RunSummary summary = run(job, folder.path() / "out", options);
  CHECK(summary.end == RunEnd::complete);
  CHECK(summary.rejects == 1);
  const auto keys = keys_in(log_of(folder.path() / "out"));
  CHECK(keys.size() == kRecords - 1);
  CHECK_FALSE(keys.contains("3"));
}

TEST_CASE("the share of a blend is an attribute, and stands in the log") {
  const Source source;
  const TemporaryFolder folder;
  run(Job(source, pipeline(100, R"([{"op": "resize", "height": 20, "width": 20}, {"op": "mixup", "p": 0.5}])")),
      folder.path() / "out");
  const std::string rows = rows_of(folder.path() / "out", "mixup_share");
  const auto log = log_of(folder.path() / "out");
  const std::size_t width = rows.size() / log.size();
  int mixed = 0;
  for (std::size_t i = 0; i < log.size(); ++i) {
    double expected = 1;
    for (const auto& op : log[i].at("draws")) {
      if (op.at("op") == "mixup" && op.contains("share")) expected = op.at("share").get<double>(), ++mixed;
    }
    CHECK(std::stod(rows.substr(i * width, width)) == doctest::Approx(expected).epsilon(1e-12));
  }
  CHECK(mixed > 0);
}

TEST_CASE("the memory of partners counts, each as the largest record") {
  const Source source;
  const std::string resize = R"({"op": "resize", "height": 23, "width": 23})";
  const auto bytes = [&](const std::string& ops) {
    const Job job(source, pipeline(2, "[" + resize + ops + "]"));
    WorkContext context{job.spec, job.survey, job.plan, {}};
    context.partner_bytes = partner_bytes(context);
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < kRecords; ++i) most = std::max(most, working_bytes(context, 0, i));
    return most;
  };
  const std::uint64_t alone = bytes("");
  const std::uint64_t with_one = bytes(R"(, "mixup")");
  const std::uint64_t with_two = bytes(R"(, {"op": "mosaic", "rows": 1, "columns": 2}, "cutmix", )" + resize);
  // The record itself also takes its copies as encoded.
  CHECK(with_one - alone > alone / 2);
  CHECK(with_two - with_one == with_one - alone);
}
