#include <doctest/doctest.h>

#include "tree.h"

using namespace augshard;

namespace {

Listing list_text(const std::string& name, const std::string& text) {
  const Tree tree;
  tree.add(name, text);
  return list_records(table_spec(tree, name, "image", {{"mask", "label"}}));
}

}  // namespace

TEST_CASE("CSV, TSV and JSONL give the same records") {
  const Listing listings[] = {
      list_text("l.csv",
                "\xEF\xBB\xBFkey,image,label,city\r\nk2,a/2.jpg,m/2.png,\"Bonn, Rhein\"\r\nk1,./a/1.jpg,m/1.png,7\r\n"),
      list_text("l.TSV", "city\timage\tlabel\tkey\nBonn, Rhein\ta/2.jpg\tm/2.png\tk2\n7\ta/1.jpg\tm/1.png\tk1\n"),
      list_text(
          "l.jsonl",
          "{\"key\":\"k2\",\"image\":\"a/2.jpg\",\"label\":\"m/2.png\",\"city\":\"Bonn, Rhein\",\"box\":[1,2]}\n\n"
          "{\"key\":\"k1\",\"image\":\"a/1.jpg\",\"label\":\"m/1.png\",\"city\":7,\"none\":null}"),
  };
  for (const Listing& listing : listings) {
    CHECK(listing.diagnostics.empty());
    REQUIRE(keys_of(listing.records) == std::vector<std::string>{"k1", "k2"});
    CHECK(listing.records[0].image == "a/1.jpg");
    CHECK(listing.records[0].masks[0] == "m/1.png");
    CHECK(listing.records[0].attributes == std::map<std::string, std::string>{{"city", "7"}});
    CHECK(listing.records[1].attributes == std::map<std::string, std::string>{{"city", "Bonn, Rhein"}});
  }
}

TEST_CASE("scalars of JSON become text") {
  const Listing listing = list_text("l.jsonl", R"({"image":"a.png","label":"m.png","i":-3,"f":0.5,"b":true,"s":"é"})");
  REQUIRE(listing.records.size() == 1);
  CHECK(listing.records[0].attributes ==
        std::map<std::string, std::string>{{"i", "-3"}, {"f", "0.5"}, {"b", "true"}, {"s", "é"}});
}

TEST_CASE("without a key column the key is the image path without its extension") {
  const Listing listing = list_text("l.csv", "image,label\na.b/c,m1\na.b/.d,m2\nx/y.v1.png,m3\n");
  CHECK(keys_of(listing.records) == std::vector<std::string>{"a.b/.d", "a.b/c", "x/y.v1"});
}

TEST_CASE("an empty mask cell is a missing mask") {
  const Tree tree;
  tree.add("l.csv", "image,label\n1.png,1.m\n2.png,\n");
  Spec spec = table_spec(tree, "l.csv", "image", {{"mask", "label"}});
  const Diagnostic error = find(list_records(spec).diagnostics, "missing-mask");
  CHECK(error.pointer == "/source/masks/mask");
  CHECK(error.line == 3);
  CHECK(error.file == (tree.root() / "l.csv").string());
  CHECK(error.message == "1 of 2 records have no mask 'mask': '2' (line 3: column 'label' is empty)");
  spec.source.missing_mask = MissingMask::background;
  const Listing listing = list_records(spec);
  CHECK(listing.diagnostics.empty());
  CHECK_FALSE(listing.records.at(1).masks[0].has_value());
}

