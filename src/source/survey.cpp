#include "source/survey.h"

#include <algorithm>
#include <utility>

#include "base/counted.h"
#include "base/files.h"
#include "source/annotations.h"
#include "source/inputs_hash.h"
#include "source/layout.h"
#include "source/mask_types.h"
#include "source/names.h"
#include "source/orientation.h"

namespace augshard {

namespace {

std::string text_of(Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); }

/// Whether a mask's header speaks against the encoding that its target declares; decode_mask() then says why.
bool is_suspect(const Header& header, const MaskTarget& target) {
  switch (target.encoding) {
    case MaskEncoding::automatic:
      if (target.kind == MaskKind::binary) return false;
      return (header.channels > 1 && !header.palette) ||
             (header.dtype == DType::float32 && target.kind != MaskKind::heatmap);
    case MaskEncoding::colors: return header.dtype != DType::uint8;
    case MaskEncoding::rgb24_id: return header.dtype != DType::uint8 || header.channels < 3;
    case MaskEncoding::threshold: break;
  }
  return false;
}

/// What the files of one mask target have against them.
struct MaskFindings {
  std::optional<DType> type;  ///< the widest so far
  Examples mismatches;
  Examples lossy;
  std::optional<Error> encoding;  ///< of the first suspect file that decode_mask() refuses
  std::string encoding_path;
  std::size_t suspects = 0;
};

class Surveyor {
 public:
  explicit Surveyor(const Spec& spec) : spec_(spec), hash_(spec), masks_(spec.masks.size()) {}

  Survey run() {
    Listing listing = list_records(spec_);
    survey_.mask_files = spec_.source.type != "coco";
    survey_.root = std::move(listing.root);
    survey_.records = std::move(listing.records);
    survey_.pairing = std::move(listing.report);
    survey_.classes = std::move(listing.classes);
    survey_.diagnostics = std::move(listing.diagnostics);
    survey_.facts.reserve(survey_.records.size());
    for (const Record& record : survey_.records) look_at(record);
    survey_.inputs_sha256 = hash_.hex();
    for (std::size_t i = 0; i < masks_.size(); ++i) {
      survey_.mask_types.push_back(mask_target_type(masks_[i].type, spec_.masks[i], spec_));
      report_mask(i);
    }
    report_orientation();
    report_drawn_sizes();
    report_boxes();
    return std::move(survey_);
  }

 private:
  struct Probe {
    FileBytes file;
    Header header;
  };

  /// Opens a file and reads its header. `size` is the file's, or InputsHash::kUnreadable.
  Expected<Probe> probe(const std::string& path, std::uint64_t& size) {
    size = InputsHash::kUnreadable;
    auto file = open_record_file(survey_.root, path);
    if (!file) return file.error();
    size = file->bytes().size();
    auto header = read_header(file->bytes(), limits_of(spec_.source));
    if (!header) return header.error();
    return Probe{*std::move(file), *header};
  }

  void look_at(const Record& record) {
    RecordFacts& facts = survey_.facts.emplace_back();
    facts.mask_orientation.assign(record.masks.size(), 1);
    std::vector<std::uint64_t> sizes(1 + record.masks.size(), InputsHash::kUnreadable);
    const auto image = probe(record.image, sizes[0]);
    if (image) {
      take_image(image->header, record, facts);
    } else {
      reject(facts, image.error(), record.image);
    }
    for (std::size_t i = 0; i < record.masks.size(); ++i) {
      if (!record.masks[i]) continue;
      const auto mask = probe(*record.masks[i], sizes[i + 1]);
      if (!mask) {
        reject(facts, mask.error(), *record.masks[i]);
        continue;
      }
      take_mask(*mask, i, *record.masks[i]);
      if (image) compare_sizes(image->header, mask->header, i, record, facts);
    }
    if (image) look_at_annotations(image->header, record, facts);
    hash_.add(record, sizes);
    if (!facts.reject) share(facts);
  }

  static void reject(RecordFacts& facts, const Error& error, const std::string& path) {
    if (facts.reject) return;
    facts.reject = error;
    facts.reject_path = path;
  }

  void take_image(const Header& header, const Record& record, RecordFacts& facts) {
    const bool turns = spec_.image.exif == ExifPolicy::apply || spec_.image.exif == ExifPolicy::apply_to_all;
    facts.image_orientation = turns ? header.orientation : 1;
    facts.size = upright_size(header.size, facts.image_orientation);
    facts.channels = channels_after_policy(header, spec_.image);
    facts.dtype = header.dtype;
    if (facts.image_orientation != 1) ++survey_.turned_images;
    if (spec_.image.exif == ExifPolicy::error && header.orientation != 1) {
      turned_.add("'" + record.image + "' (" + std::to_string(header.orientation) + ")");
    }
  }

