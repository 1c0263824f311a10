#include "plan/plan.h"

#include <doctest/doctest.h>

#include <map>
#include <numeric>
#include <set>

#include "base/files.h"
#include "temporary_folder.h"

using namespace augshard;

namespace {

SplitSpec split_spec(const std::string& name, std::optional<double> fraction = std::nullopt, int copies = 1) {
  SplitSpec split;
  split.name = name;
  split.fraction = fraction;
  split.copies = copies;
  return split;
}

std::vector<std::uint32_t> first_indices(std::uint32_t count) {
  std::vector<std::uint32_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0U);
  return indices;
}

std::vector<Record> records(int count) {
  std::vector<Record> list(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    list[static_cast<std::size_t>(i)].key = "scene" + std::to_string(i % 50) + "/" + std::to_string(i);
    list[static_cast<std::size_t>(i)].attributes = {{"scene", std::to_string(i % 50)}};
  }
  return list;
}

std::map<std::string, std::string> split_of_each(const Spec& spec, const std::vector<Record>& list) {
  Diagnostics diagnostics;
  const auto members = assign_splits(spec, list, diagnostics);
  CHECK_FALSE(has_errors(diagnostics));
  std::map<std::string, std::string> split_of;
  for (std::size_t s = 0; s < members.size(); ++s) {
    for (const std::uint32_t i : members[s]) split_of[list[i].key] = spec.splits[s].name;
  }
  return split_of;
}

}  // namespace

TEST_CASE("a permutation visits every element once, for every size, and depends on its key") {
  for (std::uint64_t count = 1; count < 200; ++count) {
    const Permutation order(count, 7);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < count; ++i) seen.insert(order(i));
    CHECK(seen.size() == count);
    CHECK(*seen.rbegin() == count - 1);
  }
  const Permutation a(1000, 1);
  const Permutation b(1000, 2);
  int equal = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) equal += a(i) == b(i) ? 1 : 0;
  CHECK(equal < 20);
}

TEST_CASE("blocks cover the split, differ by at most one, and each place knows its block") {
  for (std::uint32_t count = 1; count < 60; ++count) {
    for (std::int64_t most = 1; most < 20; ++most) {
      const SplitSpec spec = split_spec("train");
      const SplitPlan plan(spec, first_indices(count), 1, std::nullopt, most);
      CHECK(plan.block_count() == (count + most - 1) / most);
      std::int64_t next = 0;
      for (std::int64_t b = 0; b < plan.block_count(); ++b) {
        const auto [begin, end] = plan.block(b);
        CHECK(begin == next);
        CHECK((end - begin <= most && end - begin >= count / plan.block_count()));
        for (std::int64_t place = begin; place < end; ++place) CHECK(plan.block_of(place) == b);
        next = end;
      }
      CHECK(next == count);
    }
  }
}

TEST_CASE("copy c of block b is shard c * B + b, the original first") {
  SplitSpec spec = split_spec("train", std::nullopt, 2);
  spec.original.emplace();
  const SplitPlan plan(spec, first_indices(10), 1, std::nullopt, 4);
  CHECK(plan.copies() == std::vector<int>{0, 1, 2});
  CHECK(plan.shard_count() == 9);
  CHECK(plan.shard_of(0, 2) == 2);
  CHECK(plan.shard_of(2, 1) == 7);
}

TEST_CASE("a limit takes the first records of the same order") {
  const SplitSpec spec = split_spec("train");
  const SplitPlan all(spec, first_indices(100), 5, std::nullopt, 10);
  const SplitPlan some(spec, first_indices(100), 5, 7, 10);
  CHECK(some.record_count() == 7);
  for (std::int64_t place = 0; place < 7; ++place) CHECK(some.record_at(place) == all.record_at(place));
  const SplitPlan other_seed(spec, first_indices(100), 6, 7, 10);
  bool differs = false;
  for (std::int64_t place = 0; place < 7; ++place)
    differs = differs || other_seed.record_at(place) != all.record_at(place);
  CHECK(differs);
}

TEST_CASE(
    "fractions hold in expectation; groups never straddle; other records and the order of splits change nothing") {
  Spec spec;
  spec.splits = {split_spec("train", 0.7), split_spec("val", 0.2), split_spec("test", 0.1)};
  const auto list = records(20000);
  const auto by_key = split_of_each(spec, list);
  std::map<std::string, int> counts;
  for (const auto& [key, split] : by_key) ++counts[split];
  CHECK(counts["train"] == doctest::Approx(14000).epsilon(0.03));
  CHECK(counts["val"] == doctest::Approx(4000).epsilon(0.05));

  const std::vector<Record> fewer(list.begin(), list.begin() + 500);
  for (const auto& [key, split] : split_of_each(spec, fewer)) CHECK(by_key.at(key) == split);

  Spec reordered;
  reordered.splits = {split_spec("test", 0.1), split_spec("train", 0.7), split_spec("val", 0.2)};
  CHECK(split_of_each(reordered, fewer) == split_of_each(spec, fewer));

  spec.group_by = "scene";
  std::map<std::string, std::set<std::string>> splits_of_scene;
  for (const auto& [key, split] : split_of_each(spec, list))
    splits_of_scene[key.substr(0, key.find('/'))].insert(split);
  for (const auto& [scene, splits] : splits_of_scene) CHECK(splits.size() == 1);
}

TEST_CASE("where: a record in two splits is an error, one in none a warning") {
  Spec spec;
  spec.splits = {split_spec("a"), split_spec("b")};
  spec.splits[0].where = {{"scene", {"1", "2"}}};
  spec.splits[1].where = {{"scene", {"2", "3"}}};
  Diagnostics diagnostics;
  assign_splits(spec, records(50), diagnostics);
  REQUIRE(diagnostics.size() == 1);
  CHECK(format(diagnostics[0]) ==
        "error[split-overlap] at /splits/b/where: record 'scene2/2' belongs to split 'a' and to split 'b'\n"
        "  hint: make the conditions exclude each other");
  spec.splits[1].where = {{"scene", {"3"}}};
  diagnostics.clear();
  const auto members = assign_splits(spec, records(50), diagnostics);
  CHECK(members[0].size() == 2);
  REQUIRE(diagnostics.size() == 1);
  CHECK(format(diagnostics[0]) == "warning[no-split] at /splits: 47 of 50 records match no split and are left out");
}

TEST_CASE("list: keys a line; unknown and doubled keys are errors") {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "a.txt", "scene1/1\r\n\nscene2/2\n");
  write_atomically(folder.path() / "b.txt", "scene3/3\n");
  Spec spec;
  spec.splits = {split_spec("a"), split_spec("b")};
  spec.splits[0].list = folder.path() / "a.txt";
  spec.splits[1].list = folder.path() / "b.txt";
  Diagnostics diagnostics;
  const auto members = assign_splits(spec, records(4), diagnostics);
  CHECK(members[0] == std::vector<std::uint32_t>{1, 2});
  CHECK(members[1] == std::vector<std::uint32_t>{3});
  CHECK_FALSE(has_errors(diagnostics));

  write_atomically(folder.path() / "b.txt", "scene2/2\n");
  diagnostics.clear();
  assign_splits(spec, records(4), diagnostics);
  REQUIRE(has_errors(diagnostics));
  CHECK(diagnostics[0].message == "'scene2/2' is listed for split 'a' too");
  write_atomically(folder.path() / "b.txt", "scene9/9\n");
  diagnostics.clear();
  assign_splits(spec, records(4), diagnostics);
  CHECK(diagnostics[0].message == "'scene9/9' is listed, but the source has no such record");
}
