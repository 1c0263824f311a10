#include "cli/text.h"

#include <doctest/doctest.h>

#include "cli/progress.h"

using namespace augshard;

TEST_CASE("bytes in powers of 1000, never 1000 of a unit") {
  CHECK(bytes_text(0) == "0 B");
  CHECK(bytes_text(999) == "999 B");
  CHECK(bytes_text(1000) == "1.0 kB");
  CHECK(bytes_text(999'949) == "999.9 kB");
  CHECK(bytes_text(999'950) == "1.0 MB");
  CHECK(bytes_text(1'500'000'000) == "1.5 GB");
  CHECK(bytes_text(18'446'744'073'709'551'615U) == "18446.7 PB");
}

TEST_CASE("durations keep two parts at most") {
  CHECK(duration_text(0) == "0.0 s");
  CHECK(duration_text(9.94) == "9.9 s");
  CHECK(duration_text(9.96) == "10 s");
  CHECK(duration_text(59.4) == "59 s");
  CHECK(duration_text(59.6) == "1 min 00 s");
  CHECK(duration_text(187) == "3 min 07 s");
  CHECK(duration_text(3600) == "1 h 00 min");
  CHECK(duration_text(36'000 + 125) == "10 h 02 min");
}

TEST_CASE("numbers have a point and the decimals asked for") {
  CHECK(fixed(1234.5678, 2) == "1234.57");
  CHECK(fixed(-0.25, 1) == "-0.2");
  CHECK(fixed(1e20, 0) == "100000000000000000000");
}

TEST_CASE("padding never cuts") {
  CHECK(left("ab", 4) == "ab  ");
  CHECK(right("ab", 4) == "  ab");
  CHECK(left("abcde", 4) == "abcde");
  CHECK(right("abcde", 4) == "abcde");
}

TEST_CASE("progress tells share, rates and what is left") {
  ProgressEvent event;
  event.done = 148;
  event.total = 400;
  event.examples = 592;
  event.bytes = 20'000'000;
  CHECK(progress_text(event, 10) == "37 % 148/400 records, 59.2 examples/s, 2.0 MB/s, ETA 17 s");
  event.rejects = 1;
  CHECK(progress_text(event, 10) == "37 % 148/400 records, 59.2 examples/s, 2.0 MB/s, ETA 17 s, 1 reject");
}

TEST_CASE("progress is not 100 % before the end, and has no ETA at either end") {
  ProgressEvent event;
  event.total = 1000;
  CHECK(progress_text(event, 0) == "0 % 0/1000 records, 0.0 examples/s, 0 B/s");
  event.done = 999;
  CHECK(progress_text(event, 1).starts_with("99 % "));
  event.done = 1000;
  CHECK(progress_text(event, 1) == "100 % 1000/1000 records, 0.0 examples/s, 0 B/s");
}
