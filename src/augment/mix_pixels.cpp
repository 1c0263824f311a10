#include "augment/mix_pixels.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>

#include "geometry/fill_pixels.h"
#include "ops/kernels/pixel.h"

namespace augshard {
namespace {

/// Calls visit(T* canvas, const T* picture, x, y) for the first pixel of each row of the region.
template <class T, class Visit>
void for_each_row(Image& canvas, const Image& picture, const PlacedLayer& placed, const Visit& visit) {
  const auto channels = static_cast<std::ptrdiff_t>(picture.channels());
  const Rect& region = placed.region;
  for (int y = region.y; y < region.y + region.height; ++y) {
    visit(canvas.row<T>(y) + region.x * channels,
          picture.row<T>(y - placed.layer.y) + (region.x - placed.layer.x) * channels, region.x, y);
  }
}

template <class T>
void blend_values(T* out, const T* above, std::size_t count, double share) {
  if constexpr (sizeof(T) <= 2 || std::is_floating_point_v<T>) {
    const auto weight = static_cast<float>(share);
    for (std::size_t i = 0; i < count; ++i) {
      const auto below = static_cast<float>(out[i]);
      out[i] = to_pixel<T>(below + (static_cast<float>(above[i]) - below) * weight);
    }
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const double below = out[i];
      out[i] = static_cast<T>(std::nearbyint(below + (above[i] - below) * share));
    }
  }
}

/// Linear, in proportion to share and cover: images and heatmaps.
void blend(Image& canvas, const Image& picture, const PlacedLayer& placed) {
  const auto channels = static_cast<std::size_t>(picture.channels());
  const auto width = static_cast<std::size_t>(placed.region.width);
  visit_dtype(picture.dtype(), [&]<class T>(T) {
    for_each_row<T>(canvas, picture, placed, [&](T* out, const T* in, int left, int y) {
      if (placed.is_rectangle()) {
        if (placed.is_opaque()) {
          std::copy_n(in, width * channels, out);
        } else {
          blend_values(out, in, width * channels, placed.layer.share);
        }
        return;
      }
      for (std::size_t x = 0; x < width; ++x, out += channels, in += channels) {
        const int cover = placed.cover(left + static_cast<int>(x), y);
        if (cover > 0) blend_values(out, in, channels, placed.layer.share * cover / 255);
      }
    });
  });
}

/// Takes values as they are, or as new_id(value) says, wherever the layer covers.
template <class NewId>
void take(Image& canvas, const Image& picture, const PlacedLayer& placed, const NewId& new_id) {
  const int channels = picture.channels();
  const int width = placed.region.width;
  visit_dtype(picture.dtype(), [&]<class T>(T) {
    const auto change = [&](T id) { return static_cast<T>(new_id(id)); };
    for_each_row<T>(canvas, picture, placed, [&](T* out, const T* in, int left, int y) {
      if (placed.is_rectangle()) {
        std::transform(in, in + std::ptrdiff_t{width} * channels, out, change);
        return;
      }
      for (int x = 0; x < width; ++x, out += channels, in += channels) {
        if (placed.cover(left + x, y) >= 128) std::transform(in, in + channels, out, change);
      }
    });
  });
}

/// Ids that stand for no thing.
bool is_special(std::int64_t id, const MaskTarget& target) {
  return id == 0 || id == target.ignore || id == static_cast<std::int64_t>(target.fill);
}

std::int64_t highest_id(const Image& mask, const MaskTarget& target) {
  std::int64_t highest = 0;
  visit_dtype(mask.dtype(), [&]<class T>(T) {
    for (const T value : mask.values<T>()) {
      const auto id = static_cast<std::int64_t>(value);
      if (id > highest && !is_special(id, target)) highest = id;
    }
  });
  return highest;
}

std::int64_t most_ids(DType dtype, const MaskTarget& target) {
  std::int64_t most = dtype == DType::float32 ? std::int64_t{1} << 24U : static_cast<std::int64_t>(range_of(dtype));
  if (target.ignore && *target.ignore > 0) most = std::min(most, *target.ignore - 1);
  if (target.fill > 0) most = std::min(most, static_cast<std::int64_t>(target.fill) - 1);
  return most;
}

/// Composes the label, binary or instance mask `which`.
class IdMixer {
 public:
  IdMixer(const Mix& mix, std::span<const PlacedLayer> layers, std::size_t which, const MaskTarget& target)
      : mix_(mix), layers_(layers), which_(which), target_(target) {}

  [[nodiscard]] Expected<Image> winner() const {
    Image canvas = empty();
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
      if (layers_[layer].layer.share <= 0.5) continue;
      if (auto error = take_ids(canvas, layer)) return *error;
    }
    return canvas;
  }

