#include "cli/demo_child.h"

#include <array>

namespace caregrid::cli {

namespace {

enum Purpose : std::uint64_t { bond = 1, family = 2, person = 3, birth = 4 };

constexpr double twins_share = 0.022;
constexpr double siblings_share = 0.35;
constexpr double dotted_names_share = 0.03;
constexpr int days_of_year = 365;

struct Weighted {
  std::string_view word;
  double share;
};

template <std::size_t Size>
std::string_view draw(const std::array<Weighted, Size>& words, core::SeededRng& rng) {
  double drawn = rng.unit();
  for (const Weighted& word : words) {
    drawn -= word.share;
    if (drawn < 0) {
      return word.word;
    }
  }
  return words.back().word;
}

constexpr std::array<Weighted, 8> away_places = {{{"广东省东莞市", 0.2},
                                                  {"浙江省义乌市", 0.15},
                                                  {"江苏省苏州市", 0.15},
                                                  {"上海市", 0.1},
                                                  {"北京市", 0.1},
                                                  {"福建省泉州市", 0.1},
                                                  {"新疆乌鲁木齐市", 0.1},
                                                  {"陕西省西安市", 0.1}}};
constexpr std::array<Weighted, 5> relations = {
    {{"祖父母", 0.7}, {"外祖父母", 0.2}, {"亲属", 0.06}, {"其他", 0.02}, {"", 0.02}}};
constexpr std::array<Weighted, 5> guardianships = {{{"监护情况较好", 0.48},
                                                    {"监护情况一般", 0.38},
                                                    {"受委托监护人监护能力不足", 0.1},
                                                    {"父或母无监护能力", 0.03},
                                                    {"无人监护", 0.01}}};
constexpr std::array<Weighted, 5> assistances = {
    {{"", 0.72}, {"低保", 0.2}, {"临时救助", 0.05}, {"特困供养", 0.01}, {"孤儿", 0.02}}};
constexpr std::array<Weighted, 3> healths = {{{"健康", 0.994}, {"残疾", 0.005}, {"患病", 0.001}}};
constexpr std::array<Weighted, 6> ethnicities = {{{"汉族", 0.9},
                                                  {"回族", 0.03},
                                                  {"藏族", 0.02},
                                                  {"苗族", 0.02},
                                                  {"土家族", 0.02},
                                                  {"羌族", 0.01}}};

/// The year a child starts primary school. Source: domain handbook 4.3.
int first_school_year(core::Date born_on) {
  const auto parts = core::parts_of(born_on);
  return parts.year + 6 + (parts.month > 8 ? 1 : 0);
}

DemoAdult make_adult(const DemoSurname& surname, core::SeededRng& rng, double away_share) {
  DemoAdult adult{make_name(surname, rng).text, make_phone(rng), {}};
  if (rng.chance(away_share)) {
    adult.place = draw(away_places, rng);
  }
  return adult;
}

}  // namespace

core::SeededRng demo_stream(std::uint64_t seed, std::uint64_t purpose, std::int64_t item) {
  core::SeededRng purposes(seed ^ (purpose * 0x9E3779B97F4A7C15U));
  core::SeededRng items(purposes.next() ^ static_cast<std::uint64_t>(item));
  return core::SeededRng(items.next());
}

std::string make_phone(core::SeededRng& rng) {
  const std::string digits = std::to_string(100'000'000 + rng.below(100'000'000));
  return "100" + digits.substr(1);
}

std::string make_identity(std::int64_t serial, core::Date born_on, bool male) {
  // 500 serials of each sex fit one six-digit prefix; prefixes run on from the county's own.
  constexpr std::int64_t per_prefix = 500;
  constexpr std::int64_t own_prefix = 624;
  constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::int64_t prefix = (own_prefix + serial / per_prefix) % 10'000;
  const std::int64_t sequence = serial % per_prefix * 2 + (male ? 1 : 0);
  const auto parts = core::parts_of(born_on);
  const std::int64_t date = parts.year * 10'000 + parts.month * 100 + parts.day;
  std::string digits = std::to_string(990'000 + prefix) + std::to_string(date) +
                       std::to_string(1000 + sequence).substr(1);
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += (digits[i] - '0') * weights[i];
  }
  digits.push_back("10X98765432"[sum % 11]);
  return digits;
}

DemoChildren::Bond DemoChildren::bond_of(std::int64_t number) const {
  const double drawn = demo_stream(options_.seed, bond, number / 2).unit();
  if (drawn < twins_share) {
    return Bond::twins;
  }
  return drawn < twins_share + siblings_share ? Bond::siblings : Bond::none;
}

DemoChild DemoChildren::make(std::int64_t number) const {
  const Bond found = bond_of(number);
  const std::int64_t household = found == Bond::none ? 2 * number + 1 : number / 2 * 4;
  DemoChild child;
  child.number = number;
  add_family(child, household);
  add_person(child, found);
  return child;
}

void DemoChildren::add_family(DemoChild& child, std::int64_t household) const {
  core::SeededRng rng = demo_stream(options_.seed, family, household);
  const DemoSurname surname = make_surname(rng);
  child.village = rng.below(places_.villages().size());
  child.ethnicity = draw(ethnicities, rng);
  const bool dotted = rng.chance(dotted_names_share);
  child.name.text = dotted ? std::string() : std::string(surname.text);
  child.name.pinyin = surname.pinyin;
  DemoCare& care = child.care;
  care.father = make_adult(surname, rng, 0.82);
  care.mother = make_adult(make_surname(rng), rng, care.father.is_away() ? 0.7 : 0.2);
  care.relation = draw(relations, rng);
  if (!care.relation.empty()) {
    care.carer = make_adult(care.relation == "外祖父母" ? make_surname(rng) : surname, rng, 0);
  }
  care.guardianship = draw(guardianships, rng);
  care.assistance = draw(assistances, rng);
}

void DemoChildren::add_person(DemoChild& child, Bond found) const {
  core::SeededRng rng = demo_stream(options_.seed, person, child.number);
  const std::int64_t delivery = found == Bond::twins ? child.number / 2 * 4 : 2 * child.number + 1;
  core::SeededRng birth_rng = demo_stream(options_.seed, birth, delivery);
  child.born_on = make_birth_date(birth_rng);
  child.male = rng.chance(0.545);
  if (child.name.text.empty()) {
    child.name = make_dotted_name(rng);
    child.ethnicity = rng.chance(0.6) ? "维吾尔族" : "彝族";
  } else {
    const std::string surname = child.name.text;
    const std::string pinyin = child.name.pinyin;
    child.name = make_name(DemoSurname{surname, pinyin}, rng);
  }
  child.identity = make_identity(child.number, child.born_on, child.male);
  child.health = draw(healths, rng);
  add_school(child, rng);
  add_lists(child, rng);
}

core::Date DemoChildren::make_birth_date(core::SeededRng& rng) const {
  // Age bands of registered left-behind children. Source: domain handbook 9.2.
  const double band = rng.unit();
  const int youngest = band < 0.217 ? 0 : band < 0.891 ? 6 : 14;
  const std::uint64_t years = band < 0.217 ? 6 : band < 0.891 ? 8 : 3;
  const auto days = static_cast<int>(rng.below(years * days_of_year));
  return options_.today + (-(youngest * days_of_year + 5 + days));
}

void DemoChildren::add_school(DemoChild& child, core::SeededRng& rng) const {
  const auto now = core::parts_of(options_.today);
  const int school_year = now.month >= 9 ? now.year : now.year - 1;
  const bool over_age = rng.chance(0.05);
  child.grade = school_year - first_school_year(child.born_on) + 1 - (over_age ? 1 : 0);
  DemoStage stage = DemoStage::kindergarten;
  double attends = child.grade >= -2 ? 0.72 : 0;
  if (child.grade >= 10) {
    stage = rng.chance(0.35) ? DemoStage::vocational : DemoStage::senior;
    attends = 0.88;
  } else if (child.grade >= 1) {
    stage = child.grade <= 6 ? DemoStage::primary : DemoStage::junior;
    attends = 0.995;
  }
  if (rng.chance(attends)) {
    child.school = places_.school_for(child.village, stage, rng.chance(0.1) ? 1 : 0);
    child.boards = rng.chance(child.grade >= 7 ? 0.6 : child.grade >= 1 ? 0.25 : 0);
  }
}

void DemoChildren::add_lists(DemoChild& child, core::SeededRng& rng) const {
  child.in_roster = child.school && rng.chance(0.97);
  child.in_civil = !child.in_roster || rng.chance(0.55);
  child.in_partner = child.grade >= 1 && child.grade <= 9 && rng.chance(0.1);
}

}  // namespace caregrid::cli
