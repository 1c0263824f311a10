#include "random/stream.h"

#include <Random123/philox.h>

#include "base/checksum.h"

namespace augshard {

RandomStream::RandomStream(std::uint64_t seed, std::string_view record_key, std::uint64_t copy,
                           std::string_view op_path)
    : key_{seed, copy}, counter_{0, hash64(op_path), hash64(record_key), 0} {}

std::uint64_t RandomStream::bits() {
  const r123::Philox4x64 philox;
  const r123::Philox4x64::ctr_type counter{{counter_[0], counter_[1], counter_[2], counter_[3]}};
  const r123::Philox4x64::key_type key{{key_[0], key_[1]}};
  ++counter_[0];
  return philox(counter, key)[0];
}

double RandomStream::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

std::array<std::uint32_t, 4> noise_block(std::uint64_t key, std::uint64_t index) {
  const r123::Philox4x32 philox;
  const r123::Philox4x32::ctr_type counter{
      {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32), 0, 0}};
  const r123::Philox4x32::key_type split{{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)}};
  const auto words = philox(counter, split);
  return {words[0], words[1], words[2], words[3]};
}

}  // namespace augshard
