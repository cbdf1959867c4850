#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::core::json {

/// Writes one JSON text from front to back; commas and escapes are its own business.
///
/// Calls must nest properly (a key before each member); a broken order is a programmer's error.
class Writer final {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t value);
  Writer& number(double value);
  Writer& boolean(bool value);
  Writer& null();
  /// Inserts text that is already JSON.
  Writer& raw(std::string_view json);

  Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void separate();

  std::string text_;
  bool needs_comma_ = false;
};

/// Limits a reader enforces before it builds anything. Source: reliability handbook 2.3.
struct Limits {
  std::size_t bytes_max = std::size_t{1} << 20U;
  std::size_t depth_max = 32;
  std::size_t keys_max = 10'000;  ///< Members of all objects together.
};

enum class Kind { null, boolean, number, string, array, object };

/// Looks into a parsed document; valid as long as its `Document`.
class View final {
 public:
  explicit View(const void* node) : node_(node) {}

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] std::optional<bool> as_bool() const;
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  [[nodiscard]] std::optional<double> as_number() const;
  [[nodiscard]] std::optional<std::string_view> as_string() const;
  /// The member of an object; none when absent or when this is no object.
  [[nodiscard]] std::optional<View> find(std::string_view name) const;
  /// Elements of an array; 0 when this is none.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] View at(std::size_t index) const;
  void each_member(FunctionRef<void(std::string_view, View)> visit) const;
  /// The value as compact JSON text.
  [[nodiscard]] std::string to_text() const;

 private:
  const void* node_;
};

/// A parsed JSON text (RFC 8259, UTF-8 checked, no comments, no trailing bytes).
class Document final {
 public:
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  [[nodiscard]] View root() const;

  /// Errors: invalid "json.syntax" with the byte offset in `detail`; too_large past a limit.
  static Result<Document> parse(std::string_view text, const Limits& limits = {});

 private:
  struct Body;
  explicit Document(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace caregrid::core::json
