#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "tabular/zip_package.h"

namespace caregrid::tabular {

/// The attributes of one element, by name without prefix.
class XmlAttributes final {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

 private:
  const char* const* pairs_;  ///< Name, value, name, value, null.
};

/// What a document says, piece by piece; names come without prefix. Returning an error stops the
/// parser, which hands it on.
class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;

  virtual core::Result<void> on_start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual core::Result<void> on_end(std::string_view name) = 0;
  /// Text may come in several pieces.
  virtual core::Result<void> on_text(std::string_view text) = 0;
};

/// A streaming XML 1.0 parser that trusts nothing: no document type, so no entities; bounded
/// depth, bounded distinct names, bounded markup without an event.
class XmlParser final {
 public:
  explicit XmlParser(XmlHandler& handler);
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;
  ~XmlParser();

  /// Errors: invalid "table.doctype", "table.damaged", and what the handler returned.
  core::Result<void> feed(std::string_view piece, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Runs a whole part of a package through a handler.
core::Result<void> parse_entry(ZipPackage& package, const std::string& name, XmlHandler& handler);

}  // namespace caregrid::tabular
