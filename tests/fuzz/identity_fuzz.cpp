// Any bytes as the values of a child's row: an identity number that is read says itself again and
// is believed under every way of writing it; keys give the number back; names and dates settle
// after one pass; nothing is read outside its bounds.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/check.h"
#include "registry/date_reading.h"
#include "registry/division_index.h"
#include "registry/identity_number.h"
#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/student_number.h"
#include "registry/text.h"
#include "registry/vocabulary.h"

namespace {

using namespace caregrid;
using core::check;

constexpr core::Date today{20717};  // 2026-09-21

void check_identity(std::string_view text) {
  const registry::IdentityReading reading = registry::read_identity_number(text, today);
  check(reading.number.has_value() == (reading.check == registry::IdentityCheck::valid));
  check(registry::reason_of(reading.check).empty() == reading.number.has_value());
  if (!reading.number) {
    return;
  }
  const std::string number(reading.number->text());
  check(registry::identity_check_character(std::string_view(number).substr(0, 17)) ==
        number.back());
  check(registry::read_identity_number(number, today).number == reading.number);
  check(registry::read_identity_number("'" + number + " ", today).number == reading.number);
  check(registry::pack_identity(number) == reading.number->key());
  check(reading.number->key() >= 0 && reading.number->key() < std::int64_t{1} << 60U);
  check(reading.number->born_on() <= today);
  check(registry::mask_identity_number(number).find(number.substr(6, 8)) == std::string::npos);
  const auto student = registry::read_student_number("G" + number, today);
  check(student && student->identity() == reading.number);
}

void check_date(std::string_view text) {
  using registry::DayOrder;
  const intake::Value value{text, intake::CellKind::text};
  const auto unordered = registry::read_date(value, DayOrder::unknown);
  check(unordered.date.has_value() == unordered.reason.empty());
  for (const DayOrder order : {DayOrder::day_first, DayOrder::month_first, DayOrder::mixed}) {
    const auto ordered = registry::read_date(value, order);
    // What is read without an order is read alike under every order.
    check(!unordered.date || ordered.date == unordered.date);
  }
  if (unordered.date) {
    const std::string iso = core::to_iso(*unordered.date);
    check(registry::read_date({iso, intake::CellKind::text}, DayOrder::unknown).date ==
          unordered.date);
  }
  registry::learn_day_order(DayOrder::unknown, text);
}

void check_words(std::string_view text) {
  const std::string name = registry::normalise_name(text);
  check(registry::normalise_name(name) == name);
  check(registry::is_similar_name(name, name));
  check(registry::tidy(registry::tidy(text)) == registry::tidy(text));
  check(registry::fold_word(registry::fold_word(text)) == registry::fold_word(text));
  if (const auto phone = registry::read_phone(text)) {
    check(registry::read_phone(*phone) == phone);
    check(registry::mask_phone(*phone) != *phone);
  }
  registry::read_sex(text);
  registry::read_yes_no(text);
  registry::read_ethnicity(text);
  registry::read_integer(text);
  registry::split_list(text);
  registry::stage_of_grade(text);
}

void check_place(std::string_view text) {
  static const registry::DivisionIndex index({
      {620524000000, "武山县", {}},
      {620524104000, "四门镇", {}},
      {620524104001, "四门社区居民委员会", {}},
      {620524104200, "岗头村民委员会", {}},
      {620524202000, "嘴头乡", {}},
      {620524202200, "岗头村民委员会", {}},
  });
  const auto reading = index.find(text);
  const bool has_place = reading.match == registry::DivisionMatch::village ||
                         reading.match == registry::DivisionMatch::larger;
  check(has_place == (reading.code != 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_identity(text);
  check_date(text);
  check_words(text);
  check_place(text);
  return 0;
}
