#include "sink/npy/header.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

namespace augshard {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kPrefix = 10;  // magic, version, u16 length
constexpr std::size_t kAlignment = 64;
// NumPy leaves room for this many digits of the growing axis.
constexpr std::size_t kGrowth = 21;
// NumPy's own readers refuse longer ones.
constexpr std::size_t kMaxText = 10000;

std::string tuple_text(const std::vector<std::int64_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  if (shape.size() == 1) text += ",";
  return text + ")";
}

Error damaged(const std::string& what) { return {"npy", "not a NPY file that can be read: " + what, ""}; }

/// Reads the Python dict literal of a header. Every function is false, or gives nothing, at what it does not know.
class Literal {
 public:
  explicit Literal(std::string_view text) : text_(text) {}

  bool accept(char wanted) {
    skip_spaces();
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool accept_word(std::string_view wanted) {
    skip_spaces();
    if (!text_.starts_with(wanted)) return false;
    text_.remove_prefix(wanted.size());
    return true;
  }
  std::optional<std::string> string() {
    skip_spaces();
    if (text_.empty() || (text_.front() != '\'' && text_.front() != '"')) return std::nullopt;
    const std::size_t end = text_.find(text_.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string value(text_.substr(1, end - 1));
    text_.remove_prefix(end + 1);
    return value;
  }
  std::optional<bool> boolean() {
    if (accept_word("True")) return true;
    if (accept_word("False")) return false;
    return std::nullopt;
  }
  std::optional<std::vector<std::int64_t>> tuple() {
    if (!accept('(')) return std::nullopt;
    std::vector<std::int64_t> values;
    bool more = true;
    while (!accept(')')) {
      const auto value = integer();
      if (!more || !value || *value < 0) return std::nullopt;
      values.push_back(*value);
      more = accept(',');
    }
    return values;
  }
  bool at_end() {
    skip_spaces();
    return text_.empty();
  }

 private:
  void skip_spaces() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n')) text_.remove_prefix(1);
  }
  std::optional<std::int64_t> integer() {
    skip_spaces();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc()) return std::nullopt;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    accept('L');
    return value;
  }

  std::string_view text_;
};

/// "<f4" is 4, "|S12" 12, "<U3" 12: bytes of one value.
std::optional<std::size_t> item_bytes_of(std::string_view descr) {
  if (descr.size() < 3 || std::string_view("<>|=").find(descr[0]) == std::string_view::npos) return std::nullopt;
  std::size_t count = 0;
  const auto digits = descr.substr(2);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size() || count > kMaxText * kMaxText) return std::nullopt;
  if (descr[1] == 'U') return 4 * count;
  return std::string_view("biufcSVmM").find(descr[1]) == std::string_view::npos ? std::nullopt : std::optional(count);
}

std::size_t byte_at(std::span<const std::byte> file, std::size_t i) { return std::to_integer<std::size_t>(file[i]); }

/// Reads the value of one key; the name of what is wrong with it, else nothing.
std::optional<std::string> read_value(const std::string& key, Literal& text, NpyHeader& header) {
  if (key == "descr") {
    const auto descr = text.string();
    const auto bytes = descr ? item_bytes_of(*descr) : std::nullopt;
    if (!bytes) return "a type that holds objects or several fields";
    header.descr = *descr;
    header.item_bytes = *bytes;
    return std::nullopt;
  }
  if (key == "fortran_order") {
    const auto order = text.boolean();
    if (!order) return "fortran_order is neither True nor False";
    header.fortran_order = *order;
    return std::nullopt;
  }
  if (key == "shape") {
    const auto shape = text.tuple();
    if (!shape) return "its shape is no tuple of numbers";
    header.shape = *shape;
    return std::nullopt;
  }
  return "unknown key '" + key + "'";
}

Expected<NpyHeader> parse_dictionary(Literal text) {
  NpyHeader header;
  std::set<std::string> keys;
  if (!text.accept('{')) return damaged("its header is no dictionary");
  while (!text.accept('}')) {
    const auto key = text.string();
    if (!key || !text.accept(':')) return damaged("its header is no dictionary");
    if (const auto wrong = read_value(*key, text, header)) return damaged(*wrong);
    keys.insert(*key);
    text.accept(',');
  }
  if (keys.size() != 3 || !text.at_end()) return damaged("its header lacks descr, fortran_order or shape");
  return header;
}

}  // namespace

std::string_view npy_descr(DType dtype) {
  constexpr std::string_view kDescr[] = {"|u1", "<u2", "<i4", "<f2", "<f4"};
  return kDescr[static_cast<std::size_t>(dtype)];
}

NpyType npy_type(DType dtype) { return {npy_descr(dtype), size_of(dtype)}; }

std::string npy_header(std::string_view descr, const std::vector<std::int64_t>& shape) {
  std::string text =
      "{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': " + tuple_text(shape) + ", }";
  if (!shape.empty()) text.append(kGrowth - std::min(kGrowth, std::to_string(shape.front()).size()), ' ');
  // NumPy pads by a whole 64 where the end is aligned already.
  text.append(kAlignment - (kPrefix + text.size() + 1) % kAlignment, ' ');
  text += '\n';
  std::string header(kMagic);
  header += {'\x01', '\x00', static_cast<char>(text.size() & 0xffU), static_cast<char>(text.size() >> 8U)};
  return header + text;
}

Expected<NpyHeader> parse_npy_header(std::span<const std::byte> file) {
  if (file.size() < kPrefix + 2) return damaged("too short for a header");
  if (std::string_view(reinterpret_cast<const char*>(file.data()), kMagic.size()) != kMagic) return damaged("no magic");
  const std::size_t version = byte_at(file, 6);
  if (version < 1 || version > 3) return damaged("unknown version " + std::to_string(version));
  const std::size_t start = version == 1 ? kPrefix : kPrefix + 2;
  std::size_t length = byte_at(file, 8) | byte_at(file, 9) << 8U;
  if (version > 1) length |= byte_at(file, 10) << 16U | byte_at(file, 11) << 24U;
  if (length > kMaxText || length > file.size() - start) return damaged("its header is cut short");

  auto header = parse_dictionary(Literal({reinterpret_cast<const char*>(file.data()) + start, length}));
  if (header) header->data_offset = start + length;
  return header;
}

std::optional<std::uint64_t> npy_file_size(const NpyHeader& header) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (std::find(header.shape.begin(), header.shape.end(), 0) != header.shape.end()) return header.data_offset;
  std::uint64_t bytes = header.item_bytes;
  for (const std::int64_t extent : header.shape) {
    if (bytes > (kMax - header.data_offset) / static_cast<std::uint64_t>(extent)) return std::nullopt;
    bytes *= static_cast<std::uint64_t>(extent);
  }
  return header.data_offset + bytes;
}

}  // namespace augshard
