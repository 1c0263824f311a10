#include "sink/tfrecord/example.h"

#include <bit>
#include <cassert>
#include <cstring>
#include <string_view>

namespace augshard {
namespace {

static_assert(std::endian::native == std::endian::little, "floats are copied as they stand in memory");

// Tags: field number << 3 | wire type 2 (length-delimited).
constexpr std::uint8_t kFirst = 0x0a;
constexpr std::uint8_t kSecond = 0x12;
constexpr std::uint8_t kThird = 0x1a;

std::size_t varint_size(std::uint64_t value) { return (static_cast<std::size_t>(std::bit_width(value | 1U)) + 6) / 7; }

std::size_t delimited_size(std::size_t content) { return 1 + varint_size(content) + content; }

struct ContentSize {
  std::size_t operator()(std::monostate) const { return 0; }
  std::size_t operator()(const BytesList& list) const {
    std::size_t size = 0;
    for (const auto& value : list) size += delimited_size(value.size());
    return size;
  }
  std::size_t operator()(const FloatList& list) const { return list.empty() ? 0 : delimited_size(4 * list.size()); }
  std::size_t operator()(const Int64List& list) const { return list.empty() ? 0 : delimited_size(varints(list)); }

  static std::size_t varints(const Int64List& list) {
    std::size_t size = 0;
    for (const std::int64_t value : list) size += varint_size(static_cast<std::uint64_t>(value));
    return size;
  }
};

std::size_t list_size(const Feature& feature) { return std::visit(ContentSize{}, feature); }

std::size_t feature_size(const Feature& feature) {
  return std::holds_alternative<std::monostate>(feature) ? 0 : delimited_size(list_size(feature));
}

std::size_t entry_size(const std::string& key, const Feature& feature) {
  return delimited_size(key.size()) + delimited_size(feature_size(feature));
}

std::size_t features_size(const Features& features) {
  std::size_t size = 0;
  for (const auto& [key, feature] : features) size += delimited_size(entry_size(key, feature));
  return size;
}

class Writer {
 public:
  explicit Writer(std::span<std::byte> out) : out_(out) {}

  void byte(std::uint8_t value) {
    assert(position_ < out_.size());
    out_[position_++] = std::byte{value};
  }
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }
  void head(std::uint8_t tag, std::size_t size) {
    byte(tag);
    varint(size);
  }
  void raw(const void* data, std::size_t size) {
    assert(size <= out_.size() - position_);
    if (size > 0) std::memcpy(out_.data() + position_, data, size);
    position_ += size;
  }

  void operator()(std::monostate) {}
  void operator()(const BytesList& list) {
    head(kFirst, ContentSize{}(list));
    for (const auto& value : list) {
      head(kFirst, value.size());
      raw(value.data(), value.size());
    }
  }
  void operator()(const FloatList& list) {
    head(kSecond, ContentSize{}(list));
    if (list.empty()) return;
    head(kFirst, 4 * list.size());
    raw(list.data(), 4 * list.size());
  }
  void operator()(const Int64List& list) {
    head(kThird, ContentSize{}(list));
    if (list.empty()) return;
    head(kFirst, ContentSize::varints(list));
    for (const std::int64_t value : list) varint(static_cast<std::uint64_t>(value));
  }

 private:
  std::span<std::byte> out_;
  std::size_t position_ = 0;
};

using Bytes = std::span<const std::byte>;

/// Walks the fields of one protobuf message. After a malformed field `ok()` is false and next() gives no more.
class Reader {
 public:
  explicit Reader(Bytes data) : data_(data) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return !ok_ || position_ == data_.size(); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && position_ < data_.size(); shift += 7) {
      const auto byte = std::to_integer<std::uint64_t>(data_[position_++]);
      value |= (byte & 0x7fU) << shift;
      if (byte < 0x80U) return value;
    }
    ok_ = false;
    return 0;
  }
  Bytes take(std::uint64_t size) {
    if (!ok_ || size > data_.size() - position_) {
      ok_ = false;
      return {};
    }
    const Bytes piece = data_.subspan(position_, size);
    position_ += size;
    return piece;
  }
  Bytes delimited() { return take(varint()); }
  float fixed_float() {
    const Bytes piece = take(4);
    float value = 0;
    if (ok_) std::memcpy(&value, piece.data(), 4);
    return value;
  }

  // Groups (wire types 3 and 4) are long gone from protobuf and count as malformed.
  void skip(std::uint64_t tag) {
    switch (tag & 7U) {
      case 0: varint(); break;
      case 1: take(8); break;
      case 2: delimited(); break;
      case 5: take(4); break;
      default: ok_ = false;
    }
  }

 private:
  Bytes data_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

