// Searching the register, and registering a child that is not in it.
#include <tuple>

#include "assessment/counts.h"
#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/child_search.h"
#include "registry/registration.h"

namespace caregrid::core {

template <>
struct Describe<registry::MatchKind> {
  using It = registry::MatchKind;
  static constexpr std::string_view name = "MatchKind";
  static constexpr std::array values = {ValueOf{It::exact, "exact"},
                                        ValueOf{It::prefix, "prefix"},
                                        ValueOf{It::part, "part"},
                                        ValueOf{It::pinyin, "pinyin"},
                                        ValueOf{It::pinyin_prefix, "pinyin_prefix"},
                                        ValueOf{It::pinyin_part, "pinyin_part"},
                                        ValueOf{It::initials, "initials"},
                                        ValueOf{It::variant, "variant"},
                                        ValueOf{It::same_sound, "same_sound"},
                                        ValueOf{It::blurred_sound, "blurred_sound"},
                                        ValueOf{It::swapped, "swapped"},
                                        ValueOf{It::one_off, "one_off"},
                                        ValueOf{It::birth, "birth"},
                                        ValueOf{It::identity, "identity"},
                                        ValueOf{It::phone, "phone"},
                                        ValueOf{It::village, "village"},
                                        ValueOf{It::township, "township"},
                                        ValueOf{It::school, "school"}};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

struct FindInput {
  std::string text;
  std::optional<int> limit;
};

struct FoundItem {
  ChildItem child;
  std::vector<registry::MatchKind> matches;
};

/// How far the index is while it is being made.
struct IndexShape {
  std::int64_t done = 0;
  std::int64_t total = 0;
};

struct FoundPage {
  std::vector<FoundItem> items;
  std::int64_t total = 0;
  std::optional<IndexShape> making;
};

struct PersonInput {
  registry::RelationRole role = registry::RelationRole::guardian;
  std::optional<std::string> name;
  std::optional<std::string> phone;
};

struct RegistrationInput {
  std::string name;
  std::optional<registry::Sex> sex;
  std::optional<core::Date> born_on;
  std::optional<std::int64_t> division;
  std::optional<std::string> identity_number;
  std::vector<PersonInput> people;
};

struct LikelyItem {
  ChildItem child;
  registry::Likeness likeness = registry::Likeness::possible;
  std::vector<registry::Agreement> agreements;
};

struct CheckShape {
  std::vector<LikelyItem> items;
  bool number_elsewhere = false;
  std::optional<std::string> number_problem;
  std::optional<core::Date> born_on;
  registry::Sex sex = registry::Sex::unknown;
  bool complete = true;
};

struct RegisteredShape {
  registry::ChildId id;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::FindInput> {
  using It = http::FindInput;
  static constexpr std::string_view name = "Find";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple{
      field("text", &It::text, "Names, also in letters; births; numbers or their ends; places"),
      field("limit", &It::limit, "1 to 50; 20 unless given")};
};

template <>
struct Describe<http::FoundItem> {
  using It = http::FoundItem;
  static constexpr std::string_view name = "FoundChild";
  static constexpr auto fields =
      std::tuple{field("child", &It::child),
                 field("matches", &It::matches, "How each word fits; one alone: all together")};
};

template <>
struct Describe<http::IndexShape> {
  using It = http::IndexShape;
  static constexpr std::string_view name = "IndexState";
  static constexpr auto fields = std::tuple{field("done", &It::done), field("total", &It::total)};
};

template <>
struct Describe<http::FoundPage> {
  using It = http::FoundPage;
  static constexpr std::string_view name = "FoundPage";
  static constexpr auto fields =
      std::tuple{field("items", &It::items, "The best first"), field("total", &It::total),
                 field("making", &It::making,
                       "The index is being made: only names as written and whole numbers count")};
};

template <>
struct Describe<http::PersonInput> {
  using It = http::PersonInput;
  static constexpr std::string_view name = "NewPerson";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("role", &It::role), field("name", &It::name), field("phone", &It::phone)};
};

template <>
struct Describe<http::RegistrationInput> {
  using It = http::RegistrationInput;
  static constexpr std::string_view name = "Registration";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple{field("name", &It::name),
                                            field("sex", &It::sex),
                                            field("born_on", &It::born_on),
                                            field("division", &It::division, "Village of the home"),
                                            field("identity_number", &It::identity_number),
                                            field("people", &It::people, "Four at most")};
};

template <>
struct Describe<http::LikelyItem> {
  using It = http::LikelyItem;
  static constexpr std::string_view name = "LikelyChild";
  static constexpr auto fields =
      std::tuple{field("child", &It::child), field("likeness", &It::likeness),
                 field("agreements", &It::agreements)};
};

template <>
struct Describe<http::CheckShape> {
  using It = http::CheckShape;
  static constexpr std::string_view name = "RegistrationCheck";
  static constexpr auto fields =
      std::tuple{field("items", &It::items, "The likeliest first"),
                 field("number_elsewhere", &It::number_elsewhere,
                       "The number is that of a child the county's office may show"),
                 field("number_problem", &It::number_problem),
                 field("born_on", &It::born_on, "As the number has it"),
                 field("sex", &It::sex),
                 field("complete", &It::complete, "No: the index is being made")};
};

template <>
struct Describe<http::RegisteredShape> {
  static constexpr std::string_view name = "Registered";
  static constexpr auto fields = std::tuple{field("id", &http::RegisteredShape::id)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<FoundPage> find_children(const access::Call& call, const Visit& visit,
                                      const FindInput& input) {
  constexpr int limit_usual = 20;
  const auto page = registry::search_children(call, visit.site.counties,
                                              {input.text, input.limit.value_or(limit_usual)});
  if (!page) {
    return page.error();
  }
  FoundPage shape;
  shape.total = page->total;
  for (const registry::SearchedChild& one : page->items) {
    shape.items.push_back({shape_of(one.row), one.matches});
  }
  if (page->shows_needs) {
    std::vector<registry::ChildId> ids;
    for (const FoundItem& item : shape.items) {
      ids.push_back(item.child.id);
    }
    const auto open = assessment::count_open_needs(call, ids);
    if (!open) {
      return open.error();
    }
    for (std::size_t i = 0; i < open->size(); ++i) {
      shape.items[i].child.needs_open = (*open)[i];
    }
  }
  if (!page->is_complete) {
    shape.making = IndexShape{page->index.done, page->index.total};
  }
  return shape;
}

registry::Registration wish_of(const RegistrationInput& input) {
  registry::Registration wish{input.name,
                              input.sex.value_or(registry::Sex::unknown),
                              input.born_on,
                              input.division.value_or(0),
                              input.identity_number.value_or(std::string()),
                              {}};
  for (const PersonInput& person : input.people) {
    wish.people.push_back(
        {person.role, person.name.value_or(std::string()), person.phone.value_or(std::string())});
  }
  return wish;
}

core::Result<CheckShape> check_child(const access::Call& call, const Visit& visit,
                                     const RegistrationInput& input) {
  const auto check = registry::check_registration(call, visit.site.counties, wish_of(input));
  if (!check) {
    return check.error();
  }
  CheckShape shape;
  for (const registry::LikelyRow& one : check->items) {
    shape.items.push_back({shape_of(one.row), one.likeness, one.agreements});
  }
  shape.number_elsewhere = check->is_number_elsewhere;
  if (!check->number_problem.empty()) {
    shape.number_problem = check->number_problem;
  }
  shape.born_on = check->born_on;
  shape.sex = check->sex;
  shape.complete = check->is_complete;
  return shape;
}

core::Result<RegisteredShape> register_child(const access::Call& call, const Visit&,
                                             const RegistrationInput& input) {
  const auto id = registry::register_child(call, wish_of(input));
  return id ? core::Result<RegisteredShape>(RegisteredShape{*id})
            : core::Result<RegisteredShape>(id.error());
}

}  // namespace

void add_search_routes(RouteTable& table) {
  add_question(table,
               {Method::post, "/api/children/find", "find_children",
                "Children by words in any order, ranked, each with why; changes nothing"},
               find_children);
  add_question(table,
               {Method::post, "/api/children/check", "check_child",
                "Whether a child somebody describes is in the register already; changes nothing"},
               check_child);
  add_write(table,
            {Method::post, "/api/children", "register_child",
             "Puts a child into the register that is in no list", 201},
            register_child);
}

}  // namespace caregrid::http
