#include "services/offer_reading.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "care/words.h"
#include "registry/date_reading.h"
#include "registry/reading.h"
#include "registry/text.h"

namespace caregrid::services {
namespace {

constexpr std::int64_t capacity_weekly_max = 100'000;
constexpr double radius_km_max = 1'000;
constexpr double metres_per_km = 1'000;

constexpr std::array mode_words{
    care::Word{"线下", 0},   care::Word{"上门", 0},     care::Word{"面对面", 0},
    care::Word{"现场", 0},   care::Word{"inperson", 0}, care::Word{"offline", 0},
    care::Word{"onsite", 0}, care::Word{"", 0},         care::Word{"线上", 1},
    care::Word{"在线", 1},   care::Word{"远程", 1},     care::Word{"online", 1},
    care::Word{"remote", 1},
};

class Reader final {
 public:
  Reader(const intake::Record& record, const OfferContext& context)
      : record_(record), context_(context) {}

  OfferReading read() {
    read_provider();
    read_kinds();
    read_place();
    read_times();
    read_clearance();
    read_languages();
    return std::move(reading_);
  }

 private:
  [[nodiscard]] const intake::Value& value(OfferField field) const {
    return record_.values[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::string_view text(OfferField field) const { return value(field).text; }

  void problem(OfferField field, std::string_view reason, std::string detail = {}) {
    reading_.problems.push_back(
        {static_cast<std::size_t>(field), std::string(reason), std::move(detail)});
  }

  void warning(OfferField field, std::string_view reason, std::string detail = {}) {
    reading_.warnings.push_back(
        {static_cast<std::size_t>(field), std::string(reason), std::move(detail)});
  }

  void read_provider() {
    Offer& offer = reading_.offer;
    offer.code = registry::squeeze(text(OfferField::code));
    offer.name = registry::squeeze(text(OfferField::name));
    if (offer.name.empty()) {
      problem(OfferField::name, "offer.name_missing");
    }
    offer.provider_kind = parse_provider_kind(text(OfferField::provider_kind));
    if (const auto sex = registry::read_sex(text(OfferField::sex))) {
      offer.sex = *sex;
    }
    offer.is_trained = registry::read_yes_no(text(OfferField::is_trained));
    if (const auto phone = registry::read_phone(text(OfferField::phone))) {
      offer.phone = *phone;
    } else if (!text(OfferField::phone).empty()) {
      warning(OfferField::phone, "phone.format");
    }
  }

  void read_kinds() {
    for (const std::string& word : care::split_list(text(OfferField::kinds))) {
      if (const auto kind = care::parse_need_kind(word)) {
        reading_.offer.kinds.add(*kind);
      } else {
        problem(OfferField::kinds, "offer.kind_unknown", word);
      }
    }
    if (reading_.offer.kinds.mask == 0 && reading_.problems.empty()) {
      problem(OfferField::kinds, "offer.kind_unknown");
    }
  }

  void read_place() {
    Offer& offer = reading_.offer;
    const auto mode = care::meaning_of(mode_words, care::fold(text(OfferField::mode)));
    if (mode) {
      offer.is_online = *mode == 1;
    } else {
      problem(OfferField::mode, "offer.mode_unknown");
    }
    read_radius();
    if (text(OfferField::village).empty()) {
      if (!offer.is_online) {
        warning(OfferField::village, "offer.village_missing");
      }
      return;
    }
    const registry::DivisionReading place = context_.divisions.find(text(OfferField::village));
    if (place.match == registry::DivisionMatch::village) {
      offer.village = place.code;
    } else {
      warning(OfferField::village,
              place.match == registry::DivisionMatch::ambiguous ? "village.ambiguous"
                                                                : "village.unknown",
              place.detail);
    }
  }

  void read_radius() {
    if (text(OfferField::radius_km).empty()) {
      return;
    }
    const auto radius = registry::read_decimal(text(OfferField::radius_km));
    if (radius && *radius >= 0 && *radius <= radius_km_max) {
      reading_.offer.radius_m = static_cast<std::int64_t>(*radius * metres_per_km);
    } else {
      problem(OfferField::radius_km, "offer.radius");
    }
  }

  void read_times() {
    Offer& offer = reading_.offer;
    const auto slots = care::parse_slots(text(OfferField::slots));
    if (!slots) {
      problem(OfferField::slots, "offer.slots_unknown");
    } else if (slots->empty() && is_person(offer.provider_kind)) {
      warning(OfferField::slots, "offer.slots_missing");
    } else {
      offer.slots = slots->empty() ? care::Slots::all() : *slots;
    }
    const auto capacity = registry::read_integer(text(OfferField::capacity_weekly));
    if (capacity && *capacity >= 0 && *capacity <= capacity_weekly_max) {
      offer.capacity_weekly = static_cast<int>(*capacity);
    } else {
      problem(OfferField::capacity_weekly, "offer.capacity");
    }
  }

  void read_clearance() {
    Clearance& clearance = reading_.offer.clearance;
    if (const auto result = parse_clearance(text(OfferField::clearance))) {
      clearance.result = *result;
    } else {
      problem(OfferField::clearance, "offer.clearance_unknown");
    }
    clearance.reference = registry::squeeze(text(OfferField::reference));
    read_queried_on(clearance);
    if (clearance.result == ClearanceResult::clear && !clearance.queried_on) {
      warning(OfferField::queried_on, "offer.clearance_undated");
    }
    if (clearance.result == ClearanceResult::not_required &&
        is_person(reading_.offer.provider_kind)) {
      warning(OfferField::clearance, "offer.not_required_for_person");
    }
  }

  void read_queried_on(Clearance& clearance) {
    if (text(OfferField::queried_on).empty()) {
      return;
    }
    const registry::DateReading date =
        registry::read_date(value(OfferField::queried_on), context_.day_order);
    if (!date.date) {
      problem(OfferField::queried_on, date.reason);
    } else if (*date.date > context_.today) {
      problem(OfferField::queried_on, "date.in_future");
    } else {
      clearance.queried_on = date.date;
    }
  }

  void read_languages() {
    for (const std::string& word : care::split_list(text(OfferField::languages))) {
      const auto code = care::parse_language(word);
      if (!code) {
        problem(OfferField::languages, "offer.language_unknown", word);
      } else if (!code->empty()) {
        reading_.offer.languages += (reading_.offer.languages.empty() ? "" : " ") + *code;
      }
    }
  }

  const intake::Record& record_;
  const OfferContext& context_;
  OfferReading reading_;
};

}  // namespace

OfferReading read_offer_row(const intake::Record& record, const OfferContext& context) {
  return Reader(record, context).read();
}

}  // namespace caregrid::services
