#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/check.h"

namespace caregrid::core {

/// What kind of failure an operation met; the HTTP edge maps each to one status.
enum class Code {
  invalid,          ///< The input breaks a rule; `field` says where, `reason` which.
  unauthenticated,  ///< Nobody is signed in.
  forbidden,        ///< Signed in, inside the area, but the role may not do this.
  not_found,        ///< Absent, or outside the actor's area: the two are never told apart.
  conflict,         ///< The record changed since it was read, or an id was used for something else.
  too_large,        ///< A stated limit is exceeded; `detail` names the limit.
  limited,          ///< Too many requests; try again later.
  unavailable,      ///< Disk full, database gone, server stopping: nothing was changed.
  internal,         ///< A broken promise of our own; never the user's fault.
};

/// An expected failure.
///
/// `field` is a path into the input ("rows[3].born_on") or empty; `reason` is a translation key
/// ("date.in_future"); `detail` holds what a person needs to mend it, free of personal data.
struct Error {
  Code code = Code::internal;
  std::string field;
  std::string reason;
  std::string detail;

  bool operator==(const Error&) const = default;
};

/// Shorthand for the commonest failure: `return invalid("visited_on", "visit.in_future");`
inline Error invalid(std::string field, std::string reason, std::string detail = {}) {
  return Error{Code::invalid, std::move(field), std::move(reason), std::move(detail)};
}

inline Error failure(Code code, std::string reason, std::string detail = {}) {
  return Error{code, {}, std::move(reason), std::move(detail)};
}

/// A value, or the reason why there is none.
///
/// `return visit;` and `return child.error();` both convert, so no wrapper is needed.
/// Reading `value()` of a failure is a programmer's error and stops the process.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & {
    check(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] const T& value() const& {
    check(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T&& value() && {
    check(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  [[nodiscard]] const Error& error() const {
    check(!ok());
    return *std::get_if<1>(&state_);
  }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or the reason for failure. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return error_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const {
    check(!ok());
    return *std::get_if<1>(&error_);
  }

 private:
  std::variant<std::monostate, Error> error_;
};

}  // namespace caregrid::core
