#pragma once

#include <utility>

#include "base/cpu.h"

namespace augshard {

#if defined(__x86_64__)
/// `function` and all that it calls, compiled for AVX2.
template <auto function, class... Arguments>
[[gnu::target("avx2"), gnu::flatten]] auto with_avx2(Arguments&&... arguments) {
  return function(std::forward<Arguments>(arguments)...);
}
#endif

/// Calls `function`, a loop over pixels, in the widest vectors that this CPU has. Its source is compiled once more for
/// those, without fused multiply-add: both do the same IEEE operations in the same order and give the same bytes.
template <auto function, class... Arguments>
auto widest(Arguments&&... arguments) {
#if defined(__x86_64__)
  if (use_avx2()) return with_avx2<function>(std::forward<Arguments>(arguments)...);
#endif
  return function(std::forward<Arguments>(arguments)...);
}

}  // namespace augshard
