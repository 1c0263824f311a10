#include "spec/load.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/files.h"
#include "spec/demo_pipeline.h"
#include "temporary_folder.h"

using namespace augshard;
using nlohmann::json;

namespace {

Spec good(const std::string& text, const std::filesystem::path& file = "demo.json", const Overrides& overrides = {}) {
  LoadedSpec loaded = parse_pipeline(text, file, overrides);
  for (const Diagnostic& d : loaded.diagnostics) MESSAGE(format(d));
  REQUIRE(loaded.spec);
  return std::move(*loaded.spec);
}

Spec with(const std::string& extra, const Overrides& overrides = {}) {
  return good(demo_pipeline("extra", extra), "demo.json", overrides);
}

const Composition& composition(const OpNode& node) { return std::get<Composition>(node.content); }
std::string op_name(const OpNode& node) { return std::get<BoundOp>(node.content).info->name; }

const std::string kEveryKey = *read_text(AUGSHARD_SOURCE_DIR "/tests/spec/every_key.json");

}  // namespace

TEST_CASE("defaults of the smallest pipeline") {
  const Spec spec = good(
      R"({"augshard": 1, "name": "a", "source": {"type": "folders", "image": "{id}.png", "masks": {"m": "m/{id}.png"}},
                             "outputs": [{"type": "npy"}, {"type": "tfrecord"}]})",
      "some/where/p.json");
  CHECK(spec.file == "some/where/p.json");
  CHECK(spec.version == "1.0.0");
  CHECK(spec.seed == 0);
  CHECK(spec.examples_log);
  CHECK(spec.source.root == "some/where");
  CHECK(spec.source.missing_mask == MissingMask::error);
  CHECK_FALSE(spec.source.ignore_extra_mask);
  CHECK(spec.image.interpolation == Interpolation::linear);
  CHECK(spec.image.border == Border::reflect101);
  CHECK(spec.image.fill == std::vector<double>{0});
  REQUIRE(spec.masks.size() == 1);
  CHECK(spec.masks[0].name == "m");
  CHECK(spec.masks[0].ignore == 255);
  CHECK(spec.masks[0].fill == 255);
  CHECK(spec.masks[0].interpolation == Interpolation::nearest);
  CHECK_FALSE(spec.group_by);
  REQUIRE(spec.splits.size() == 1);
  CHECK(spec.splits[0].name == "train");
  CHECK(spec.splits[0].fraction == 1);
  CHECK(spec.splits[0].copies == 1);
  CHECK(spec.splits[0].ops.empty());
  CHECK_FALSE(spec.splits[0].original);
  CHECK_FALSE(spec.shards.max_examples);
  CHECK(spec.shards.target_bytes == 268435456);
  CHECK(spec.outputs[0].path == "npy");
  CHECK(spec.outputs[1].path == "tfrecord");
  CHECK(spec.outputs[1].preset == "tfds");
  CHECK(spec.outputs[1].index);
  CHECK_FALSE(spec.outputs[1].gzip);
}

TEST_CASE("every key of a pipeline is read") {
  const Spec spec = good(kEveryKey, "jobs/p.json");
  CHECK(spec.name == "street");
  CHECK(spec.version == "2.10.0");
  CHECK(spec.seed == 18446744073709551615U);
  CHECK(spec.source.root == "data/street");
  CHECK(spec.source.missing_mask == MissingMask::background);
  CHECK(spec.source.ignore_extra_mask);
  CHECK(spec.source.resize_mismatched_mask);
  CHECK(spec.image.interpolation == Interpolation::cubic);
  CHECK(spec.image.border == Border::constant);
  CHECK(spec.image.fill == std::vector<double>{0.1, 0.2, 0.3});
  CHECK(spec.image.exif == ExifPolicy::apply_to_all);
  CHECK(spec.image.alpha == AlphaPolicy::composite);
  CHECK(spec.image.color == ColorPolicy::rgb);
  CHECK(spec.group_by == "city");
  CHECK_FALSE(spec.examples_log);
  CHECK(spec.shards.target_bytes == 67108864);
}

