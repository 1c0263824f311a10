// Files of the repository that are written from the declarations: they must equal what the code says now.
// AUGSHARD_UPDATE=1 rewrites them; read the difference.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/files.h"
#include "op/describe.h"
#include "op/table.h"
#include "spec/schema.h"

using namespace augshard;

namespace {

void check_file(const std::string& name, const std::string& text) {
  const std::filesystem::path path = std::filesystem::path(AUGSHARD_SOURCE_DIR) / name;
  if (std::getenv("AUGSHARD_UPDATE") != nullptr) std::ofstream(path) << text;
  const auto committed = read_text(path);
  INFO(name << " is not what the code writes: run this test with AUGSHARD_UPDATE=1");
  CHECK((committed && *committed == text));
}

std::string ops_page() {
  std::string page =
      "# Ops\n\n"
      "Written from the declarations in `src/ops`; `augshard ops NAME` prints the same for one op. The pictures show "
      "a\n"
      "record of `samples/street` beside three copies, made by the first example; `tests/op_pictures.py` draws "
      "them.\n\n"
      "Every op takes `p`, the probability that it acts on a copy. A *geometry* op, and a *policy* for its geometry, "
      "also\n"
      "takes `interpolation`, `border`, `fill` (of the image, a fraction of its range) and `mask_fill` (a label "
      "id).\n\n"
      "| op | kind | what it does |\n|---|---|---|\n";
  for (const OpInfo& info : op_table()) {
    page += "| [`" + info.name + "`](#" + info.name + ") | " + std::string(name_of(info.kind)) + " | " + info.summary +
            " |\n";
  }
  page += "\n";
  for (const OpInfo& info : op_table()) page += reference_section(info);
  page.pop_back();
  return page;
}

}  // namespace

TEST_CASE("the page of all ops") { check_file("docs/reference/ops.md", ops_page()); }

TEST_CASE("the schema beside the ready pipelines, where editors look for it") {
  check_file("configs/augshard.schema.json", pipeline_schema());
}
