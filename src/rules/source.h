#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/json.h"

namespace caregrid::rules {

/// A pack's file as the rules room gets it: whoever calls has read or embedded it.
struct Source {
  std::string name;  ///< Shown with faults ("packs/cn/left_behind.json").
  std::string_view text;
};

/// What is wrong with a file, and where.
struct Fault {
  std::string file;
  int line = 0;        ///< From 1.
  std::string path;    ///< "rules[3].when.all[0]".
  std::string reason;  ///< Translation key: says what to do.
  std::string detail;

  bool operator==(const Fault&) const = default;
};

/// The line, from 1, on which the value at a path of a JSON text begins; that of its nearest
/// parent when there is no such value.
int line_of(std::string_view json, std::string_view path);

/// Reads one JSON file and collects its faults; members nobody asked for are faults too.
class Reader final {
 public:
  Reader(const Source& source, std::vector<Fault>& faults) : source_(source), faults_(faults) {}

  /// The parsed file; none, with a fault, when it is no JSON object.
  std::optional<core::json::Document> parse();

  void fault(const std::string& path, std::string reason, std::string detail = {});

  /// A fault for each member not in the list. False when the value is no object (a fault too).
  bool has_only(core::json::View value, const std::string& path,
                std::initializer_list<std::string_view> names);

  /// Members of an object; a fault when one is missing (unless it may be) or of another type.
  std::string text(core::json::View object, const std::string& path, std::string_view name);
  std::string text_or_empty(core::json::View object, const std::string& path,
                            std::string_view name);
  bool flag_or(core::json::View object, const std::string& path, std::string_view name,
               bool otherwise);
  std::optional<std::int64_t> whole(core::json::View object, const std::string& path,
                                    std::string_view name);
  std::optional<core::Date> day(core::json::View object, const std::string& path,
                                std::string_view name);
  std::vector<std::string> texts(core::json::View object, const std::string& path,
                                 std::string_view name);
  /// The elements of an array that must be there; none, with a fault, when it is not.
  std::size_t list(core::json::View object, const std::string& path, std::string_view name,
                   std::optional<core::json::View>& into);

  [[nodiscard]] const Source& source() const { return source_; }

 private:
  const Source& source_;
  std::vector<Fault>& faults_;
};

/// "path.name", or the name alone at the top.
std::string step(const std::string& path, std::string_view name);
/// "path[index]".
std::string step(const std::string& path, std::size_t index);

}  // namespace caregrid::rules
