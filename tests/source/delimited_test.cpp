#include "source/delimited.h"

#include <doctest/doctest.h>

#include <string>

using augshard::DelimitedReader;

namespace {

/// Rows as "line:[a][b]", one after another; a fault ends them.
std::string rows_of(std::string_view text, char delimiter = ',') {
  DelimitedReader reader(text, delimiter);
  std::string out;
  for (;;) {
    const auto row = reader.next();
    if (!row) return out + "!" + std::to_string(reader.line()) + ":" + row.error().message;
    if (row->fields.empty()) return out;
    out += std::to_string(row->line) + ":";
    for (const std::string& field : row->fields) out += "[" + field + "]";
  }
}

}  // namespace

TEST_CASE("rows end with LF, CRLF or the text") {
  CHECK(rows_of("a,b\n1,2\n") == "1:[a][b]2:[1][2]");
  CHECK(rows_of("a,b\r\n1,2\r\n") == "1:[a][b]2:[1][2]");
  CHECK(rows_of("a,b\n1,2") == "1:[a][b]2:[1][2]");
  CHECK(rows_of("a,b\n\n\r\n1,") == "1:[a][b]4:[1][]");
  CHECK(rows_of(",\n") == "1:[][]");
  CHECK(rows_of("") == "");
  CHECK(rows_of("\n\n") == "");
}

TEST_CASE("a byte order mark is no part of the first name") {
  CHECK(rows_of("\xEF\xBB\xBF"
                "a,b\n") == "1:[a][b]");
}

TEST_CASE("quoted fields hold delimiters, quotes and line ends, and lines are counted through them") {
  CHECK(rows_of("\"a,b\",\"c\"\"d\"\n1,2\n") == "1:[a,b][c\"d]2:[1][2]");
  CHECK(rows_of("\"x\ny\",2\nz,3\n") == "1:[x\ny][2]3:[z][3]");
  CHECK(rows_of("\"x\r\ny\",\"\"\r\nz,3\r\n") == "1:[x\r\ny][]3:[z][3]");
  CHECK(rows_of("\"a\"") == "1:[a]");
  CHECK(rows_of("5\" disk,b\n") == "1:[5\" disk][b]");
}

TEST_CASE("tabs delimit a TSV, where commas are text") { CHECK(rows_of("a,b\tc\n", '\t') == "1:[a,b][c]"); }

TEST_CASE("broken rows are named by their line") {
  CHECK(rows_of("a\n\"b\nc\n") == "1:[a]!2:a quote is never closed");
  CHECK(rows_of("a\n\n\"b\"c\n") == "1:[a]!3:text follows the closing quote of a field");
  CHECK(rows_of("a\n" + std::string((1U << 20U) + 1, 'x')) == "1:[a]!2:the row is over 1 MiB long");
}