TEST_CASE("masks come sorted by name, with the defaults of their kind") {
  const Spec spec = good(kEveryKey);
  REQUIRE(spec.masks.size() == 3);
  const MaskTarget& cell = spec.masks[0];
  CHECK(cell.name == "cell");
  CHECK(cell.kind == MaskKind::binary);
  CHECK(cell.threshold == 100);
  CHECK_FALSE(cell.ignore);
  CHECK(cell.fill == 0);
  const MaskTarget& depth = spec.masks[1];
  CHECK(depth.interpolation == Interpolation::linear);
  CHECK_FALSE(depth.ignore);
  CHECK(depth.fill == -0.5);
  const MaskTarget& mask = spec.masks[2];
  CHECK(mask.colors == std::map<std::uint32_t, std::int64_t>{{0x804080, 1}, {0x00ff00, 2}});
  CHECK(mask.interpolation == Interpolation::label_linear);
  CHECK(mask.border_same);
  CHECK(mask.ignore == 254);
  CHECK(mask.fill == 3);
  CHECK(mask.classes == std::map<std::int64_t, std::string>{{1, "left"}, {2, "right"}, {7, "road"}});
  CHECK(mask.flip_label_swap == std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 2}});
  CHECK(mask.allow_lossy);
}

TEST_CASE("ops carry path, pointer, line, probability and sampling") {
  const Spec spec = good(kEveryKey);
  const SplitSpec& train = spec.splits[0];
  REQUIRE(train.ops.size() == 3);
  const OpNode& rotate = train.ops[0];
  CHECK(op_name(rotate) == "rotate");
  CHECK(rotate.path == "0");
  CHECK(rotate.pointer == "/splits/train/ops/0");
  CHECK(rotate.line == 26);
  CHECK(rotate.p == 0.7);
  CHECK(rotate.sampling.interpolation == Interpolation::area);
  CHECK(rotate.sampling.border == Border::wrap);
  CHECK(rotate.sampling.fill == std::vector<double>{0.5});
  CHECK(rotate.sampling.mask_fill == 255);
  CHECK_FALSE(train.ops[1].sampling.interpolation);
  CHECK(train.ops[1].p == 1);
  CHECK(train.copies == 4);
  REQUIRE(train.original);
  CHECK(train.original->empty());

  const OpNode& one_of = train.ops[2];
  CHECK(one_of.p == 0.5);
  CHECK(composition(one_of).kind == Composition::Kind::one_of);
  CHECK(composition(one_of).weights == std::vector<double>{2, 1});
  const OpNode& some_of = composition(one_of).ops[1];
  CHECK(some_of.path == "2/ops/1");
  CHECK(some_of.pointer == "/splits/train/ops/2/ops/1");
  CHECK(some_of.line == 28);
  CHECK(composition(some_of).replace);
  CHECK(composition(some_of).n->draw.bounds() == std::pair{0.0, 1.0});
  CHECK(composition(some_of).ops[0].path == "2/ops/1/ops/0");
}

TEST_CASE("ops of the top level serve the splits that have none") {
  const Spec spec = good(kEveryKey);
  const SplitSpec& val = spec.splits[1];
  CHECK(val.name == "val");
  REQUIRE(val.ops.size() == 1);
  CHECK(composition(val.ops[0]).kind == Composition::Kind::random_order);
  CHECK(val.ops[0].path == "0");
  CHECK(val.ops[0].pointer == "/ops/0");
  CHECK(with(R"("ops": ["transpose"])").splits[0].ops.size() == 1);
}

TEST_CASE("outputs") {
  const Spec spec = good(kEveryKey);
  const OutputSpec& records = spec.outputs[0];
  CHECK(records.path == "records");
  CHECK(records.pointer == "/outputs/0");
  CHECK(records.attributes == std::vector<std::string>{"city"});
  CHECK(records.preset == "deeplab");
  CHECK(records.gzip);
  CHECK_FALSE(records.index);
  CHECK(records.fields.at("image").encoding == "jpeg");
  CHECK(records.fields.at("image").quality == 90);
  CHECK(records.fields.at("mask").encoding == "raw");
  const OutputSpec& arrays = spec.outputs[1];
  CHECK(arrays.fields.at("image").channels_first);
  CHECK(arrays.fields.at("image").dtype == DType::float32);
  CHECK_FALSE(arrays.fields.at("image").encoding);
  CHECK(arrays.fields.at("mask").one_hot == 8);
}

