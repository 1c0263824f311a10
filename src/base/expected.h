#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace augshard {

/// Why something expected to go wrong did: a bad record, an unreadable file, a damaged image.
/// `code` is stable and short ("decode", "io", "size-mismatch"); `message` says what, where and why;
/// `hint` says how to mend it and may be empty.
struct Error {
  std::string code;
  std::string message;
  std::string hint;
};

/// A value, or the Error that stood in its way. Failures of the run itself (disk full, a bug) are exceptions instead.
template <class T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Expected(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  explicit operator bool() const { return state_.index() == 0; }
  [[nodiscard]] bool has_value() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  Error& error() {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  const Error& error() const {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace augshard
