#include "base/files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "base/temporaries.h"
#include "disk_faults.h"
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

namespace {

/// Lowers a limit of the process for a while.
class Limit {
 public:
  Limit(__rlimit_resource_t resource, rlim_t value) : resource_(resource) {
    REQUIRE(::getrlimit(resource, &before_) == 0);
    const rlimit lower{value, before_.rlim_max};
    REQUIRE(::setrlimit(resource, &lower) == 0);
  }
  ~Limit() { ::setrlimit(resource_, &before_); }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;

 private:
  __rlimit_resource_t resource_;
  rlimit before_{};
};

/// What stands in a file after a fault at the n-th call; empty where that call is never made.
std::optional<std::string> written_with_fault(const fs::path& path, const DiskFault& plan) {
  const DiskFaults faults(plan);
  try {
    write_atomically(path, "whole");
  } catch (const IoError& error) {
    CHECK(std::string(error.what()).find(path.parent_path().string()) != std::string::npos);
    CHECK(std::string(error.what()).ends_with(std::generic_category().message(plan.error)));
  }
  return faults.fired() ? std::optional(read_text(path) ? *read_text(path) : "nothing") : std::nullopt;
}

}  // namespace

TEST_CASE("whatever call fails, a file is whole or absent, and no other is left") {
  std::size_t faults = 0;
  for (const int error : {EIO, ENOSPC, EDQUOT, EFBIG, EROFS, EACCES, EMFILE}) {
    for (std::size_t nth = 1;; ++nth) {
      const TemporaryFolder folder;
      const auto content = written_with_fault(folder.path() / "a", {.nth = nth, .error = error});
      if (!content) break;
      ++faults;
      CHECK((*content == "whole" || *content == "nothing"));
      CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == (*content == "whole" ? 1 : 0));
    }
  }
  // create, write, sync, close, rename, open the folder, sync it.
  CHECK(faults == 7 * 7);
}

TEST_CASE("a fault in any call of an atomic file is an error") {
  for (std::size_t nth = 1; nth <= 7; ++nth) {
    const TemporaryFolder folder;
    const DiskFaults faults({.nth = nth});
    CHECK_THROWS_AS(write_atomically(folder.path() / "a", "whole"), IoError);
  }
}

TEST_CASE("interrupted calls are repeated and short writes go on") {
  const TemporaryFolder folder;
  for (std::size_t nth = 1; nth <= 7; ++nth) {
    const DiskFaults faults({.nth = nth, .error = EINTR, .longest_write = 2});
    CHECK_NOTHROW(write_atomically(folder.path() / "a", "whole"));
    CHECK(*read_text(folder.path() / "a") == "whole");
  }
}

TEST_CASE("errors name file and reason, and how to mend the frequent ones") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "train-00000.npy";
  const auto error_of = [&](int error, disk::Call call) {
    const DiskFaults faults({.nth = 1, .error = error, .call = call});
    try {
      write_atomically(path, "whole");
    } catch (const IoError& thrown) {
      return std::string(thrown.what()) + "\n" + thrown.hint();
    }
    return std::string();
  };
  CHECK(error_of(ENOSPC, disk::Call::write) ==
        "cannot write " + path.string() +
            ": No space left on device\nthe disk is full: make room on it, or write to another one; finished shards "
            "are kept");
  CHECK(error_of(EACCES, disk::Call::open) ==
        "cannot create " + path.string() + ": Permission denied\nname a place that you may write to");
  CHECK(error_of(ENOENT, disk::Call::rename) == "cannot rename to " + path.string() + ": No such file or directory\n");
}

TEST_CASE("a limit of file sizes is an error, not the end of the process") {
  const TemporaryFolder folder;
  auto* const before = std::signal(SIGXFSZ, SIG_IGN);
  {
    const Limit limit(RLIMIT_FSIZE, 1000);
    AtomicFile file(folder.path() / "a");
    CHECK_THROWS_WITH_AS(file.append(std::string(3000, 'a')), doctest::Contains("File too large"), IoError);
  }
  std::signal(SIGXFSZ, before);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("no descriptor left is the machine's fault, not the file's") {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "a", "text");
  const Limit limit(RLIMIT_NOFILE, 3);
  CHECK_THROWS_WITH_AS(static_cast<void>(open_file(folder.path() / "a")), doctest::Contains("Too many open files"),
                       IoError);
}

TEST_CASE("a temporary name that is taken is passed over") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "a";
  const std::string last = temporary_name(path).string();
  const std::size_t dash = last.rfind('-');
  const int number = std::stoi(last.substr(dash + 1));
  const std::string taken = last.substr(0, dash + 1) + std::to_string(number + 1);
  std::filesystem::create_directory(taken);
  write_atomically(path, "text");
  CHECK(*read_text(path) == "text");
  CHECK(fs::is_directory(taken));
}

TEST_CASE("folders are made with those above them") {
  const TemporaryFolder folder;
  create_folders(folder.path() / "a" / "b" / "c");
  create_folders(folder.path() / "a" / "b" / "c" / ".");
  create_folders(folder.path() / "d/");
  CHECK(fs::is_directory(folder.path() / "a" / "b" / "c"));
  CHECK(fs::is_directory(folder.path() / "d"));
  write_atomically(folder.path() / "file", "");
  CHECK_THROWS_WITH_AS(create_folders(folder.path() / "file"), doctest::Contains("Not a directory"), IoError);
  CHECK_THROWS_WITH_AS(create_folders(folder.path() / "file" / "x"), doctest::Contains("file: Not a directory"),
                       IoError);
  for (std::size_t nth = 1; nth <= 3; ++nth) {
    const DiskFaults faults({.nth = nth});
    CHECK_THROWS_AS(create_folders(folder.path() / "new" / std::to_string(nth)), IoError);
  }
}

TEST_CASE("a tree is removed without what its links lead to") {
  const TemporaryFolder folder;
  create_folders(folder.path() / "tree" / "inside");
  write_atomically(folder.path() / "kept", "text");
  write_atomically(folder.path() / "tree" / "inside" / "a", "text");
  fs::create_directory_symlink(folder.path(), folder.path() / "tree" / "up");
  for (std::size_t nth = 1; nth <= 2; ++nth) {
    const DiskFaults faults({.nth = nth, .error = EIO});
    CHECK_THROWS_AS(remove_recursively(folder.path() / "tree"), IoError);
  }
  remove_recursively(folder.path() / "tree");
  CHECK_FALSE(fs::exists(folder.path() / "tree"));
  CHECK(*read_text(folder.path() / "kept") == "text");
  CHECK_NOTHROW(remove_recursively(folder.path() / "absent"));
}
