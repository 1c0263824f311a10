#include "source/delimited.h"

#include <algorithm>
#include <utility>

namespace augshard {

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

DelimitedReader::DelimitedReader(std::string_view text, char delimiter)
    : text_(without_byte_order_mark(text)), delimiter_(delimiter) {}

Expected<DelimitedReader::Row> DelimitedReader::next() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"))) {
    at_ = text_.find('\n', at_) + 1;
    ++line_;
  }
  Row row;
  row.line = row_line_ = line_;
  const std::size_t begin = at_;
  bool more = at_ < text_.size();
  while (more) {
    if (at_ < text_.size() && text_[at_] == '"') {
      auto field = quoted_field();
      if (!field) return field.error();
      row.fields.push_back(*std::move(field));
    } else {
      row.fields.push_back(plain_field());
    }
    if (at_ - begin > kMaxRowBytes) return Error{"table", "the row is over 1 MiB long", "is this a table?"};
    more = at_ < text_.size() && text_[at_] == delimiter_;
    if (more) ++at_;
  }
  if (text_.substr(at_).starts_with("\r\n")) ++at_;
  if (at_ < text_.size()) {
    ++at_;
    ++line_;
  }
  return row;
}

Expected<std::string> DelimitedReader::quoted_field() {
  std::string field;
  for (++at_;; ++at_) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      return Error{"table", "a quote is never closed", "a quote inside a quoted field is written twice"};
    }
    const std::string_view piece = text_.substr(at_, quote - at_);
    field += piece;
    line_ += static_cast<int>(std::ranges::count(piece, '\n'));
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    field += '"';
  }
  const std::string_view rest = text_.substr(at_);
  if (rest.empty() || rest.front() == delimiter_ || rest.front() == '\n' || rest.starts_with("\r\n")) return field;
  return Error{"table", "text follows the closing quote of a field",
               "quote the whole field; a quote inside it is written twice"};
}

std::string DelimitedReader::plain_field() {
  const char stops[] = {delimiter_, '\n', '\0'};
  const std::size_t end = std::min(text_.find_first_of(std::string_view(stops, 2), at_), text_.size());
  std::string_view field = text_.substr(at_, end - at_);
  at_ = end;
  const bool line_end = end == text_.size() || text_[end] == '\n';
  if (line_end && field.ends_with('\r')) {
    field.remove_suffix(1);
    if (end < text_.size()) --at_;
  }
  return std::string(field);
}

}  // namespace augshard
