#include "base/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "temporary_folder.h"

using namespace augshard;
namespace fs = std::filesystem;

TEST_CASE("an atomic file is absent until commit and whole after it") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "a.bin";
  {
    AtomicFile file(path);
    file.append("hello world");
    const std::string head = "J";
    file.overwrite(0, std::as_bytes(std::span(head)));
    CHECK_FALSE(fs::exists(path));
    file.commit();
  }
  CHECK(read_text(path).value() == "Jello world");
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("an atomic file dropped without commit leaves nothing") {
  const TemporaryFolder folder;
  { AtomicFile(folder.path() / "a").append("half"); }
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("writing where no folder is names the path and the reason") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(AtomicFile(folder.path() / "no" / "a"), doctest::Contains("No such file"), IoError);
}

TEST_CASE("only regular files are opened, and a FIFO does not hang") {
  const TemporaryFolder folder;
  const fs::path fifo = folder.path() / "pipe";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(open_file(fifo).error().message == "cannot read " + fifo.string() + ": not a regular file");
  CHECK(open_file(folder.path()).error().code == "io");
  CHECK(open_file(folder.path() / "absent").error().message.ends_with("No such file or directory"));
  write_atomically(folder.path() / "empty", "");
  CHECK(open_file(folder.path() / "empty")->bytes().empty());
}

TEST_CASE("a file that cannot take its final name leaves nothing behind") {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "taken" / "inside");
  {
    AtomicFile file(folder.path() / "taken");
    file.append("text");
    CHECK_THROWS_AS(file.commit(), IoError);
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}
