#pragma once

namespace augshard::test {

/// Whether this build has the sanitizers, with which a test takes ten to thirty times as long: what repeats one thing
/// with other numbers may repeat it less often.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace augshard::test
