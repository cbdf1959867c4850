#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/describe.h"
#include "core/result.h"
#include "registry/fact_ledger.h"

namespace caregrid::registry {

/// What happened in a child's record, or in its life as the record knows it.
enum class TimeEventKind : std::uint8_t {
  source_arrived,  ///< A list came in that names the child.
  began,
  changed,        ///< Another value took the place of one before.
  moved,          ///< The same of where the child lives.
  carer_changed,  ///< The same of who looks after it.
  ended,
  confirmed,
  contradicted,  ///< Two sources cannot both be right.
  settled,       ///< Somebody confirmed one of two.
  corrected,
  undone
};

struct TimeEvent {
  std::string id;  ///< Stays the same as long as what it tells of does.
  TimeEventKind kind = TimeEventKind::began;
  core::Date on;                    ///< The day it happened, else the day it became known.
  bool is_day_known = true;         ///< False: it happened at some time until that day.
  std::optional<FactId> fact;       ///< None for a list that came in.
  FactValue value;                  ///< Afterwards.
  std::optional<FactValue> before;  ///< What it was, or what the other source says.
  FactOrigin origin;
  std::string note;

  bool operator==(const TimeEvent&) const = default;
};

/// All that happened, newest first; what came to be known later stands at the day it happened.
/// Cost: O(n²) for n facts of one kind about one person, and a sort.
std::vector<TimeEvent> timeline(const FactLedger& ledger);

/// A part of a time line.
struct TimePage {
  std::vector<TimeEvent> items;
  std::optional<std::string> next;  ///< The event behind which the next page begins.
};
/// Errors: invalid "list.after" for an event that is not there any more.
core::Result<TimePage> page_of(std::vector<TimeEvent> events, std::string_view after,
                               std::size_t limit);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::TimeEventKind> {
  using enum registry::TimeEventKind;
  static constexpr std::string_view name = "TimeEventKind";
  static constexpr std::array values = {ValueOf{source_arrived, "source_arrived"},
                                        ValueOf{began, "began"},
                                        ValueOf{changed, "changed"},
                                        ValueOf{moved, "moved"},
                                        ValueOf{carer_changed, "carer_changed"},
                                        ValueOf{ended, "ended"},
                                        ValueOf{confirmed, "confirmed"},
                                        ValueOf{contradicted, "contradicted"},
                                        ValueOf{settled, "settled"},
                                        ValueOf{corrected, "corrected"},
                                        ValueOf{undone, "undone"}};
};
