#include "base/temporaries.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <set>
#include <string>

#include "base/files.h"
#include "disk_faults.h"
#include "temporary_folder.h"

using namespace augshard;
namespace fs = std::filesystem;

namespace {

/// "HOST" of a temporary name.
std::string host_in_names() {
  const std::string name = temporary_name("a").string();
  const std::size_t start = std::string("a.tmp-").size();
  return name.substr(start, name.find("-" + std::to_string(::getpid()) + "-") - start);
}

pid_t dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

void write_aged(const fs::path& path, std::time_t age) {
  write_atomically(path, "half");
  const std::array<timespec, 2> times{{{std::time(nullptr) - age, 0}, {std::time(nullptr) - age, 0}}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
}

std::string tail(pid_t process, int number) { return "-" + std::to_string(process) + "-" + std::to_string(number); }

constexpr std::time_t kHour = 3600;

}  // namespace

TEST_CASE("temporary names are new each time and lie beside the file") {
  std::set<fs::path> seen;
  for (int i = 0; i < 100; ++i) seen.insert(temporary_name("out/a.npy"));
  CHECK(seen.size() == 100);
  CHECK(seen.begin()->string().starts_with("out/a.npy.tmp-"));
  CHECK(host_in_names().find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
        std::string::npos);
}

TEST_CASE("the sweep removes what is old, and what dead processes of this host left") {
  const TemporaryFolder folder;
  const std::string ours = "a.npy.tmp-" + host_in_names();
  write_aged(folder.path() / (ours + tail(dead_process(), 0)), 0);
  write_aged(folder.path() / ("a.npy.tmp-elsewhere" + tail(1, 0)), 25 * kHour);
  write_aged(folder.path() / (ours + tail(::getppid(), 3)), 25 * kHour);
  // Left by an earlier process of this number: this one has not come that far.
  write_aged(folder.path() / (ours + tail(::getpid(), 1000000)), 0);
  create_folders(folder.path() / "tfrecord" / "deep");
  write_aged(folder.path() / "tfrecord" / "deep" / ("b" + ours + tail(dead_process(), 12)), 0);
  CHECK(sweep_stale_temporaries(folder.path()) == 5);
  CHECK(fs::is_empty(folder.path() / "tfrecord" / "deep"));
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("the sweep leaves everything else alone") {
  const TemporaryFolder folder;
  const std::string ours = ".tmp-" + host_in_names();
  const std::string dead = tail(dead_process(), 0);
  const std::set<std::string> names{
      "a" + ours + tail(::getppid(), 0),       // a process that lives
      "a.tmp-elsewhere" + dead,                // another host
      ours + dead,                             // no final name
      "a.tmp-" + dead,                         // no host
      "a.tmp-ho_st" + dead,                    //
      "a" + ours + dead + ".npy",              //
      "a" + ours + dead + "x",                 //
      "a" + ours + "-12",                      //
      "a" + ours + "-12-",                     //
      "a" + ours + "--12",                     //
      "a" + ours + "-+12-0",                   //
      "a" + ours + "-99999999999999999999-0",  //
      "a" + ours + "-4294967297-0",            // no process number
      "a.tmp",
      "tmp-host-1-0",
      "train-00000-of-00002.image.npy",
      "dataset.json",
  };
  for (const auto& name : names) write_aged(folder.path() / name, name.starts_with("a.tmp-elsew") ? kHour : 0);
  write_aged(folder.path() / "old.npy", 100 * kHour);
  fs::create_symlink("old.npy", folder.path() / ("link" + ours + dead));
  create_folders(folder.path() / ("folder" + ours + dead));
  CHECK(sweep_stale_temporaries(folder.path()) == 0);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == static_cast<int>(names.size()) + 3);
}

TEST_CASE("the sweep leaves the files that this process is writing") {
  const TemporaryFolder folder;
  AtomicFile file(folder.path() / "a");
  file.append("half");
  CHECK(sweep_stale_temporaries(folder.path()) == 0);
  file.commit();
  CHECK(sweep_stale_temporaries(folder.path() / "absent") == 0);
}

TEST_CASE("a sweep that fails says so") {
  const TemporaryFolder folder;
  write_aged(folder.path() / ("a.tmp-elsewhere" + tail(1, 0)), 25 * kHour);
  {
    const DiskFaults faults({.nth = 1, .error = EACCES, .call = disk::Call::remove});
    CHECK_THROWS_WITH_AS(sweep_stale_temporaries(folder.path()), doctest::Contains("Permission denied"), IoError);
  }
  {
    const DiskFaults faults({.nth = 1, .error = EIO, .call = disk::Call::list});
    CHECK_THROWS_AS(sweep_stale_temporaries(folder.path()), IoError);
  }
  // Another run was faster.
  const DiskFaults faults({.nth = 1, .error = ENOENT, .call = disk::Call::remove});
  CHECK(sweep_stale_temporaries(folder.path()) == 0);
}

TEST_CASE("a process that was killed and not asked for is gone too") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(0);
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
  write_aged(folder.path() / ("a.npy.tmp-" + host_in_names() + tail(child, 0)), 0);
  CHECK(sweep_stale_temporaries(folder.path()) == 1);
  ::waitpid(child, nullptr, 0);
}
