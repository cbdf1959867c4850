#include "care/need_reading.h"

#include <optional>
#include <string_view>
#include <utility>

#include "registry/date_reading.h"
#include "registry/reading.h"

namespace caregrid::care {
namespace {

constexpr std::int64_t units_weekly_max = 21;
constexpr int tier_when_silent = 3;
constexpr std::size_t text_length_max = 2'000;

class Reader final {
 public:
  Reader(const intake::Record& record, const NeedContext& context)
      : record_(record), context_(context) {}

  NeedReading read() {
    read_child();
    read_kind();
    read_times();
    read_wishes();
    read_opened_on();
    reading_.need.note = text(NeedField::note).substr(0, text_length_max);
    return std::move(reading_);
  }

 private:
  [[nodiscard]] std::string_view text(NeedField field) const {
    return record_.values[static_cast<std::size_t>(field)].text;
  }

  void problem(NeedField field, std::string_view reason) {
    reading_.problems.push_back({static_cast<std::size_t>(field), std::string(reason), {}});
  }

  void warning(NeedField field, std::string_view reason, std::string detail = {}) {
    reading_.warnings.push_back(
        {static_cast<std::size_t>(field), std::string(reason), std::move(detail)});
  }

  void read_child() {
    registry::ChildReference& child = reading_.child;
    child.name = text(NeedField::child_name);
    child.identity_number = text(NeedField::identity_number);
    child.student_number = text(NeedField::student_number);
    if (child.name.empty() && child.identity_number.empty() && child.student_number.empty()) {
      problem(NeedField::child_name, "need.child_missing");
    }
    if (text(NeedField::village).empty()) {
      return;
    }
    const registry::DivisionReading place = context_.divisions.find(text(NeedField::village));
    if (place.match == registry::DivisionMatch::village) {
      child.division = place.code;
    } else if (child.identity_number.empty()) {
      warning(NeedField::village,
              place.match == registry::DivisionMatch::ambiguous ? "village.ambiguous"
                                                                : "village.unknown",
              place.detail);
    }
  }

  void read_kind() {
    if (const auto kind = parse_need_kind(text(NeedField::kind))) {
      reading_.need.kind = *kind;
    } else {
      problem(NeedField::kind, "need.kind_unknown");
    }
    reading_.need.tier = tier_when_silent;
    if (text(NeedField::tier).empty()) {
      return;
    }
    if (const auto tier = parse_tier(text(NeedField::tier))) {
      reading_.need.tier = *tier;
    } else {
      problem(NeedField::tier, "need.tier_unknown");
    }
  }

  void read_times() {
    const auto slots = parse_slots(text(NeedField::slots));
    if (!slots) {
      problem(NeedField::slots, "need.slots_unknown");
    } else if (slots->empty()) {
      reading_.need.slots = Slots::all();
      warning(NeedField::slots, "need.slots_missing");
    } else {
      reading_.need.slots = *slots;
    }
    if (text(NeedField::units_weekly).empty()) {
      return;
    }
    const auto units = registry::read_integer(text(NeedField::units_weekly));
    if (units && *units >= 1 && *units <= units_weekly_max) {
      reading_.need.units_weekly = static_cast<int>(*units);
    } else {
      problem(NeedField::units_weekly, "need.units");
    }
  }

  void read_wishes() {
    if (const auto rule = parse_sex_rule(text(NeedField::sex_rule))) {
      reading_.need.sex_rule = *rule;
    } else {
      problem(NeedField::sex_rule, "need.sex_rule_unknown");
    }
    if (const auto language = parse_language(text(NeedField::language))) {
      reading_.need.language = *language;
    } else {
      problem(NeedField::language, "need.language_unknown");
    }
    reading_.need.previous_helper = text(NeedField::previous_helper).substr(0, text_length_max);
  }

  void read_opened_on() {
    reading_.need.opened_on = context_.today;
    const intake::Value& value = record_.values[static_cast<std::size_t>(NeedField::opened_on)];
    if (value.text.empty()) {
      return;
    }
    const registry::DateReading date = registry::read_date(value, context_.day_order);
    if (!date.date) {
      problem(NeedField::opened_on, date.reason);
    } else if (*date.date > context_.today) {
      problem(NeedField::opened_on, "date.in_future");
    } else {
      reading_.need.opened_on = *date.date;
      reading_.states_opened_on = true;
    }
  }

  const intake::Record& record_;
  const NeedContext& context_;
  NeedReading reading_;
};

}  // namespace

NeedReading read_need_row(const intake::Record& record, const NeedContext& context) {
  return Reader(record, context).read();
}

}  // namespace caregrid::care
