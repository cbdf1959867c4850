#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/rng.h"
#include "registry/child.h"
#include "registry/link_record.h"
#include "support/child_family.h"

namespace caregrid::support {

/// How often a row goes wrong in each way. `typical` is after domain handbook 9.3 with the gaps
/// that lists of schools and villages have; `dirty` has each mistake two and a half times as often.
struct RegisterNoise {
  double mistakes = 1;    ///< Factor of all rates of mistakes.
  double gaps = 1;        ///< Factor of all rates of missing cells.
  double unforeseen = 0;  ///< Rate of each mistake the comparison has no level for.
};
inline constexpr RegisterNoise typical_noise{};
inline constexpr RegisterNoise dirty_noise{2.5, 1.6, 0};
inline constexpr RegisterNoise alien_noise{1, 1, 0.008};

/// One row of an invented register, and who it is about.
struct RegisterRow {
  std::uint32_t child = 0;
  std::string name = {};
  std::optional<core::Date> born_on = std::nullopt;
  registry::Sex sex = registry::Sex::unknown;
  std::string identity = {};
  std::string guardian = {};
  std::string phone = {};
  std::int64_t village = 0;

  [[nodiscard]] registry::LinkClaim claim() const {
    return {name, born_on, sex, identity, guardian, phone, village};
  }
};

/// Invents registers of children with brothers, sisters, twins (2.2 % of births) and grandparents
/// who share phones. 70 % of the children have one row, 22 % two, 8 % three. Same seed, same rows.
class RegisterMaker final {
 public:
  /// `rows` at least, in no order; about 22,000 a county.
  RegisterMaker(std::uint64_t seed, const RegisterNoise& noise, std::size_t rows,
                std::uint64_t first_county = 0)
      : rng_(seed), noise_(noise), count_(rows), maker_(rng_, 1 + rows / 22'000, first_county) {}

  std::vector<RegisterRow> rows() {
    std::vector<RegisterRow> made;
    made.reserve(count_ + 8);
    while (made.size() < count_) {
      add_family(made);
    }
    for (std::size_t i = made.size(); i > 1; --i) {
      std::swap(made[i - 1], made[rng_.below(i)]);
    }
    return made;
  }

 private:
  static constexpr double slip = 0.007;

  bool errs(double rate) { return rng_.chance(rate * noise_.mistakes); }
  bool lacks(double rate) { return rng_.chance(rate * noise_.gaps); }
  bool surprises() { return rng_.chance(noise_.unforeseen); }

  void add_family(std::vector<RegisterRow>& rows) {
    const TrueFamily family = maker_.make_family();
    for (std::size_t i = 0; i < family.children.size(); ++i) {
      const double share = rng_.unit();
      const int copies = share < 0.70 ? 1 : share < 0.92 ? 2 : 3;
      for (int copy = 0; copy < copies; ++copy) {
        rows.push_back(write(family, i));
      }
      ++children_;
    }
  }

  RegisterRow write(const TrueFamily& family, std::size_t index) {
    const TrueChild& child = family.children[index];
    RegisterRow row{children_, child.name, child.born_on, child.sex};
    write_name(row);
    write_birth(row);
    write_identity(family, index, row);
    write_household(family, row);
    if (lacks(0.03)) {
      row.sex = registry::Sex::unknown;
    } else if (errs(0.002)) {
      row.sex = row.sex == registry::Sex::male ? registry::Sex::female : registry::Sex::male;
    }
    return row;
  }

  void write_household(const TrueFamily& family, RegisterRow& row) {
    const double who = rng_.unit();
    row.guardian = lacks(0.15) ? "" : family.guardians[who < 0.6 ? 0 : who < 0.8 ? 1 : 2];
    if (!row.guardian.empty() && errs(0.02)) {
      row.guardian = maker_.mishear(row.guardian);
    }
    row.phone = lacks(0.15)  ? ""
                : errs(0.12) ? maker_.make_phone()
                             : family.phones[rng_.chance(0.8) ? 0 : 1];
    if (!row.phone.empty() && errs(0.01)) {
      change_digit(row.phone);
    }
    row.village = lacks(0.05) ? 0 : family.village;
    if (row.village != 0 && errs(0.04)) {
      row.village += static_cast<std::int64_t>(rng_.below(9)) - 4;
    }
  }

  void write_name(RegisterRow& row) {
    std::u32string points = registry::to_code_points(row.name);
    const std::size_t at = rng_.below(points.size());
    if (errs(0.03)) {
      row.name = maker_.mishear(row.name);
    } else if (errs(0.005)) {
      points[at] = U'?';
      row.name = FamilyMaker::to_text(points);
    } else if (errs(0.01)) {
      row.name = registry::pinyin_of(row.name);
    } else if (points.size() == 3 && errs(slip)) {
      row.name = FamilyMaker::to_text(points.erase(2, 1));
    } else if (errs(slip)) {
      points.back() = maker_.make_given();
      row.name = FamilyMaker::to_text(points);
    } else if (surprises()) {
      row.name = FamilyMaker::to_text({points[0], U'某'});
    } else if (surprises()) {
      row.name = FamilyMaker::to_text({U'小', points.back()});
    } else if (surprises()) {
      points[0] = maker_.make_surname();
      row.name = FamilyMaker::to_text(points);
    }
  }

  void write_birth(RegisterRow& row) {
    core::YearMonthDay day = core::parts_of(*row.born_on);
    if (lacks(0.03)) {
      row.born_on.reset();
    } else if (errs(0.025)) {
      row.born_on = *row.born_on + -(20 + static_cast<int>(rng_.below(31)));
    } else if (errs(0.015)) {
      row.born_on = core::make_date({day.year, rng_.chance(0.5) ? 1 : day.month, 1});
    } else if (day.day <= 12 && errs(0.012)) {
      row.born_on = core::make_date({day.year, day.day, day.month});
    } else if (errs(slip)) {
      day.day = day.day > 10 ? day.day - 10 : day.day + 10;
      row.born_on = core::make_date(day) ? core::make_date(day) : row.born_on;
    } else if (surprises()) {
      row.born_on = *row.born_on + 365;
    } else if (surprises()) {
      row.born_on = *row.born_on + 10 + static_cast<int>(rng_.below(300));
    }
  }

  void write_identity(const TrueFamily& family, std::size_t index, RegisterRow& row) {
    if (lacks(0.25)) {
      return;
    }
    row.identity = family.children[index].identity;
    if (errs(0.02)) {
      change_digit(row.identity);
    } else if (errs(0.01)) {
      row.identity = maker_.make_identity(
          family.village, core::Date{4000 + static_cast<int>(family.surname % 4000)}, 11);
    } else if (surprises()) {
      row.identity = family.children[rng_.below(family.children.size())].identity;
    }
  }

  void change_digit(std::string& digits) {
    const std::size_t at = 3 + rng_.below(digits.size() - 4);
    digits[at] = static_cast<char>('0' + rng_.below(10));
  }

  core::SeededRng rng_;
  RegisterNoise noise_;
  std::size_t count_;
  FamilyMaker maker_;
  std::uint32_t children_ = 0;
};

}  // namespace caregrid::support
