#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace caregrid::tabular {

/// A file being written beside its place, "<path>.part", which moves there when complete.
///
/// Readable by its owner only: tables hold personal data. A crash leaves at most the part.
class PartialFile final {
 public:
  explicit PartialFile(std::string path);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  /// Removes what was not put in place.
  ~PartialFile();

  [[nodiscard]] const std::string& part_path() const { return part_path_; }

  /// Creates the part for `append`; needless when another library writes it.
  /// Errors: unavailable "table.write", as of the others.
  core::Result<void> create();
  core::Result<void> append(std::string_view bytes) const;

  /// Makes the part durable, gives it its name and makes the name durable. Call once.
  core::Result<void> put_in_place();

 private:
  std::string path_;
  std::string part_path_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

}  // namespace caregrid::tabular
