#pragma once

namespace augshard::exit_code {

inline constexpr int kDone = 0;
inline constexpr int kUsage = 2;        ///< the command line, the pipeline or its pairing; nothing was written
inline constexpr int kInputOutput = 3;  ///< a local read or write failed
inline constexpr int kDamaged = 4;      ///< a dataset is incomplete or damaged
inline constexpr int kRejects = 5;      ///< more records were rejected than allowed
inline constexpr int kInternal = 70;    ///< a bug
inline constexpr int kSignal = 128;     ///< plus the signal's number: 130, 143

}  // namespace augshard::exit_code
