#include <doctest/doctest.h>

#include "source/source.h"
#include "tree.h"

using augshard::resolve_beneath;

TEST_CASE("paths that stay below the root resolve, also through links and where nothing is there") {
  const Tree tree;
  tree.add("a/b.png");
  tree.link("inside.png", "a/b.png");
  tree.link("absolute.png", (tree.root() / "a/b.png").string());
  tree.link("folder", "a");
  for (const char* path : {"a/b.png", "./a/b.png", "inside.png", "absolute.png", "folder/b.png", "absent/x.png"}) {
    CAPTURE(path);
    const auto resolved = resolve_beneath(tree.root(), path);
    REQUIRE(resolved);
    CHECK(*resolved == tree.root() / path);
  }
}

TEST_CASE("paths that are absolute, hold '..' or NUL, or leave by a link are refused by name") {
  const Tree outside;
  outside.add("secret.png");
  const Tree tree;
  tree.add("a/b.png");
  tree.link("file.png", (outside.root() / "secret.png").string());
  tree.link("folder", outside.root().string());
  tree.link("up", "..");
  tree.link("dangling.png", (outside.root() / "absent.png").string());
  tree.link("loop", "loop");
  const std::string secret = (outside.root() / "secret.png").string();
  for (const std::string& path :
       {secret, std::string("../x"), std::string("a/../../x"), std::string("a/.."), std::string("file.png"),
        std::string("folder/secret.png"), std::string("up/x"), std::string("dangling.png"), std::string("loop"),
        std::string("a\0b", 3), std::string()}) {
    CAPTURE(path);
    const auto resolved = resolve_beneath(tree.root(), path);
    REQUIRE_FALSE(resolved);
    CHECK(resolved.error().code == "path");
    CHECK(holds(resolved.error().message, "'" + path + "'"));
  }
}

TEST_CASE("a neighbour whose name begins like the root's is outside") {
  const Tree tree;
  tree.add("root-2/x.png");
  tree.add("root/y.png");
  tree.link("root/x.png", "../root-2/x.png");
  CHECK_FALSE(resolve_beneath(tree.root() / "root", "x.png"));
}

TEST_CASE("the file system's own root can be a root") {
  const Tree tree;
  tree.add("a.png");
  CHECK(resolve_beneath("/", (tree.root() / "a.png").string().substr(1)));
}

TEST_CASE("a record's file that cannot be read is named below the root") {
  const Tree tree;
  tree.add("a/b.png");
  CHECK(augshard::open_record_file(tree.root(), "a/b.png"));
  for (const char* path : {"a", "a/absent.png", "../x"}) {
    CAPTURE(path);
    const auto file = augshard::open_record_file(tree.root(), path);
    REQUIRE_FALSE(file);
    CHECK(file.error().message.find(path) != std::string::npos);
    CHECK(file.error().message.find(tree.root().string()) == std::string::npos);
  }
}
