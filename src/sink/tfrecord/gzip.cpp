#include "sink/tfrecord/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace augshard {
namespace {

// Part of the format: another level gives other bytes. The payload is mostly PNG or JPEG, which no level shrinks.
constexpr int kLevel = 1;
constexpr int kGzipWindow = 15 + 16;
constexpr int kUnknownSystem = 255;

// zlib's interface has no const and counts in unsigned int.
Bytef* pointer_of(std::span<const std::byte> data) {
  return reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));  // NOLINT
}
uInt piece_of(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

struct Deflater {
  Deflater() {
    if (deflateInit2(&zlib, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    header.os = kUnknownSystem;
    deflateSetHeader(&zlib, &header);
  }
  ~Deflater() { deflateEnd(&zlib); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  z_stream zlib{};
  gz_header header{};  // deflate() reads it while it writes
};

}  // namespace

std::vector<std::byte> gzip_member(std::span<const std::byte> data) {
  Deflater deflater;
  z_stream& zlib = deflater.zlib;
  // A record is below 2 GiB, so it and its bound fit in one call.
  std::vector<std::byte> out(deflateBound(&zlib, data.size()));
  zlib.next_in = pointer_of(data);
  zlib.avail_in = piece_of(data.size());
  zlib.next_out = pointer_of(out);
  zlib.avail_out = piece_of(out.size());
  deflate(&zlib, Z_FINISH);
  out.resize(zlib.total_out);
  return out;
}

struct GzipSource::Stream {
  z_stream zlib{};
  std::span<const std::byte> rest;
  bool inside_member = true;
};

GzipSource::GzipSource(std::span<const std::byte> data) : stream_(std::make_unique<Stream>()) {
  stream_->rest = data;
  if (inflateInit2(&stream_->zlib, kGzipWindow) != Z_OK) throw std::bad_alloc();
}

GzipSource::~GzipSource() { inflateEnd(&stream_->zlib); }

Expected<std::size_t> GzipSource::read(std::span<std::byte> out) {
  z_stream& zlib = stream_->zlib;
  auto& rest = stream_->rest;
  std::size_t done = 0;
  while (done < out.size()) {
    if (!stream_->inside_member) {
      if (rest.empty()) break;
      inflateReset(&zlib);
      stream_->inside_member = true;
    }
    const uInt given = piece_of(rest.size());
    const uInt room = piece_of(out.size() - done);
    zlib.next_in = pointer_of(rest);
    zlib.avail_in = given;
    zlib.next_out = pointer_of(out.subspan(done));
    zlib.avail_out = room;
    const int result = inflate(&zlib, Z_NO_FLUSH);
    rest = rest.subspan(given - zlib.avail_in);
    done += room - zlib.avail_out;
    if (result == Z_STREAM_END) {
      stream_->inside_member = false;
    } else if (result != Z_OK) {
      const bool cut = result == Z_BUF_ERROR;
      return Error{"gzip", cut ? "the gzip stream ends too early" : "the gzip stream is damaged", ""};
    }
  }
  return done;
}

}  // namespace augshard