TEST_CASE("gzip has no index, without a word about it") {
  CHECK_FALSE(
      good(demo_pipeline("outputs", R"("outputs": [{"type": "tfrecord", "compression": "gzip"}])")).outputs[0].index);
}

TEST_CASE("a table has its own folder as root, and attributes that are known only later") {
  const auto table = [](const std::string& more) {
    return demo_pipeline("source",
                         R"("source": {"type": "table", "file": "lists/all.csv", "image": "path")" + more + "},");
  };
  const Spec spec = good(table(R"(, "masks": {"mask": "label"})"), "jobs/p.json");
  CHECK(spec.source.file == "jobs/lists/all.csv");
  CHECK(spec.source.root == "jobs/lists");
  CHECK(spec.source.masks == std::vector<std::pair<std::string, std::string>>{{"mask", "label"}});
  CHECK(good(table(R"(, "root": "../data")"), "jobs/p.json").source.root == "data");
  Overrides overrides;
  overrides.root = "/data";
  CHECK(good(table(""), "jobs/p.json", overrides).source.root == "/data");
}

TEST_CASE("splits by attribute and by list") {
  const Spec by_value =
      with(R"("splits": {"val": {"where": {"city": ["bonn", 7], "id": "x"}}, "train": {"where": {"city": 8}}})");
  REQUIRE(by_value.splits.size() == 2);
  CHECK(by_value.splits[0].name == "train");
  CHECK(by_value.splits[0].where.at("city") == std::vector<std::string>{"8"});
  CHECK(by_value.splits[1].where.at("city") == std::vector<std::string>{"bonn", "7"});
  CHECK_FALSE(by_value.splits[1].fraction);
  const Spec by_list =
      good(demo_pipeline("extra", R"("splits": {"train": {"list": "lists/train.txt"}})"), "jobs/p.json");
  CHECK(by_list.splits[0].list == "jobs/lists/train.txt");
}

TEST_CASE("fractions may miss 1 by rounding only") {
  CHECK(with(R"("splits": {"a": {"fraction": 0.1}, "b": {"fraction": 0.2}, "c": {"fraction": 0.7}})").splits.size() ==
        3);
  CHECK(problems_of(demo_pipeline("extra", R"("splits": {"a": {"fraction": 0.999999}})")) ==
        "demo.json:7:11: error[fractions] at /splits: the fractions add up to 0.999999, not to 1\n"
        "  hint: change one of them\n");
}

TEST_CASE("compositions: defaults, `sometimes` and `identity`") {
  const Spec spec =
      with(R"("ops": [{"op": "some_of", "ops": ["transpose", "transpose"]}, {"op": "some_of", "ops": ["transpose"]},
    {"op": "sometimes", "ops": ["transpose"]}, "identity", {"op": "sequential", "p": 0.25, "ops": ["transpose"]},
    {"op": "one_of", "weights": [], "ops": ["transpose", "identity"]}])");
  const OpList& ops = spec.splits[0].ops;
  CHECK(composition(ops[0]).n->draw.bounds() == std::pair{1.0, 2.0});
  CHECK(composition(ops[1]).n->draw.is_constant());
  CHECK(ops[2].p == 0.5);
  CHECK(composition(ops[2]).kind == Composition::Kind::sequential);
  CHECK(composition(ops[3]).ops.empty());
  CHECK(ops[4].p == 0.25);
  CHECK(composition(ops[5]).weights.empty());
}

TEST_CASE("sizes of shards in all units") {
  const auto bytes = [](const std::string& text) {
    return with("\"shards\": {\"target_bytes\": " + text + "}").shards.target_bytes;
  };
  CHECK(bytes("1000") == 1000);
  CHECK(bytes("\"1000\"") == 1000);
  CHECK(bytes("\"2kB\"") == 2000);
  CHECK(bytes("\"2 KiB\"") == 2048);
  CHECK(bytes("\"3MB\"") == 3000000);
  CHECK(bytes("\"1GiB\"") == 1073741824);
  CHECK(with(R"("shards": {"max_examples": 512})").shards.max_examples == 512);
}