TEST_CASE("faults of a table name the lines") {
  const auto fault = [](const std::string& name, const std::string& text, std::string_view code) {
    return find(list_text(name, text).diagnostics, code);
  };
  const Diagnostic path = fault("l.csv", "image,label\n/etc/x.png,a\nok.png,a\n../y.png,a\nz.png,b/../c\n", "path");
  CHECK(path.line == 2);
  CHECK(path.pointer == "/source/image");
  CHECK(path.message == "line 2: '/etc/x.png' is absolute; line 4: '../y.png' holds '..'");
  const Diagnostic fields = fault("l.csv", "image,label\na\nb,c\nd,e,f\n", "table");
  CHECK(fields.message == "line 2: 1 field where the header has 2; line 4: 3 fields where the header has 2");
  CHECK(fault("l.csv", "image,label\n,m\n", "table").message == "line 2: column 'image' is empty");
  CHECK(fault("l.csv", "image,label\na,\"b\n", "table").line == 2);
  CHECK(holds(fault("l.csv", "image,label,image\na,b,c\n", "table").message, "'image' stands twice"));
  CHECK(
      holds(fault("l.jsonl", "{\"image\":\"a\",\"label\":\"b\"}\n{\"image\":\n", "table").message, "line 2: not JSON"));
  CHECK(holds(fault("l.jsonl", "[1]\n", "table").message, "line 1: not a JSON object"));
  CHECK(holds(fault("l.jsonl", R"({"image":"a","image":"b","label":"c"})", "table").message, "given twice"));
  CHECK(
      holds(fault("l.jsonl", std::string((1U << 20U) + 1, ' ') + "{\"image\":\"a\"}", "table").message, "over 1 MiB"));
  CHECK(holds(fault("l.xlsx", "x", "table").hint, ".jsonl"));
  CHECK(fault("l.csv", "image,label\n", "no-records").pointer == "/source/file");
  CHECK(fault("l.csv", "", "no-records").pointer == "/source/file");
}

TEST_CASE("many faulty lines are counted and the first five spelled out") {
  std::string text = "image,label\n";
  for (int i = 0; i < 9; ++i) text += "/" + std::to_string(i) + ",m\n";
  const Diagnostics diagnostics = list_text("l.csv", text).diagnostics;
  REQUIRE(diagnostics.size() == 1);
  CHECK(holds(diagnostics[0].message, "line 6: '/4' is absolute; and 4 more"));
}

TEST_CASE("an unknown column is an error with the nearest name") {
  for (const char* name : {"l.csv", "l.jsonl"}) {
    const bool csv = std::string(name) == "l.csv";
    const Listing listing = list_text(name, csv ? "img,labels\na,b\n" : "{\"img\":\"a\",\"labels\":\"b\"}\n");
    REQUIRE(listing.diagnostics.size() == 2);
    CHECK(holds(listing.diagnostics[0].message, "has no column 'image'"));
    CHECK(listing.diagnostics[1].pointer == "/source/masks/mask");
    CHECK(listing.diagnostics[1].hint == "did you mean 'labels'?");
  }
}

TEST_CASE("two rows with one key are an error that names both lines") {
  const Listing listing = list_text("l.csv", "image,label\na.png,m\nb.png,m\na.jpg,m\n");
  const Diagnostic error = find(listing.diagnostics, "duplicate-key");
  CHECK(error.line == 4);
  CHECK(error.message == "1 key has more than one image: 'a' from 'a.png' (line 2) and 'a.jpg' (line 4)");
}

TEST_CASE("paths are relative to the table's folder unless a root is given") {
  const Tree tree;
  tree.add("sub/l.csv", "image\nx.png\n");
  Spec spec = table_spec(tree, "sub/l.csv", "image", {});
  CHECK(list_records(spec).root == tree.root());
  spec.source.root.clear();
  CHECK(list_records(spec).root == tree.root() / "sub");
}

TEST_CASE("a table that is not there is an error at its pointer") {
  const Tree tree;
  const Diagnostic error = find(list_records(table_spec(tree, "l.csv", "image", {})).diagnostics, "table");
  CHECK(error.pointer == "/source/file");
  CHECK(holds(error.message, "cannot be read"));
}

namespace {

Listing list_annotated(const std::string& name, const std::string& text) {
  const Tree tree;
  tree.add(name, text);
  Spec spec = table_spec(tree, name, "image", {});
  spec.source.boxes.push_back({"objects", "boxes", BoxFormat::xywh, "labels"});
  BoxesTarget& objects = spec.boxes.emplace_back();
  objects.name = "objects";
  objects.classes = {{0, "car"}, {4, "person"}};
  spec.source.keypoints.push_back({"pose", "points", KeypointFormat::xy});
  KeypointsTarget& pose = spec.keypoints.emplace_back();
  pose.name = "pose";
  pose.count = 2;
  pose.boxes = 0;
  return list_records(spec);
}

}  // namespace