  void take_mask(const Probe& mask, std::size_t index, const std::string& path) {
    const MaskTarget& target = spec_.masks[index];
    MaskFindings& findings = masks_[index];
    findings.type = wider(findings.type.value_or(DType::uint8), mask_dtype(mask.header, target));
    if (mask.header.lossy && !target.allow_lossy) {
      findings.lossy.add("'" + path + "'");
    } else if (is_suspect(mask.header, target)) {
      ++findings.suspects;
      if (findings.encoding) return;
      const auto ids = decode_mask(mask.file.bytes(), mask.header, target);
      if (ids || ids.error().code != "mask-encoding") return;
      findings.encoding = ids.error();
      findings.encoding_path = path;
    }
  }

  void compare_sizes(const Header& image, const Header& mask, std::size_t index, const Record& record,
                     RecordFacts& facts) {
    const MaskTurn turn = mask_turn(spec_.image.exif, facts.image_orientation, image.size, mask.size);
    const Size size = upright_size(mask.size, turn.orientation);
    const bool equal = size == facts.size;
    facts.mask_orientation[index] = turn.orientation;
    if (!equal && !spec_.source.resize_mismatched_mask) {
      masks_[index].mismatches.add("'" + record.key + "' (mask " + text_of(size) + ", image " + text_of(facts.size) +
                                   ")");
      return;
    }
    if (!equal) ++survey_.resized_masks;
    if (!turn.ambiguous) return;
    ++survey_.ambiguous_orientation;
    ambiguous_.add("'" + *record.masks[index] + "'");
  }

  void look_at_annotations(const Header& image, const Record& record, RecordFacts& facts) {
    const Annotations& annotations = record.annotations;
    facts.annotation_orientation = annotation_turn(image, record, facts);
    facts.drawn_on = annotations.size.value_or(facts.annotation_orientation == 1 ? facts.size : image.size);
    auto made_for = other_size(annotations, facts.drawn_on);
    if (!(upright_size(facts.drawn_on, facts.annotation_orientation) == facts.size)) made_for = facts.drawn_on;
    if (made_for) {
      drawn_sizes_.add("'" + record.key + "' (annotations " + text_of(*made_for) + ", image " + text_of(facts.size) +
                       ")");
      return;
    }
    for (const Segment& segment : annotations.segments) take_segment(segment);
    for (const auto& boxes : annotations.boxes) survey_.boxes += static_cast<std::int64_t>(boxes.size());
    const PlacedAnnotations placed =
        place_annotations(annotations, spec_, facts.drawn_on, facts.annotation_orientation);
    survey_.cut_boxes += placed.cut_boxes;
    survey_.empty_boxes += placed.empty_boxes;
    if (placed.empty_boxes > 0) empty_boxes_.add("'" + record.key + "'");
    survey_.outside_keypoints += placed.outside_keypoints;
  }

  /// The size that the annotations were made for, where it is not that of the picture they are on.
  static std::optional<Size> other_size(const Annotations& annotations, Size size) {
    for (const Segment& segment : annotations.segments) {
      const auto* runs = std::get_if<RunLengths>(&segment.shape);
      if (runs != nullptr && !(runs->size == size)) return runs->size;
    }
    return std::nullopt;
  }

  int annotation_turn(const Header& image, const Record& record, const RecordFacts& facts) {
    if (!record.annotations.size) return spec_.image.exif == ExifPolicy::apply_to_all ? facts.image_orientation : 1;
    const MaskTurn turn = mask_turn(spec_.image.exif, facts.image_orientation, image.size, *record.annotations.size);
    if (turn.ambiguous) {
      ++survey_.ambiguous_orientation;
      ambiguous_.add("of '" + record.image + "'");
    }
    return turn.orientation;
  }

  void take_segment(const Segment& segment) {
    for (std::size_t i = 0; i < segment.values.size(); ++i) {
      if (!segment.values[i]) continue;
      masks_[i].type = wider(masks_[i].type.value_or(DType::uint8), type_of_id(*segment.values[i]));
    }
  }

  /// Keeps of the shape what this record has in common with those before it.
  void share(const RecordFacts& facts) {
    Shape& shape = survey_.image;
    if (std::exchange(any_shape_, true)) {
      if (shape.size != facts.size) shape.size.reset();
      if (shape.channels != facts.channels) shape.channels.reset();
      if (shape.dtype != facts.dtype) shape.dtype.reset();
    } else {
      shape = {facts.size, facts.channels, facts.dtype};
    }
  }

  void report(std::string code, std::string pointer, std::string message, std::string hint) {
    survey_.diagnostics.push_back(
        source_error(spec_, std::move(code), std::move(pointer), std::move(message), std::move(hint)));
  }