TEST_CASE("--set changes, adds and appends values before the check") {
  Overrides overrides;
  overrides.set = {"/seed=7",
                   "/version=3.0.0",
                   "/splits/train/copies=8",
                   "/splits/train/fraction=1.0",
                   "/splits/train/ops=[\"transpose\"]",
                   "/splits/train/ops/-={\"op\": \"rotate\", \"p\": 0.5}",
                   "/splits/train/ops/0=\"vertical_flip\"",
                   "/shards/max_examples=9"};
  const Spec spec = with(R"("seed": 1)", overrides);
  CHECK(spec.seed == 7);
  CHECK(spec.version == "3.0.0");
  CHECK(spec.splits[0].copies == 8);
  REQUIRE(spec.splits[0].ops.size() == 2);
  CHECK(op_name(spec.splits[0].ops[0]) == "vertical_flip");
  CHECK(spec.splits[0].ops[1].p == 0.5);
  CHECK(spec.shards.max_examples == 9);
  overrides.seed = 99;
  CHECK(with(R"("seed": 1)", overrides).seed == 99);
}

TEST_CASE("problems of --set name the setting") {
  const auto problem = [](const std::string& setting) {
    Overrides overrides;
    overrides.set = {setting};
    return problems_of(demo_pipeline("extra", R"("ops": ["transpose"], "seed": 3)"), overrides);
  };
  CHECK(problem("/seed=-1") == "--set /seed=-1: error[range] at /seed: -1 is below 0\n");
  CHECK(problem("/ops/0={\"op\": \"rotate\", \"p\": 2}") ==
        "--set /ops/0={\"op\": \"rotate\", \"p\": 2}: error[range] at /ops/0/p: 2 is outside [0, 1]\n  hint: default "
        "is 1\n");
  CHECK(problem("seed=1") ==
        "--set seed=1: error[set]: expected /json/pointer=value\n  hint: write --set /splits/train/copies=8\n");
  CHECK(problem("/seed") ==
        "--set /seed: error[set]: expected /json/pointer=value\n  hint: write --set /splits/train/copies=8\n");
  CHECK(problem("/ops/2/p=1") ==
        "--set /ops/2/p=1: error[set] at /ops: there is no '2' in a value that has 1 elements\n"
        "  hint: give an index it has, or '-' for one more\n");
  CHECK(problem("/seed/x=1") == "--set /seed/x=1: error[set] at /seed: there is no 'x' in a value that is number 3\n");
  CHECK(problem("/name=caf\xE9") == "--set : error[set]: the text is not UTF-8\n");
}

TEST_CASE("a value of --set that is not JSON is a string") {
  Overrides overrides;
  overrides.set = {"/name=other", "/splits/train/where/city=bonn=am=rhein", "/splits/train/where/id=\"7\""};
  const Spec spec = good(demo_pipeline("", ""), "demo.json", overrides);
  CHECK(spec.name == "other");
  CHECK(spec.splits[0].where.at("city") == std::vector<std::string>{"bonn=am=rhein"});
  CHECK(spec.splits[0].where.at("id") == std::vector<std::string>{"7"});
}

TEST_CASE("canonical: sorted, compact, without comments and $schema, with --set, without --seed and --root") {
  Overrides overrides;
  overrides.set = {"/seed=7"};
  overrides.seed = 99;
  overrides.root = "/elsewhere";
  const std::string text = demo_pipeline("extra", R"("$schema": "x.json", /* a comment */ "examples_log": true)");
  CHECK(good(text, "demo.json", overrides).canonical ==
        R"({"augshard":1,"examples_log":true,"name":"demo","outputs":[{"type":"tfrecord"}],"seed":7,)"
        R"("source":{"image":"images/{city}/{id}.png","masks":{"mask":"labels/{city}/{id}.png"},"type":"folders"}})");
}

TEST_CASE("the order of keys changes nothing") {
  const json sorted = json::parse(kEveryKey);
  const Spec a = good(kEveryKey);
  const Spec b = good(sorted.dump(2));
  CHECK(a.canonical == b.canonical);
  REQUIRE(a.masks.size() == b.masks.size());
  for (std::size_t i = 0; i < a.masks.size(); ++i) CHECK(a.masks[i].name == b.masks[i].name);
}

