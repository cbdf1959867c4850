#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/id.h"

namespace caregrid::registry {

struct SchoolTag;
using SchoolId = core::Id<SchoolTag>;

/// A school. Names repeat within a county, so the id is derived from all that tells them apart.
struct School {
  SchoolId id;
  std::string name;
  std::string stage;                 ///< Code of `schooling_code`, or "other".
  std::int64_t division = 0;         ///< Village, or the county when not known.
  std::string code;                  ///< 10-digit school identification code; may be empty.
  std::optional<bool> is_connected;  ///< To remote lessons.
  std::vector<std::string> subjects_lacking;

  bool operator==(const School&) const = default;
};

/// How often a school's name occurs in the county.
class SchoolNames final {
 public:
  SchoolNames() = default;
  explicit SchoolNames(const std::vector<School>& schools);

  /// 0 for an unknown name; blanks in it do not matter.
  [[nodiscard]] int count(std::string_view name) const;
  [[nodiscard]] bool empty() const { return names_.empty(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> names_;
};

}  // namespace caregrid::registry
