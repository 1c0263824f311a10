#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/expected.h"
#include "op/op.h"
#include "sample/annotation.h"
#include "sample/image.h"
#include "spec/spec.h"

namespace augshard {

enum class Format : std::uint8_t { jpeg, png, webp, tiff };
std::string_view name_of(Format format);

/// What a file's header says, before any pixel is decoded.
struct Header {
  Format format = Format::png;
  Size size;                   ///< as stored, before EXIF orientation
  int channels = 1;            ///< as decode_image() gives them: palette 3 (4 with transparency), CMYK 3
  DType dtype = DType::uint8;  ///< as decode_image() gives it; PNG below 8 bits is uint8
  int bits = 8;                ///< as stored, per channel
  bool palette = false;
  bool alpha = false;   ///< the last of 2 or 4 channels is alpha
  bool lossy = false;   ///< JPEG, lossy WebP, JPEG in TIFF
  int orientation = 1;  ///< EXIF 1..8; 1 where absent or out of range
};

/// Limits against hostile files, checked on the header before anything is allocated.
struct DecodeLimits {
  std::uint64_t max_pixels = std::uint64_t{64} << 20U;
  std::uint64_t max_bytes = std::uint64_t{1} << 30U;       ///< decoded
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30U;  ///< of the file
};
/// Those of a source: what it decodes to is bounded by its pixels alone.
DecodeLimits limits_of(const SourceSpec& source);

/// Recognises the format by its magic (JPEG, PNG, WebP, TIFF; nothing else reaches a library) and reads the header.
/// Errors: "format" (unknown magic), "decode" (damaged header), "too-large".
Expected<Header> read_header(std::span<const std::byte> file, const DecodeLimits& limits = {});

/// Decodes an image as stored: palette expanded, gray below 8 bits scaled to 0..255, CMYK and YCCK turned into RGB, a
/// transparent colour into an alpha channel, TIFF's white-is-zero inverted; 16-bit, int32 and float32 kept. EXIF
/// orientation is not applied. Any damage (a warning of libjpeg, a bad checksum, a file cut
/// short) is an Error "decode": there is no half-filled image.
Expected<Image> decode_image(std::span<const std::byte> file, const Header& header);

/// Applies the image target's alpha and colour policies (drop or composite alpha; gray <-> RGB by Rec. 601 weights,
/// (4899 R + 9617 G + 1868 B + 8192) >> 14 in integers).
Image apply_color_policy(Image image, bool has_alpha, const ImageTarget& target);
/// Channels that apply_color_policy() will give for an image of `header`.
int channels_after_policy(const Header& header, const ImageTarget& target);

/// Decodes a mask into ids, one channel: palette indices and gray values as stored (never scaled nor inverted), colours
/// by the target's map, rgb24 ids (R + 256 G + 65536 B, as in COCO panoptic) as int32, threshold and binary as 0/1. The
/// threshold is compared with what the file shows as gray (1 bit: 0 or 255; colours: Rec. 601); binary is 1 where the
/// decoded value, or any colour channel, is not 0. Alpha is never looked at, and in `automatic` refused for ids.
/// Type: of stored depth (8 bits and fewer uint8, 16 uint16, TIFF with signed or 32-bit integers int32, rgb24_id int32,
/// colours the narrowest that holds their ids, float32 for float TIFF heatmaps).
/// Errors: "decode"; "mask-encoding" (colours where ids were expected, listing the colours; a colour without an id;
/// several channels); "mask-lossy".
Expected<Image> decode_mask(std::span<const std::byte> file, const Header& header, const MaskTarget& target);

/// Type that decode_mask() will give, from the header alone.
DType mask_dtype(const Header& header, const MaskTarget& target);

/// Turns an image upright by its EXIF orientation 1..8 (exact copies; 5..8 swap width and height).
Image turn_upright(Image image, int orientation);
/// Where a point of a picture of size `stored`, in edge coordinates, lies after turn_upright().
Point turn_upright(Point point, Size stored, int orientation);
/// The size after turn_upright().
Size upright_size(Size size, int orientation);

/// JPEG, baseline, 8-bit gray or RGB, quality 1..100, chroma 4:2:0, accurate integer DCT, standard Huffman tables.
/// Throws std::invalid_argument for another layout, std::runtime_error above 65500 pixels a side.
std::vector<std::byte> encode_jpeg(const Image& image, int quality);
/// PNG, uint8 or uint16 with 1..4 channels (colour types 0, 4, 2, 6; never a palette, never below 8 bits), no metadata.
/// Labels (most values equal the one above) are stored unfiltered and compressed well, photographs fast.
/// Throws std::invalid_argument for another layout.
std::vector<std::byte> encode_png(const Image& image);

/// Names and versions of the codec libraries in use: {"libjpeg-turbo": "2.1.5", ...}.
std::map<std::string, std::string> codec_versions();

}  // namespace augshard
