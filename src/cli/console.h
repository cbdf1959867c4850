#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages.h"
#include "core/result.h"

namespace caregrid::cli {

/// Where a command writes: results to `out`, everything else to `errors`.
struct Console {
  std::ostream& out;
  std::ostream& errors;
  bool is_terminal = false;  ///< Whether `errors` is one: then progress is drawn.
  bool is_json = false;      ///< Results as JSON, one document.
  core::Language language = core::Language::en;
};

/// Tells of a failure: a sentence, or a problem as JSON on `errors`.
void tell(const Console& console, const core::Error& error);

/// Draws "name [#####     ] 52 %" over and over on a terminal; nothing elsewhere.
class ProgressBar final {
 public:
  ProgressBar(const Console& console, std::string name);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// Wipes the line.
  ~ProgressBar();

  void show(std::int64_t done, std::int64_t total, std::string_view note = {});

 private:
  const Console& console_;
  std::string name_;
  std::int64_t shown_percent_ = -1;
};

/// Aligned columns for people; numbers right, text left. The first row is the heading.
/// Wide characters (Chinese) count as two.
std::string align(const std::vector<std::vector<std::string>>& rows);

}  // namespace caregrid::cli
