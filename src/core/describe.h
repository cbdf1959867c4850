#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace caregrid::core {

/// What a type looks like from outside; specialise it beside the type, once.
///
/// A struct gives `name` and `fields`, an enum `name` and `values`:
///
///   template <> struct Describe<Village> {
///     static constexpr std::string_view name = "Village";
///     static constexpr auto fields = std::tuple{field("code", &Village::code, "Division code")};
///   };
///
/// Writing JSON, reading it with field paths and its JSON Schema all come from this one place.
template <class T>
struct Describe;

/// One named member of a described struct.
template <class Owner, class Member>
struct FieldOf {
  std::string_view name;
  Member Owner::* member;
  std::string_view doc;
};

template <class Owner, class Member>
constexpr FieldOf<Owner, Member> field(std::string_view name, Member Owner::* member,
                                       std::string_view doc = {}) {
  return {name, member, doc};
}

/// One named value of a described enum.
template <class E>
struct ValueOf {
  E value;
  std::string_view name;
};

template <class T>
concept DescribedStruct = std::is_class_v<T> && requires { Describe<T>::fields; };

template <class T>
concept DescribedEnum = std::is_enum_v<T> && requires { Describe<T>::values; };

/// The name a described enum value has outside ("county"); empty when it has none.
template <DescribedEnum E>
constexpr std::string_view name_of(E value) {
  for (const auto& candidate : Describe<E>::values) {
    if (candidate.value == value) {
      return candidate.name;
    }
  }
  return {};
}

/// The enum value of a name; none when there is no such name.
template <DescribedEnum E>
constexpr std::optional<E> value_of(std::string_view name) {
  for (const auto& candidate : Describe<E>::values) {
    if (candidate.name == name) {
      return candidate.value;
    }
  }
  return std::nullopt;
}

/// Calls `visit(field)` for each field in the order it was described.
template <DescribedStruct T, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, Describe<T>::fields);
}

/// How many fields a described struct has.
template <DescribedStruct T>
constexpr std::size_t field_count() {
  return std::tuple_size_v<std::remove_cvref_t<decltype(Describe<T>::fields)>>;
}

}  // namespace caregrid::core
