#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tabular/xml_parser.h"

namespace caregrid::tabular {

/// The shared string table of a workbook; texts stay where they are while it lives.
///
/// Cost: the text plus 16 bytes a string, never more than `Limits::shared_strings_bytes_max`.
class SharedStrings final {
 public:
  /// Errors: too_large "table.shared_strings".
  core::Result<void> add(std::string_view text, std::int64_t bytes_max);

  /// How many texts there are; cells name them by index.
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] std::string_view at(std::size_t index) const { return texts_[index]; }

 private:
  std::vector<std::unique_ptr<std::string>> blocks_;  ///< Never grow past what they reserve.
  std::deque<std::string_view> texts_;
  std::int64_t bytes_ = 0;
};

/// Gathers the text of <si> and <is>: runs put together, phonetic guides left out.
class RichText final {
 public:
  /// Starts a new text.
  void begin();
  /// What the parser met inside the element.
  void on_start(std::string_view name);
  void on_end(std::string_view name);
  void on_text(std::string_view text);

  /// The text, with "_x000D_" escapes undone.
  [[nodiscard]] std::string& finish();

 private:
  std::string text_;
  int phonetic_depth_ = 0;
  bool inside_text_ = false;
};

/// Reads the part "sharedStrings.xml".
core::Result<void> read_shared_strings(ZipPackage& package, const std::string& part,
                                       const Limits& limits, SharedStrings& into);

}  // namespace caregrid::tabular
