#include <doctest/doctest.h>

#include "tree.h"

using namespace augshard;

TEST_CASE("image and masks pair by their shared captures, never by sort order") {
  const Tree tree;
  for (const char* city : {"bonn", "aachen"}) {
    for (const char* id : {"2", "10"}) {
      tree.add(std::string("images/") + city + "/" + id + ".jpg");
      tree.add(std::string("labels/") + id + "-" + city + ".png");
      tree.add(std::string("depth/") + city + "_" + id + ".png");
    }
  }
  const Listing listing = list_records(folders_spec(
      tree, "images/{city}/{id}.(jpg|png)", {{"mask", "labels/{id}-{city}.png"}, {"depth", "depth/{city}_{id}.png"}}));
  CHECK(listing.diagnostics.empty());
  CHECK(keys_of(listing.records) == std::vector<std::string>{"aachen/10", "aachen/2", "bonn/10", "bonn/2"});
  const Record& record = listing.records[2];
  CHECK(record.image == "images/bonn/10.jpg");
  CHECK(record.masks == std::vector<std::optional<std::string>>{"labels/10-bonn.png", "depth/bonn_10.png"});
  CHECK(record.attributes == std::map<std::string, std::string>{{"city", "bonn"}, {"id", "10"}});
  CHECK(listing.report.images == 4);
  CHECK(listing.report.matched == 4);
}

TEST_CASE("the more literal of two patterns takes a file that both match") {
  const Tree tree;
  for (const char* id : {"a", "b"}) {
    tree.add(std::string(id) + ".png");
    tree.add(std::string(id) + "_mask.png");
  }
  const Listing listing = list_records(folders_spec(tree, "{id}.png", {{"mask", "{id}_mask.png"}}));
  CHECK(listing.diagnostics.empty());
  CHECK(keys_of(listing.records) == std::vector<std::string>{"a", "b"});

  const Tree other;
  other.add("a_rgb.png");
  other.add("a.png");
  CHECK(keys_of(list_records(folders_spec(other, "{id}_rgb.png", {{"mask", "{id}.png"}})).records) ==
        std::vector<std::string>{"a"});
  CHECK(list_records(folders_spec(other, "{id}.png", {{"mask", "{id}.png"}})).records.size() == 2);
}

TEST_CASE("captures of mask patterns alone become attributes where they are well defined") {
  const Tree tree;
  tree.add("i/7.png");
  tree.add("m/road/7.png");
  tree.add("n/left/7_a.png");
  tree.add("o/right/7_a.png");
  const Listing listing = list_records(
      folders_spec(tree, "i/{id}.png",
                   {{"m", "m/{cls}/{id}.png"}, {"n", "n/{side}/{id}_{kind}.png"}, {"o", "o/{side}/{id}_{kind}.png"}}));
  REQUIRE(listing.records.size() == 1);
  CHECK(listing.records[0].attributes ==
        std::map<std::string, std::string>{{"cls", "road"}, {"id", "7"}, {"kind", "a"}});
}

TEST_CASE("a missing mask is an error, a skipped record or an empty mask") {
  const Tree tree;
  for (int i = 1; i <= 8; ++i) tree.add("i/" + std::to_string(i) + ".png");
  tree.add("m/3.png");
  Spec spec = folders_spec(tree, "i/{id}.png", {{"mask", "m/{id}.(png|tif)"}});

  const Diagnostic error = find(list_records(spec).diagnostics, "missing-mask");
  CHECK(error.severity == Severity::error);
  CHECK(error.pointer == "/source/masks/mask");
  CHECK(error.file == "pipeline.json");
  CHECK(error.message ==
        "7 of 8 records have no mask 'mask': '1' (no 'm/1.png'); '2' (no 'm/2.png'); '4' (no 'm/4.png'); "
        "'5' (no 'm/5.png'); '6' (no 'm/6.png'); and 2 more");
  CHECK(holds(error.hint, R"("missing_mask": "skip")"));

  spec.source.missing_mask = MissingMask::skip;
  const Listing skipped = list_records(spec);
  CHECK_FALSE(has_errors(skipped.diagnostics));
  CHECK(keys_of(skipped.records) == std::vector<std::string>{"3"});
  CHECK(skipped.report.skipped == 7);
  CHECK(skipped.report.images_without_mask.size() == 7);

  spec.source.missing_mask = MissingMask::background;
  const Listing background = list_records(spec);
  CHECK_FALSE(has_errors(background.diagnostics));
  REQUIRE(background.records.size() == 8);
  CHECK_FALSE(background.records[0].masks[0].has_value());
  CHECK(background.records[2].masks[0] == "m/3.png");
  CHECK(background.report.skipped == 0);
}

