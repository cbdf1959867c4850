#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/clock.h"
#include "core/date.h"
#include "core/id.h"
#include "core/json.h"
#include "core/result.h"

namespace caregrid::core {

/// A value that is JSON already and passes through as it is; `{}` when empty.
struct RawJson {
  std::string text;

  bool operator==(const RawJson&) const = default;
};

/// Error built while reading; callers add their part of the path in front on the way out, so that
/// reading without errors never builds a path.
inline Error type_error(std::string_view expected) {
  return invalid("", "json.type", std::string(expected));
}

/// The same error with `step` ("kind" or "[3]") put before its path.
Error with_step(Error error, std::string_view step);

/// How a type is written to and read from JSON; one specialisation per kind of type.
///
/// Errors of `read`: invalid "json.type", "json.range", "json.missing", "json.unknown",
/// "json.value" with the field's path ("sheets[0].kind"); `detail` says what was expected.
template <class T>
struct Codec;

template <>
struct Codec<bool> {
  static void write(json::Writer& writer, bool value) { writer.boolean(value); }
  static Result<void> read(json::View view, bool& into);
};

template <>
struct Codec<double> {
  static void write(json::Writer& writer, double value) { writer.number(value); }
  static Result<void> read(json::View view, double& into);
};

template <>
struct Codec<std::string> {
  static void write(json::Writer& writer, std::string_view value) { writer.string(value); }
  static Result<void> read(json::View view, std::string& into);
};

template <>
struct Codec<RawJson> {
  static void write(json::Writer& writer, const RawJson& value) {
    writer.raw(value.text.empty() ? std::string_view("{}") : std::string_view(value.text));
  }
  static Result<void> read(json::View view, RawJson& into) {
    into.text = view.to_text();
    return {};
  }
};

template <>
struct Codec<Date> {
  static void write(json::Writer& writer, Date value) { writer.string(to_iso(value)); }
  static Result<void> read(json::View view, Date& into);
};

/// Instants go out only; nothing a client sends is believed about time.
template <>
struct Codec<Instant> {
  static void write(json::Writer& writer, Instant value) { writer.string(to_iso(value)); }
  static Result<void> read(json::View, Instant&) { return type_error("nothing"); }
};

template <std::integral T>
  requires(!std::same_as<T, bool>)
struct Codec<T> {
  static void write(json::Writer& writer, T value) {
    writer.integer(static_cast<std::int64_t>(value));
  }
  static Result<void> read(json::View view, T& into) {
    const auto value = view.as_integer();
    if (!value) {
      return type_error("integer");
    }
    if (!std::in_range<T>(*value)) {
      return invalid("", "json.range");
    }
    into = static_cast<T>(*value);
    return {};
  }
};

template <class Tag>
struct Codec<Id<Tag>> {
  static void write(json::Writer& writer, const Id<Tag>& value) { writer.string(value.text()); }
  static Result<void> read(json::View view, Id<Tag>& into) {
    const auto text = view.as_string();
    const auto id = text ? Id<Tag>::parse(*text) : std::nullopt;
    if (!id) {
      return type_error("uuid");
    }
    into = *id;
    return {};
  }
};

}  // namespace caregrid::core
