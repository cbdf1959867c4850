#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/bytes.h"
#include "core/date.h"
#include "core/id.h"

namespace caregrid::db {

/// A statement known when the program was compiled; there is no way to make one at run time.
///
/// The text is what both databases share. Parameters are `:name`; each driver prepares a statement
/// once per connection and finds it again by the address of its text.
class Sql final {
 public:
  consteval Sql(const char* text) : text_(text) {}
  [[nodiscard]] constexpr const char* text() const { return text_; }

 private:
  const char* text_;
};

/// One statement of an embedded schema file, the only SQL that does not pass `Sql`.
///
/// Only `migrate` can make one (through `SchemaScript`), so no other text reaches a database.
class SchemaStatement final {
 public:
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  friend class SchemaScript;
  explicit SchemaStatement(std::string_view text) : text_(text) {}

  std::string_view text_;
};

/// What can be stored; text and bytes are borrowed for the length of the call.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, core::Bytes>;

/// One named parameter. Implicit from every type a store binds.
struct Bind {
  std::string_view name;
  Value value;

  Bind(std::string_view n, std::nullopt_t) : name(n) {}
  template <std::integral T>
  Bind(std::string_view n, T v) : name(n), value(static_cast<std::int64_t>(v)) {}
  Bind(std::string_view n, double v) : name(n), value(v) {}
  Bind(std::string_view n, std::string_view v) : name(n), value(v) {}
  Bind(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
  Bind(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  Bind(std::string_view n, core::Bytes v) : name(n), value(v) {}
  Bind(std::string_view n, core::Date v) : name(n), value(std::int64_t{v.days}) {}
  Bind(std::string_view n, core::Instant v) : name(n), value(v.micros) {}
  template <class Tag>
  Bind(std::string_view n, const core::Id<Tag>& v) : name(n), value(v.view()) {}
  template <class T>
  Bind(std::string_view n, const std::optional<T>& v) : name(n) {
    if (v) {
      value = Bind(n, *v).value;
    }
  }
};

/// The parameters of one call: `{{"village", village}, {"after", after}}`.
class Binds final {
 public:
  Binds() = default;
  Binds(std::initializer_list<Bind> binds) : binds_(binds.begin(), binds.size()) {}
  Binds(std::span<const Bind> binds) : binds_(binds) {}

  [[nodiscard]] const Bind* begin() const { return binds_.data(); }
  [[nodiscard]] const Bind* end() const { return binds_.data() + binds_.size(); }
  [[nodiscard]] std::size_t size() const { return binds_.size(); }

 private:
  std::span<const Bind> binds_;
};

}  // namespace caregrid::db