TEST_CASE("masks without an image are an error unless ignored") {
  const Tree tree;
  tree.add("i/1.png");
  for (int i = 1; i <= 7; ++i) tree.add("m/" + std::to_string(i) + ".png");
  Spec spec = folders_spec(tree, "i/{id}.png", {{"mask", "m/{id}.png"}});
  const Listing listing = list_records(spec);
  const Diagnostic error = find(listing.diagnostics, "extra-mask");
  CHECK(error.pointer == "/source/masks/mask");
  CHECK(error.message ==
        "6 files of mask 'mask' have no image: 'm/2.png', 'm/3.png', 'm/4.png', 'm/5.png', 'm/6.png' and 1 more");
  CHECK(holds(error.hint, R"("extra_mask": "ignore")"));
  CHECK(listing.report.extra_masks.size() == 6);
  spec.source.ignore_extra_mask = true;
  CHECK(list_records(spec).diagnostics.empty());
}

TEST_CASE("two images with one key are an error that names both") {
  const Tree tree;
  tree.add("i/1.jpg");
  tree.add("i/1.png");
  tree.add("i/2.png");
  tree.add("m/1.png");
  tree.add("m/2.png");
  const Listing listing = list_records(folders_spec(tree, "i/{id}.(jpg|png)", {{"mask", "m/{id}.png"}}));
  const Diagnostic error = find(listing.diagnostics, "duplicate-key");
  CHECK(error.pointer == "/source/image");
  CHECK(error.message == "1 key has more than one image: '1' from 'i/1.jpg' and 'i/1.png'");
  CHECK(listing.report.duplicate_keys == std::vector<std::string>{"1"});
}

TEST_CASE("several mask files for one record are an error that says what to do") {
  const Tree tree;
  tree.add("7/images/7.png");
  tree.add("7/masks/x.png");
  tree.add("7/masks/y.png");
  const Listing listing = list_records(folders_spec(tree, "{id}/images/{id}.png", {{"mask", "{id}/masks/{part}.png"}}));
  CHECK(keys_of(listing.records) == std::vector<std::string>{"7"});
  const Diagnostic error = find(listing.diagnostics, "duplicate-mask");
  CHECK(error.pointer == "/source/masks/mask");
  CHECK(error.message ==
        "1 record has several files for mask 'mask': '7' has 2, such as '7/masks/x.png' and '7/masks/y.png'");
  CHECK_FALSE(error.hint.empty());
  CHECK(find(listing.diagnostics, "extra-mask").code.empty());
}

TEST_CASE("one mask may serve many images") {
  const Tree tree;
  tree.add("bonn/1.png");
  tree.add("bonn/2.png");
  tree.add("fixed/bonn.png");
  const Listing listing = list_records(folders_spec(tree, "{city}/{id}.png", {{"mask", "fixed/{city}.png"}}));
  CHECK(listing.diagnostics.empty());
  REQUIRE(listing.records.size() == 2);
  CHECK(listing.records[1].masks[0] == "fixed/bonn.png");
}

TEST_CASE("where no image matches, the message says what was walked and what was found") {
  const Tree tree;
  tree.add("images/a.JPG");
  tree.add("images/b.JPG");
  tree.add("images/notes.txt");
  tree.add("deep/bonn/a.jpg");
  const auto fault = [&](const std::string& image) {
    const Listing listing = list_records(folders_spec(tree, image, {}));
    CHECK(listing.records.empty());
    const Diagnostic error = find(listing.diagnostics, "no-records");
    CHECK(error.pointer == "/source/image");
    return error;
  };
  const Diagnostic extension = fault("images/{id}.jpg");
  CHECK(holds(extension.message, "no file matches 'images/{id}.jpg'"));
  CHECK(holds(extension.message, "1 folder walked"));
  CHECK(holds(extension.message, "3 other files, most of them .JPG, such as 'images/a.JPG'"));
  CHECK(holds(extension.hint, "letter case"));

  const Diagnostic folder = fault("image/{id}.jpg");
  CHECK(holds(folder.message, "has no folder 'image'"));
  CHECK(folder.hint == "did you mean 'images'?");

  const Diagnostic depth = fault("deep/{id}.jpg");
  CHECK(holds(depth.message, "such as 'deep/bonn'"));
  CHECK(holds(depth.hint, "{word} stops at '/'"));
}

TEST_CASE("a mask pattern that matches nothing is explained once, and warned of where missing masks are allowed") {
  const Tree tree;
  tree.add("i/1.png");
  tree.add("m/1.gif");
  Spec spec = folders_spec(tree, "i/{id}.png", {{"mask", "m/{id}.png"}});
  const Listing listing = list_records(spec);
  REQUIRE(listing.diagnostics.size() == 1);
  CHECK(listing.diagnostics[0].code == "missing-mask");
  CHECK(holds(listing.diagnostics[0].message, "such as 'm/1.gif'"));
  spec.source.missing_mask = MissingMask::background;
  const Listing allowed = list_records(spec);
  REQUIRE(allowed.diagnostics.size() == 1);
  CHECK(allowed.diagnostics[0].severity == Severity::warning);
  CHECK(allowed.records.size() == 1);
  spec.source.missing_mask = MissingMask::skip;
  CHECK(find(list_records(spec).diagnostics, "no-records").pointer == "/source/masks");
}

