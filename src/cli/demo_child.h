#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/demo_names.h"
#include "cli/demo_places.h"
#include "core/date.h"
#include "core/rng.h"

namespace caregrid::cli {

/// An adult of a child's family.
struct DemoAdult {
  std::string name;
  std::string phone;
  std::string place;  ///< Where they work; empty at home.

  [[nodiscard]] bool is_away() const { return !place.empty(); }

  bool operator==(const DemoAdult&) const = default;
};

/// Who looks after a child, and how well.
struct DemoCare {
  DemoAdult father;
  DemoAdult mother;
  DemoAdult carer;            ///< Without a name when nobody was asked to.
  std::string_view relation;  ///< "祖父母", … of the carer.
  std::string_view guardianship;
  std::string_view assistance;
};

/// A child as it really is, before anybody writes it down.
struct DemoChild {
  std::int64_t number = 0;
  DemoName name;
  bool male = false;
  std::string_view ethnicity;
  core::Date born_on;
  std::string identity;  ///< 18 characters, starts with 99, check digit right.
  std::size_t village = 0;
  std::optional<std::size_t> school;
  int grade = 0;  ///< 1 to 12; 0, -1, -2 in kindergarten.
  bool boards = false;
  DemoCare care;
  std::string_view health;
  bool in_roster = false;
  bool in_civil = false;
  bool in_partner = false;
};

/// Generator for one purpose and one item; streams of different purposes have nothing in common.
core::SeededRng demo_stream(std::uint64_t seed, std::uint64_t purpose, std::int64_t item);

/// Makes child `number`, from 0; equal arguments, equal child, in any order.
///
/// Children 2n and 2n+1 may be siblings or twins. Every child is in the school roster, in the
/// civil-affairs list, or in both.
class DemoChildren final {
 public:
  DemoChildren(const DemoCountyOptions& options, const DemoPlaces& places)
      : options_(options), places_(places) {}

  [[nodiscard]] DemoChild make(std::int64_t number) const;

 private:
  enum class Bond { none, siblings, twins };

  [[nodiscard]] Bond bond_of(std::int64_t number) const;
  void add_family(DemoChild& child, std::int64_t household) const;
  void add_person(DemoChild& child, Bond bond) const;
  void add_school(DemoChild& child, core::SeededRng& rng) const;
  void add_lists(DemoChild& child, core::SeededRng& rng) const;
  [[nodiscard]] core::Date make_birth_date(core::SeededRng& rng) const;

  const DemoCountyOptions& options_;
  const DemoPlaces& places_;
};

/// "10012345678": no operator has numbers that start with 100.
std::string make_phone(core::SeededRng& rng);

/// The 18 characters of an identity number. `serial` tells people apart: two different ones never
/// give the same number. Source: domain handbook 4.2.
std::string make_identity(std::int64_t serial, core::Date born_on, bool male);

}  // namespace caregrid::cli