constexpr std::uint64_t kFirstVarint = 0x08;
constexpr std::uint64_t kFirstFixed32 = 0x0d;

bool read_bytes(Bytes data, BytesList& list) {
  Reader reader(data);
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    if (tag == kFirst) {
      list.push_back(reader.delimited());
    } else {
      reader.skip(tag);
    }
  }
  return reader.ok();
}

bool read_floats(Bytes data, FloatList& list) {
  Reader reader(data);
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    if (tag == kFirst) {
      Reader packed(reader.delimited());
      while (!packed.done()) list.push_back(packed.fixed_float());
      if (!packed.ok()) return false;
    } else if (tag == kFirstFixed32) {
      list.push_back(reader.fixed_float());
    } else {
      reader.skip(tag);
    }
  }
  return reader.ok();
}

bool read_int64s(Bytes data, Int64List& list) {
  Reader reader(data);
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    if (tag == kFirst) {
      Reader packed(reader.delimited());
      while (!packed.done()) list.push_back(static_cast<std::int64_t>(packed.varint()));
      if (!packed.ok()) return false;
    } else if (tag == kFirstVarint) {
      list.push_back(static_cast<std::int64_t>(reader.varint()));
    } else {
      reader.skip(tag);
    }
  }
  return reader.ok();
}

/// A oneof seen again with the same kind is merged, with another kind replaced, as protobuf does.
template <class List>
bool read_list(Bytes data, Feature& feature, bool (*read)(Bytes, List&)) {
  if (!std::holds_alternative<List>(feature)) feature = List{};
  return read(data, std::get<List>(feature));
}

bool read_feature(Bytes data, Feature& feature) {
  Reader reader(data);
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    bool good = true;
    if (tag == kFirst) {
      good = read_list<BytesList>(reader.delimited(), feature, read_bytes);
    } else if (tag == kSecond) {
      good = read_list<FloatList>(reader.delimited(), feature, read_floats);
    } else if (tag == kThird) {
      good = read_list<Int64List>(reader.delimited(), feature, read_int64s);
    } else {
      reader.skip(tag);
    }
    if (!good) return false;
  }
  return reader.ok();
}

bool read_entry(Bytes data, Features& features) {
  Reader reader(data);
  std::string key;
  Feature feature;
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    if (tag == kFirst) {
      const Bytes text = reader.delimited();
      key.assign(reinterpret_cast<const char*>(text.data()), text.size());
    } else if (tag == kSecond) {
      if (!read_feature(reader.delimited(), feature)) return false;
    } else {
      reader.skip(tag);
    }
  }
  features[key] = std::move(feature);
  return reader.ok();
}

/// Reads a message of which only field 1, a message repeated or merged, matters.
template <class ReadField>
bool read_message(Bytes data, const ReadField& read_field) {
  Reader reader(data);
  while (!reader.done()) {
    const std::uint64_t tag = reader.varint();
    if (tag == kFirst) {
      const Bytes field = reader.delimited();
      if (reader.ok() && !read_field(field)) return false;
    } else {
      reader.skip(tag);
    }
  }
  return reader.ok();
}

}  // namespace

std::string kind_of(const Feature& feature) {
  constexpr std::string_view kKinds[] = {"none", "bytes", "float", "int64"};
  return std::string(kKinds[feature.index()]);
}

std::size_t example_size(const Features& features) { return delimited_size(features_size(features)); }

void write_example(const Features& features, std::span<std::byte> out) {
  Writer writer(out);
  writer.head(kFirst, features_size(features));
  for (const auto& [key, feature] : features) {
    writer.head(kFirst, entry_size(key, feature));
    writer.head(kFirst, key.size());
    writer.raw(key.data(), key.size());
    writer.head(kSecond, feature_size(feature));
    std::visit(writer, feature);
  }
}

Expected<Features> parse_example(std::span<const std::byte> data) {
  Features features;
  const auto read_features = [&](Bytes message) {
    return read_message(message, [&](Bytes entry) { return read_entry(entry, features); });
  };
  if (!read_message(data, read_features)) return Error{"example", "the record is not a tf.train.Example", ""};
  return features;
}

}  // namespace augshard