TEST_CASE("all problems come at once, sorted by position, with none of the command line before those of the file") {
  Overrides overrides;
  overrides.set = {"/version=7"};
  const LoadedSpec loaded = parse_pipeline(
      "{\"augshard\": 2,\n \"name\": \"\",\n \"nmae\": 1, \"nmae\": 2,\n \"ops\": [\"roate\", {\"op\": \"rotate\", "
      "\"p\": 9}],\n"
      " \"source\": {\"type\": \"folders\", \"image\": \"x\"}, \"outputs\": []}",
      "demo.json", overrides);
  CHECK_FALSE(loaded.spec);
  std::string codes;
  for (const Diagnostic& d : loaded.diagnostics) codes += std::to_string(d.line) + " " + d.code + "; ";
  CHECK(codes ==
        "1 range; 2 name; 3 duplicate-key; 3 unknown-key; 4 unknown-op; 4 range; 5 pattern; 5 empty; 0 type; ");
}

TEST_CASE("a warning does not stop a pipeline") {
  const LoadedSpec loaded = parse_pipeline(
      demo_pipeline("extra", R"("ops": [], "splits": {"train": {"fraction": 1, "ops": []}})"), "demo.json", {});
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].severity == Severity::warning);
  CHECK(loaded.spec);
}

TEST_CASE("a pipeline file that cannot be read") {
  const TemporaryFolder folder;
  const LoadedSpec absent = load_pipeline(folder.path() / "none.json", {});
  REQUIRE(absent.diagnostics.size() == 1);
  CHECK(absent.diagnostics[0].code == "io");
  CHECK(absent.diagnostics[0].file == (folder.path() / "none.json").string());
  write_atomically(folder.path() / "large.json", std::string((std::size_t{1} << 20U) + 1, ' '));
  CHECK(load_pipeline(folder.path() / "large.json", {}).diagnostics.at(0).code == "too-large");
  write_atomically(folder.path() / "good.json", demo_pipeline("", ""));
  CHECK(load_pipeline(folder.path() / "good.json", {}).spec);
}

TEST_CASE("documents that are no object, and other odd texts, are told and not crashed on") {
  for (const char* text :
       {"[]", "3", "null", "\"x\"", "{}", "{\"source\": 3, \"outputs\": 3, \"ops\": 3, \"splits\": 3}",
        "{\"source\": {\"type\": \"folders\", \"masks\": [1], \"image\": 3}}"}) {
    const LoadedSpec loaded = parse_pipeline(text, "demo.json", {});
    CHECK_FALSE(loaded.spec);
    CHECK(has_errors(loaded.diagnostics));
  }
}

TEST_CASE("what is found later can be located by its pointer") {
  Overrides overrides;
  overrides.set = {"/group_by=id"};
  const LoadedSpec loaded = parse_pipeline(demo_pipeline("", ""), "demo.json", overrides);
  REQUIRE(loaded.locate);
  const auto located = [&](Diagnostic diagnostic) {
    loaded.locate(diagnostic);
    return format(diagnostic);
  };
  Diagnostic diagnostic;
  diagnostic.code = "no-records";
  diagnostic.pointer = "/source/image";
  diagnostic.message = "nothing found";
  CHECK(located(diagnostic) == "demo.json:4:40: error[no-records] at /source/image: nothing found");
  diagnostic.file = "demo.json";
  CHECK(located(diagnostic) == "demo.json:4:40: error[no-records] at /source/image: nothing found");
  diagnostic.file = "other.csv";
  CHECK(located(diagnostic) == "other.csv: error[no-records] at /source/image: nothing found");
  diagnostic.file = "";
  diagnostic.pointer = "/group_by";
  CHECK(located(diagnostic) == "--set /group_by=id: error[no-records] at /group_by: nothing found");
}

TEST_CASE("every pipeline that comes with the tool is good") {
  int count = 0;
  for (const char* folder : {"configs", "samples"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(AUGSHARD_SOURCE_DIR) / folder)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
      ++count;
      for (const Diagnostic& d : load_pipeline(entry.path(), {}).diagnostics) FAIL_CHECK(format(d));
    }
  }
  CHECK(count >= 7);
}
