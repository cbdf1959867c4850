#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/date.h"
#include "core/describe.h"
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

template <class T>
void write_json(json::Writer& writer, const T& value) {
  Codec<T>::write(writer, value);
}

/// The JSON text of a described value.
template <class T>
std::string to_json(const T& value) {
  json::Writer writer;
  Codec<T>::write(writer, value);
  return writer.take();
}

/// Reads a value out of a parsed document.
template <class T>
Result<T> read_json(json::View view) {
  T value{};
  const auto done = Codec<T>::read(view, value);
  if (!done) {
    return done.error();
  }
  return value;
}

/// Parses and reads in one step.
template <class T>
Result<T> from_json(std::string_view text, const json::Limits& limits = {}) {
  const auto document = json::Document::parse(text, limits);
  if (!document) {
    return document.error();
  }
  return read_json<T>(document->root());
}

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
  static Result<void> read(json::View, RawJson&) { return type_error("nothing"); }
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

template <class T>
struct Codec<std::optional<T>> {
  static void write(json::Writer& writer, const std::optional<T>& value) {
    if (value) {
      Codec<T>::write(writer, *value);
    } else {
      writer.null();
    }
  }
  static Result<void> read(json::View view, std::optional<T>& into) {
    if (view.kind() == json::Kind::null) {
      into.reset();
      return {};
    }
    return Codec<T>::read(view, into.emplace());
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static void write(json::Writer& writer, const std::vector<T>& values) {
    writer.begin_array();
    for (const auto& value : values) {
      Codec<T>::write(writer, value);
    }
    writer.end_array();
  }
  static Result<void> read(json::View view, std::vector<T>& into) {
    if (view.kind() != json::Kind::array) {
      return type_error("array");
    }
    into.resize(view.size());
    for (std::size_t i = 0; i < into.size(); ++i) {
      const auto done = Codec<T>::read(view.at(i), into[i]);
      if (!done) {
        return with_step(done.error(), "[" + std::to_string(i) + "]");
      }
    }
    return {};
  }
};

template <DescribedEnum E>
struct Codec<E> {
  static void write(json::Writer& writer, E value) { writer.string(name_of(value)); }
  static Result<void> read(json::View view, E& into) {
    const auto text = view.as_string();
    if (!text) {
      return type_error("string");
    }
    const auto value = value_of<E>(*text);
    if (!value) {
      return invalid("", "json.value", std::string(Describe<E>::name));
    }
    into = *value;
    return {};
  }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <DescribedStruct T>
struct Codec<T> {
  static void write(json::Writer& writer, const T& value) {
    writer.begin_object();
    each_field<T>([&](const auto& described) {
      writer.key(described.name);
      const auto& member = value.*described.member;
      Codec<std::remove_cvref_t<decltype(member)>>::write(writer, member);
    });
    writer.end_object();
  }

  static Result<void> read(json::View view, T& into) {
    if (view.kind() != json::Kind::object) {
      return type_error("object");
    }
    std::optional<Error> failed;
    each_field<T>([&](const auto& described) {
      if (!failed) {
        failed = read_field(view, into.*described.member, described.name);
      }
    });
    view.each_member([&](std::string_view name, json::View) {
      if (!failed && !knows(name)) {
        failed = invalid(std::string(name), "json.unknown");
      }
    });
    return failed ? Result<void>(*failed) : Result<void>();
  }

 private:
  template <class Member>
  static std::optional<Error> read_field(json::View view, Member& into, std::string_view name) {
    const auto found = view.find(name);
    if (!found) {
      return IsOptional<Member>::value ? std::nullopt
                                       : std::optional(invalid(std::string(name), "json.missing"));
    }
    const auto done = Codec<Member>::read(*found, into);
    return done ? std::nullopt : std::optional(with_step(done.error(), name));
  }

  static bool knows(std::string_view name) {
    bool known = false;
    each_field<T>([&](const auto& described) { known = known || described.name == name; });
    return known;
  }
};

}  // namespace caregrid::core
