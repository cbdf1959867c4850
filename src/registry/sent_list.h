#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "core/clock.h"
#include "core/describe.h"
#include "core/result.h"
#include "intake/mapping.h"
#include "intake/target.h"
#include "registry/child.h"

namespace caregrid::registry {

/// A list somebody sent, and what it is a list of.
struct SentList {
  std::int64_t id = 0;
  std::string file;
  std::string sheet;
  intake::ListRole role = intake::ListRole::other;
  std::string sender;
  core::Instant imported_at;
  std::int64_t children = 0;  ///< How many children of the register it names.
  std::int64_t unread = 0;    ///< Rows nobody could read: whom they name is not known.

  bool operator==(const SentList&) const = default;
};

/// The number of a list, the same whenever the same run brings it again.
std::int64_t list_number_of(const intake::Source& source);

struct SentLists {
  std::vector<SentList> items;  ///< Newest first, at most `sent_lists_max`.
};
inline constexpr int sent_lists_max = 200;

/// The lists of the county. Errors: forbidden for those who may not import.
core::Result<SentLists> list_sent_lists(const access::Call& call);

/// What became of a child a newer list leaves out. `mistake`: the list forgot it.
enum class GoneAnswer : std::uint8_t { moved, dropped_out, finished, still_here, mistake };

/// Keeps what a person found out about a child that is gone from a list; a later answer takes the
/// place of an earlier one. Changes nothing about the child. In the door.
/// Errors: forbidden; not_found "list.not_found", "child.not_found".
core::Result<void> answer_gone(const access::Call& call, std::int64_t list, const ChildId& child,
                               GoneAnswer answer);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::GoneAnswer> {
  using enum registry::GoneAnswer;
  static constexpr std::string_view name = "GoneAnswer";
  static constexpr std::array values = {
      ValueOf{moved, "moved"}, ValueOf{dropped_out, "dropped_out"}, ValueOf{finished, "finished"},
      ValueOf{still_here, "still_here"}, ValueOf{mistake, "mistake"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::SentList> {
  using It = registry::SentList;
  static constexpr std::string_view name = "SentList";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("file", &It::file),
                 field("sheet", &It::sheet),
                 field("role", &It::role),
                 field("sender", &It::sender),
                 field("imported_at", &It::imported_at),
                 field("children", &It::children, "How many children of the register it names"),
                 field("unread", &It::unread, "Rows nobody could read")};
};

template <>
struct caregrid::core::Describe<caregrid::registry::SentLists> {
  using It = registry::SentLists;
  static constexpr std::string_view name = "SentLists";
  static constexpr auto fields = std::tuple{field("items", &It::items)};
};