  [[nodiscard]] Expected<Image> stack() const {
    Image stack(mix_.canvas, static_cast<int>(layers_.size()), mask_of(0).dtype());
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
      Image plane = empty();
      if (auto error = take_ids(plane, layer)) return *error;
      visit_dtype(stack.dtype(), [&]<class T>(T) {
        const auto ids = plane.values<T>();
        for (std::size_t i = 0; i < ids.size(); ++i) stack.values<T>()[i * layers_.size() + layer] = ids[i];
      });
    }
    return stack;
  }

 private:
  [[nodiscard]] const Image& mask_of(std::size_t layer) const { return layers_[layer].sample.masks[which_]; }

  [[nodiscard]] Image empty() const {
    return filled(mix_.canvas, mask_of(0).channels(), mask_of(0).dtype(), {target_.fill});
  }

  std::optional<Error> take_ids(Image& canvas, std::size_t layer) const {
    const PlacedLayer& placed = layers_[layer];
    if (target_.kind != MaskKind::instance) {
      take(canvas, mask_of(layer), placed, [](auto id) { return id; });
      return std::nullopt;
    }
    std::int64_t base = 0;
    for (std::size_t below = 0; below < layer; ++below) base += id_count(below);
    if (auto error = check_room(layer, base)) return error;
    const std::vector<std::int64_t> ids = numbered(layer, base);
    take(canvas, mask_of(layer), placed, [&](auto value) {
      const auto id = static_cast<std::int64_t>(value);
      if (target_.boxes) return id < std::ssize(ids) ? ids[static_cast<std::size_t>(id)] : id;
      return is_special(id, target_) ? id : id + base;
    });
    return std::nullopt;
  }

  // How many ids a layer uses up.
  [[nodiscard]] std::int64_t id_count(std::size_t layer) const {
    if (!target_.boxes) return highest_id(mask_of(layer), target_);
    std::int64_t count = 0;
    for (std::size_t i = 0; i < layers_[layer].named[*target_.boxes].size(); ++i) {
      if (layers_[layer].comes(*target_.boxes, i)) ++count;
    }
    return count;
  }

  // Of instances that go with boxes, new ids by old ones: 0 for objects that do not come.
  [[nodiscard]] std::vector<std::int64_t> numbered(std::size_t layer, std::int64_t base) const {
    std::vector<std::int64_t> ids{0};
    if (!target_.boxes) return ids;
    for (std::size_t i = 0; i < layers_[layer].named[*target_.boxes].size(); ++i) {
      ids.push_back(layers_[layer].comes(*target_.boxes, i) ? ++base : 0);
    }
    return ids;
  }

  [[nodiscard]] std::optional<Error> check_room(std::size_t layer, std::int64_t base) const {
    const std::int64_t highest = base + id_count(layer);
    const std::int64_t most = most_ids(mask_of(layer).dtype(), target_);
    if (base == 0 || highest <= most) return std::nullopt;
    return Error{"label-id",
                 "instance mask '" + target_.name + "' would hold " + std::to_string(highest) +
                     " instances, and has ids for " + std::to_string(most),
                 "mix fewer records, or choose a larger ignore id"};
  }

  const Mix& mix_;
  std::span<const PlacedLayer> layers_;
  std::size_t which_;
  const MaskTarget& target_;
};

}  // namespace

Image filled(Size size, int channels, DType dtype, const std::vector<double>& fill) {
  Image image(size, channels, dtype);
  visit_dtype(dtype, [&]<class T>(T) {
    const std::vector<T> pixel = fill_values<T>(fill, channels);
    std::vector<T> row(image.row_values());
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = pixel[i % pixel.size()];
    for (int y = 0; y < size.height; ++y) std::copy(row.begin(), row.end(), image.row<T>(y));
  });
  return image;
}

Image mixed_image(Size canvas, std::span<const PlacedLayer> layers, const ImageTarget& target) {
  const Image& like = layers[0].sample.image;
  std::vector<double> fill = target.fill;
  for (double& value : fill) value *= range_of(like.dtype());
  Image mixed = filled(canvas, like.channels(), like.dtype(), fill);
  for (const PlacedLayer& layer : layers) blend(mixed, layer.sample.image, layer);
  return mixed;
}

Expected<Image> mixed_mask(const Mix& mix, std::span<const PlacedLayer> layers, std::size_t which,
                           const MaskTarget& target) {
  if (target.kind == MaskKind::heatmap) {
    const Image& like = layers[0].sample.masks[which];
    Image mixed = filled(mix.canvas, like.channels(), like.dtype(), {target.fill});
    for (const PlacedLayer& layer : layers) blend(mixed, layer.sample.masks[which], layer);
    return mixed;
  }
  const IdMixer mixer(mix, layers, which, target);
  return mix.labels == Mix::Labels::stack ? mixer.stack() : mixer.winner();
}

}  // namespace augshard
