#pragma once

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/describe.h"
#include "core/json_codec.h"

namespace caregrid::core {

/// The named schemas a document refers to, collected while describing types.
///
/// `text` maps a name ("ChildRow") to its JSON Schema 2020-12 text, in name order.
struct SchemaBook {
  std::map<std::string, std::string, std::less<>> text;
};

/// The JSON Schema of a type: inline for plain types, `$ref` into the book for described ones.
template <class T>
struct Schema;

template <class T>
std::string schema_of(SchemaBook& book) {
  return Schema<T>::text(book);
}

/// A schema of one type and, where given, one format.
std::string plain_schema(std::string_view type, std::string_view format = {});

/// The same schema, admitting null as well.
std::string nullable_schema(std::string_view schema);

/// `{"$ref":"#/components/schemas/NAME"}`.
std::string schema_reference(std::string_view name);

template <>
struct Schema<bool> {
  static std::string text(SchemaBook&) { return plain_schema("boolean"); }
};
template <>
struct Schema<double> {
  static std::string text(SchemaBook&) { return plain_schema("number"); }
};
template <>
struct Schema<std::string> {
  static std::string text(SchemaBook&) { return plain_schema("string"); }
};
template <>
struct Schema<Date> {
  static std::string text(SchemaBook&) { return plain_schema("string", "date"); }
};
template <>
struct Schema<Instant> {
  static std::string text(SchemaBook&) { return plain_schema("string", "date-time"); }
};
template <>
struct Schema<RawJson> {
  static std::string text(SchemaBook&) {
    return R"({"type":"object",)"
           R"("additionalProperties":{"type":["string","number","boolean","null"]}})";
  }
};

template <std::integral T>
  requires(!std::same_as<T, bool>)
struct Schema<T> {
  static std::string text(SchemaBook&) { return plain_schema("integer"); }
};

template <class Tag>
struct Schema<Id<Tag>> {
  static std::string text(SchemaBook&) { return plain_schema("string", "uuid"); }
};

template <class T>
struct Schema<std::optional<T>> {
  static std::string text(SchemaBook& book) { return nullable_schema(Schema<T>::text(book)); }
};

template <class T>
struct Schema<std::vector<T>> {
  static std::string text(SchemaBook& book) {
    return R"({"type":"array","items":)" + Schema<T>::text(book) + "}";
  }
};

template <DescribedEnum E>
struct Schema<E> {
  static std::string text(SchemaBook& book) {
    json::Writer writer;
    writer.begin_object().member("type", "string").key("enum").begin_array();
    for (const auto& value : Describe<E>::values) {
      writer.string(value.name);
    }
    writer.end_array().end_object();
    book.text.try_emplace(std::string(Describe<E>::name), writer.take());
    return schema_reference(Describe<E>::name);
  }
};

/// Types that only come in may leave optional members out; what goes out is always complete.
template <class T>
constexpr bool is_input() {
  if constexpr (requires { Describe<T>::is_input; }) {
    return Describe<T>::is_input;
  } else {
    return false;
  }
}

/// The schema of one member, with its description where it has one.
std::string described_schema(std::string schema, std::string_view doc);

template <DescribedStruct T>
struct Schema<T> {
  static std::string text(SchemaBook& book) {
    const std::string name(Describe<T>::name);
    if (book.text.try_emplace(name).second) {  // Taken first, so that a type may hold itself.
      book.text[name] = body(book);
    }
    return schema_reference(name);
  }

 private:
  static std::string body(SchemaBook& book) {
    json::Writer writer;
    writer.begin_object().member("type", "object").key("properties").begin_object();
    each_field<T>([&](const auto& described) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*described.member)>;
      writer.key(described.name).raw(described_schema(Schema<Member>::text(book), described.doc));
    });
    writer.end_object().key("required").begin_array();
    each_field<T>([&](const auto& described) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*described.member)>;
      if (!is_input<T>() || !IsOptional<Member>::value) {
        writer.string(described.name);
      }
    });
    writer.end_array().key("additionalProperties").boolean(false).end_object();
    return writer.take();
  }
};

}  // namespace caregrid::core