TEST_CASE("patterns that cannot pair are refused before the walk") {
  const Tree tree;
  tree.add("i/1.png");
  const Listing listing = list_records(folders_spec(tree, "i/{id.png", {{"a", "m/{id}.png"}, {"b", "/abs/{id}.png"}}));
  CHECK(listing.diagnostics.size() == 2);
  CHECK(listing.diagnostics[0].pointer == "/source/image");
  CHECK(listing.diagnostics[1].pointer == "/source/masks/b");
  CHECK(holds(find(list_records(folders_spec(tree, "i/1.png", {})).diagnostics, "pattern").message, "no capture"));
  CHECK(holds(
      find(list_records(folders_spec(tree, "i/{id}.png", {{"m", "m/{name}.png"}})).diagnostics, "pattern").message,
      "shares no capture"));
  Spec spec = folders_spec(tree, "i/{id}.png", {});
  spec.source.root = tree.root() / "absent";
  CHECK(find(list_records(spec).diagnostics, "path").pointer == "/source/root");
}

TEST_CASE("links are followed inside the root, never out of it and never round") {
  const Tree outside;
  outside.add("x.png");
  outside.add("more/y.png");
  const Tree tree;
  tree.add("i/1.png");
  tree.link("i/2.png", "../store/2.png");
  tree.add("store/2.png");
  tree.link("i/round", "..");
  tree.link("i/self", ".");
  tree.link("again", "i");
  const Listing inside = list_records(folders_spec(tree, "{top}/{id...}.png", {}));
  CHECK(inside.diagnostics.empty());
  CHECK(keys_of(inside.records) == std::vector<std::string>{"again/1", "again/2", "i/1", "i/2", "store/2"});
  CHECK(keys_of(list_records(folders_spec(tree, "i/{id}.png", {})).records) == std::vector<std::string>{"1", "2"});
  CHECK(keys_of(list_records(folders_spec(tree, "again/{id}.png", {})).records) == std::vector<std::string>{"1", "2"});

  tree.link("i/3.png", (outside.root() / "x.png").string());
  tree.link("i/out", outside.root().string());
  const Listing listing = list_records(folders_spec(tree, "i/{id...}.png", {}));
  REQUIRE(listing.diagnostics.size() == 2);
  CHECK(listing.diagnostics[0].severity == Severity::error);
  CHECK(holds(listing.diagnostics[0].message, "1 file is a link that leaves the root"));
  CHECK(holds(listing.diagnostics[0].message, "'i/3.png'"));
  CHECK(listing.diagnostics[1].severity == Severity::warning);
  CHECK(holds(listing.diagnostics[1].message, "'i/out'"));
}

TEST_CASE("a link that may be a folder, and cannot be looked at, is told and not taken for an empty one") {
  const Tree tree;
  tree.add("i/ash/1.png");
  tree.link("i/elm", "../gone");
  tree.link("i/oak", "oak");
  tree.link("i/note", "../gone");  // no pattern reaches below this one:
  CHECK(list_records(folders_spec(tree, "i/ash/{id}.png", {})).diagnostics.empty());
  const Diagnostics found = list_records(folders_spec(tree, "i/(ash|elm|oak)/{id}.png", {})).diagnostics;
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::error);
  CHECK_MESSAGE(holds(found[0].message, "2 folders cannot be listed: 'i/elm: No such file or directory', 'i/oak: "),
                found[0].message);
  // A dangling link to a record is a reject of that record, later.
  tree.link("i/ash/2.png", "nowhere");
  CHECK(keys_of(list_records(folders_spec(tree, "i/ash/{id}.png", {})).records) == std::vector<std::string>{"1", "2"});
}

TEST_CASE("real data: paired folders, and one file an instance") {
  const std::filesystem::path data = std::filesystem::path(AUGSHARD_SOURCE_DIR) / "../shared/data";
  if (!std::filesystem::exists(data / "coco_cc")) {
    MESSAGE("skipped: ../shared/data is not there");
    return;
  }
  const Tree none;
  Spec spec = folders_spec(none, "images/{id}.jpg", {{"mask", "masks/{id}.png"}});
  spec.source.root = data / "coco_cc";
  const Listing coco = list_records(spec);
  CHECK(coco.diagnostics.empty());
  CHECK(coco.records.size() == 40);
  CHECK(coco.report.matched == 40);

  spec = folders_spec(none, "{id}/images/{id}.png", {{"mask", "{id}/masks/{part}.png"}});
  spec.source.root = data / "dsb2018_cc0";
  const Listing cells = list_records(spec);
  CHECK(cells.records.size() == 16);
  CHECK(holds(find(cells.diagnostics, "duplicate-mask").message, "16 records have several files for mask 'mask'"));
}