TEST_CASE("boxes, labels and keypoints are lists in JSONL, and lists as text in CSV") {
  const Listing listings[] = {
      list_annotated(
          "l.jsonl",
          R"({"image": "1.png", "boxes": [[1, 2, 3, 4], [5, 6, 7.5, 8]], "labels": ["person", 0], "points": [[1, 2, 3, 4], [[5, 6], [7, 8]]]}
{"image": "2.png"})"),
      list_annotated("l.csv", R"(image,boxes,labels,points
1.png,"[[1,2,3,4],[5,6,7.5,8]]","[4,""car""]","[[[1,2],[3,4]],[5,6,7,8]]"
2.png,,,
)"),
  };
  for (const Listing& listing : listings) {
    for (const Diagnostic& d : listing.diagnostics) MESSAGE(format(d));
    REQUIRE(listing.records.size() == 2);
    const Annotations& first = listing.records[0].annotations;
    REQUIRE(first.boxes[0].size() == 2);
    CHECK(first.boxes[0][0].label == 4);
    CHECK(first.boxes[0][1].label == 0);
    CHECK(first.boxes[0][1].numbers == std::array<double, 4>{5, 6, 7.5, 8});
    CHECK(first.keypoints[0] == std::vector<std::vector<double>>{{1, 2, 3, 4}, {5, 6, 7, 8}});
    CHECK(listing.records[0].attributes.empty());
    CHECK(listing.records[1].annotations.boxes[0].empty());
  }
}

TEST_CASE("values that nest too deep for the stack are refused") {
  const std::string deep = std::string(300000, '[') + std::string(300000, ']');
  const Listing lines = list_annotated("l.jsonl", R"({"image": "1.png", "boxes": )" + deep + R"(, "labels": []})");
  CHECK(holds(find(lines.diagnostics, "table").message, "line 1: values nest too deep"));
  const Listing cells = list_annotated("l.csv", "image,boxes,labels,points\n1.png,[" + deep + "],[0],[]\n");
  CHECK(holds(find(cells.diagnostics, "table").message, "line 2: column 'boxes' holds no list"));
}

TEST_CASE("a bad list names the line, what is wrong with it, and how to mend it") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"("boxes": [[1, 2, 3]], "labels": [0], "points": [[1, 2, 3, 4]])", "box 0 is [1,2,3]"},
      {R"("boxes": [[1, 2, 3, 4]], "labels": [0, 0], "points": [[1, 2, 3, 4]])", "2 labels for 1 box"},
      {R"("boxes": [[1, 2, 3, 4]], "labels": ["cat"], "points": [[1, 2, 3, 4]])", "no class is named \"cat\""},
      {R"("boxes": [[1, 2, 3, 4]], "labels": [1.5], "points": [[1, 2, 3, 4]])", "1.5 is not a label"},
      {R"("boxes": [[1, 2, 3, 4]], "labels": [0], "points": [])", "0 sets of points for 1 box"},
      {R"("boxes": [[1, 2, 3, 4]], "labels": [0], "points": [[1, 2, 3]])", "set 0 has 3 numbers"},
      {R"("boxes": [[1, 2, 3, 4]], "labels": [0], "points": [[1, 2]])", "set 0 has 1 point"},
      {R"("boxes": "x", "labels": [0], "points": [])", "column 'boxes' holds no list"},
  };
  for (const auto& row : rows) {
    const auto& [text, message] = row;
    CAPTURE(row.first);
    const Listing listing = list_annotated("l.jsonl", "{\"image\": \"1.png\", " + text + "}");
    REQUIRE(listing.diagnostics.size() >= 1);
    CHECK(holds(listing.diagnostics[0].message, "line 1: " + message));
    CHECK(listing.diagnostics[0].line == 1);
    CHECK_FALSE(listing.diagnostics[0].hint.empty());
  }
}