  void report_mask(std::size_t index) {
    const MaskFindings& findings = masks_[index];
    const std::string& name = spec_.source.masks[index].first;
    const std::string pointer = mask_pointer(spec_, index);
    if (findings.mismatches.count() > 0) {
      report("size-mismatch", pointer,
             counted(findings.mismatches.count(), "mask '" + name + "' differs", "masks '" + name + "' differ") +
                 " in width x height from the image: " + findings.mismatches.text(),
             R"("size_mismatch": "resize_mask" in the source resizes such masks (nearest))");
    }
    if (findings.lossy.count() > 0) {
      report("mask-lossy", pointer,
             counted(findings.lossy.count(), "file", "files") + " of mask '" + name +
                 "' are of a lossy format, which does not keep ids: " + findings.lossy.text(),
             "export the masks as PNG from their origin, or set \"allow_lossy\": true for target '" + name + "'");
    }
    if (findings.encoding) {
      const std::string others =
          findings.suspects == 1 ? "" : " (" + counted(findings.suspects - 1, "more file", "more files") + " like it)";
      report("mask-encoding", pointer, "'" + findings.encoding_path + "': " + findings.encoding->message + others,
             findings.encoding->hint);
    }
  }

  void report_orientation() {
    const std::string pointer = "/targets/image/exif";
    if (turned_.count() > 0) {
      report(
          "exif-orientation", pointer,
          counted(turned_.count(), "image has", "images have") + " an EXIF orientation other than 1: " + turned_.text(),
          R"("exif": "apply" turns such images upright, "ignore" takes them as stored)");
    }
    if (ambiguous_.count() > 0) {
      report("mask-orientation", pointer,
             "the size does not tell whether " +
                 counted(ambiguous_.count(), "mask or list of annotations of a turned image was",
                         "masks or lists of annotations of turned images were") +
                 " drawn upright; they count as upright: " + ambiguous_.text(),
             R"(if they were drawn on the raw pixels, set "exif": "apply_to_all")");
      survey_.diagnostics.back().severity = Severity::warning;
    }
  }

  /// A slip in the format leaves most boxes without area, and nothing else tells.
  void report_boxes() {
    if (2 * survey_.empty_boxes <= survey_.boxes) return;
    report("boxes", spec_.source.type == "coco" ? "/source/boxes" : "/source/boxes/" + spec_.boxes.front().name,
           std::to_string(survey_.empty_boxes) + " of " + std::to_string(survey_.boxes) +
               " boxes have no area in their image, in records " + empty_boxes_.text(),
           "is the format that of the numbers?");
    survey_.diagnostics.back().severity = Severity::warning;
  }

  void report_drawn_sizes() {
    if (drawn_sizes_.count() == 0) return;
    report("size-mismatch", "/source/file",
           counted(drawn_sizes_.count(), "record has", "records have") +
               " annotations made for another width x height: " + drawn_sizes_.text(),
           "the annotations belong to other files, or the images were resized: take those they were made for");
  }

  const Spec& spec_;
  Survey survey_;
  InputsHash hash_;
  std::vector<MaskFindings> masks_;
  Examples drawn_sizes_;
  Examples empty_boxes_;
  Examples turned_;
  Examples ambiguous_;
  bool any_shape_ = false;
};

std::string line_of(std::string_view what, std::size_t count, std::span<const std::string> names,
                    std::size_t examples) {
  if (count == 0) return {};
  std::string line = std::string(what) + ": " + std::to_string(count);
  if (!names.empty() && examples > 0) line += " (" + quoted_names(names, examples) + ")";
  return line + "\n";
}

}  // namespace

Survey survey_source(const Spec& spec) { return Surveyor(spec).run(); }

std::string describe_pairing(const Survey& survey, std::size_t examples) {
  const PairingReport& pairing = survey.pairing;
  const auto rejects = std::ranges::count_if(survey.facts, [](const RecordFacts& f) { return f.reject.has_value(); });
  const auto line = [](std::string_view what, std::int64_t count) {
    return line_of(what, static_cast<std::size_t>(count), {}, 0);
  };
  std::string text = counted(pairing.images, "image", "images") + ", " +
                     (survey.mask_files ? std::to_string(pairing.matched) + " with all masks, " : std::string()) +
                     counted(survey.records.size(), "record", "records") + "\n";
  text += line_of("without a mask", pairing.images_without_mask.size(), pairing.images_without_mask, examples);
  text += line("left out for that", pairing.skipped);
  text += line("without an annotation", pairing.unannotated);
  text += line("annotations of crowds", pairing.crowds);
  text += line("boxes", survey.boxes);
  text += line("boxes cut at their image's edge", survey.cut_boxes);
  text += line("boxes without area in their image, left out", survey.empty_boxes);
  text += line("keypoints outside their image, left out", survey.outside_keypoints);
  text += line_of("masks without an image", pairing.extra_masks.size(), pairing.extra_masks, examples);
  text += line_of("keys given twice", pairing.duplicate_keys.size(), pairing.duplicate_keys, examples);
  text += line("unreadable", rejects);
  text += line("images turned upright by EXIF", survey.turned_images);
  text += line("masks or annotations whose size does not tell how they were drawn", survey.ambiguous_orientation);
  text += line("masks resized to their image", survey.resized_masks);
  return text;
}

}  // namespace augshard
