#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/describe.h"
#include "core/json.h"
#include "core/json_scalars.h"
#include "core/result.h"

namespace caregrid::core {

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
