#include "registry/registration.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "access/policy.h"
#include "core/json.h"
#include "registry/child_import.h"
#include "registry/child_reader.h"
#include "registry/date_reading.h"
#include "registry/finding.h"
#include "registry/identity_number.h"
#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::Field;
using access::Views;

constexpr double possible_min = 0.05;
constexpr double likely_min = 0.5;
constexpr double very_likely_min = 0.9;

core::Result<void> may_register(const access::Call& call, std::int64_t division) {
  const access::Resource resource{division, access::FieldClass::personal};
  const auto allowed = access::authorise(call.actor, access::Operation::register_child, resource);
  // Whoever sees no names for this purpose can neither look nor be told.
  if (!allowed || access::views_of(call.actor, {}).shows(Field::child_name)) {
    return allowed;
  }
  return core::failure(core::Code::forbidden, "access.purpose");
}

/// What one description says, with nothing in it that the actor does not see of children.
struct Described {
  std::string name;
  std::string identity;
  std::string guardian;
  std::string phone;
  LinkClaim claim;
};

Described describe(const Views& views, const Registration& wish, const IdentityReading& identity) {
  Described all;
  all.name = normalise_name(wish.name);
  if (identity.number && views.shows(Field::child_identity_number)) {
    all.identity = identity.number->text();
  }
  for (const NewPerson& person : wish.people) {
    if (all.guardian.empty() && views.shows(Field::relation_person)) {
      all.guardian = normalise_name(person.name);
    }
    if (all.phone.empty() && views.shows(Field::relation_phone)) {
      all.phone = read_phone(person.phone).value_or(std::string());
    }
  }
  return all;
}

LinkClaim claim_of(const Described& said, const Registration& wish,
                   const IdentityReading& identity) {
  LinkClaim claim{said.name,     wish.born_on, wish.sex,     said.identity,
                  said.guardian, said.phone,   wish.division};
  if (identity.number) {
    claim.born_on = claim.born_on ? claim.born_on : identity.number->born_on();
    claim.sex = claim.sex == Sex::unknown ? identity.number->sex() : claim.sex;
  }
  return claim;
}

Likeness likeness_of(double probability) {
  if (probability >= very_likely_min) {
    return Likeness::very_likely;
  }
  return probability >= likely_min ? Likeness::likely : Likeness::possible;
}

template <class Level>
Level level_of_field(stats::Pattern pattern, LinkField field) {
  return static_cast<Level>(stats::level_of(pattern, static_cast<std::size_t>(field)));
}

void add_name(stats::Pattern pattern, std::vector<Agreement>& into) {
  switch (level_of_field<NameLevel>(pattern, LinkField::name)) {
    case NameLevel::same:
      into.push_back(Agreement::same_name);
      break;
    case NameLevel::same_sound:
    case NameLevel::same_blurred:
      into.push_back(Agreement::same_sound);
      break;
    case NameLevel::one_off:
    case NameLevel::one_dropped:
    case NameLevel::surname_changed:
      into.push_back(Agreement::similar_name);
      break;
    case NameLevel::unknown:
    case NameLevel::same_surname:
    case NameLevel::other:
      break;
  }
}

void add_birth(stats::Pattern pattern, std::vector<Agreement>& into) {
  const auto level = level_of_field<BirthLevel>(pattern, LinkField::born_on);
  if (level == BirthLevel::same) {
    into.push_back(Agreement::same_birth);
  } else if (level == BirthLevel::slip || level == BirthLevel::lunar ||
             level == BirthLevel::placeholder) {
    into.push_back(Agreement::similar_birth);
  }
}

std::vector<Agreement> agreements_of(stats::Pattern pattern) {
  std::vector<Agreement> all;
  add_name(pattern, all);
  add_birth(pattern, all);
  const auto identity = level_of_field<IdentityLevel>(pattern, LinkField::identity);
  if (identity == IdentityLevel::same) {
    all.push_back(Agreement::same_identity);
  } else if (identity == IdentityLevel::slip) {
    all.push_back(Agreement::similar_identity);
  }
  const auto guardian = level_of_field<GuardianLevel>(pattern, LinkField::guardian);
  if (guardian == GuardianLevel::same || guardian == GuardianLevel::same_blurred) {
    all.push_back(Agreement::same_guardian);
  }
  if (level_of_field<PhoneLevel>(pattern, LinkField::phone) == PhoneLevel::same) {
    all.push_back(Agreement::same_phone);
  }
  const auto village = level_of_field<VillageLevel>(pattern, LinkField::village);
  if (village == VillageLevel::same) {
    all.push_back(Agreement::same_village);
  } else if (village == VillageLevel::same_township) {
    all.push_back(Agreement::same_township);
  }
  return all;
}

/// Children that own the number: those in the area into `items`, others make it known elsewhere.
core::Result<void> add_owners(const access::Call& call, const Views& views,
                              const IdentityNumber& number, RegistrationCheck& check) {
  auto owners = find_by_number(call, whole_county(call), number.key());
  if (!owners) {
    return owners.error();
  }
  const auto away = std::ranges::partition(*owners, [&](const store::StoredChild& owner) {
    return own_area(call).covers(owner.row.division);
  });
  check.is_number_elsewhere = !away.empty();
  owners->erase(away.begin(), away.end());
  const std::size_t inside = owners->size();
  auto rows = cut_rows(call, views, std::move(*owners));
  if (!rows) {
    return rows.error();
  }
  check.is_number_elsewhere = check.is_number_elsewhere || rows->size() < inside;
  for (ChildRow& row : *rows) {
    check.items.push_back({std::move(row), Likeness::same_number, {Agreement::same_identity}});
  }
  return {};
}

/// Children of the area that linkage finds likely, but for those that are there already.
core::Result<void> add_likely(const access::Call& call, const Views& views,
                              const std::vector<LikelyChild>& likely, RegistrationCheck& check) {
  for (const LikelyChild& one : likely) {
    if (check.items.size() >= likely_shown_max) {
      return {};
    }
    auto child = store::find_child_by_number(call, own_area(call), one.number);
    if (!child) {
      return child.error();
    }
    const bool is_there = *child && std::ranges::any_of(check.items, [&](const LikelyRow& item) {
      return item.row.id == (*child)->row.id;
    });
    if (!*child || is_there) {
      continue;
    }
    std::vector<store::StoredChild> alone;
    alone.push_back(std::move(**child));
    auto rows = cut_rows(call, views, std::move(alone));
    if (!rows) {
      return rows.error();
    }
    for (ChildRow& row : *rows) {
      check.items.push_back(
          {std::move(row), likeness_of(one.probability), agreements_of(one.pattern)});
    }
  }
  return {};
}

/// Where a shielded child is must not be found out by guessing its family's phone or village.
void judge_shielded(const std::set<std::int64_t>& shielded, const DuplicateIndex& duplicates,
                    LinkClaim claim, std::vector<LikelyChild>& likely) {
  std::erase_if(likely, [&](const LikelyChild& one) { return shielded.contains(one.number); });
  if (shielded.empty()) {
    return;
  }
  claim.phone = {};
  claim.village = 0;
  for (const LikelyChild& one : duplicates.find(claim, possible_min)) {
    if (shielded.contains(one.number)) {
      likely.push_back(one);
    }
  }
  std::ranges::stable_sort(likely, std::greater<>(), &LikelyChild::probability);
}

core::Error in_people(std::string reason) { return core::invalid("people", std::move(reason)); }

core::Result<void> read_people(const Registration& wish, ChildRecord& record) {
  if (wish.people.size() > new_people_max) {
    return in_people("people.too_many");
  }
  for (const NewPerson& person : wish.people) {
    StatedRelation relation;
    relation.role = person.role;
    relation.name = normalise_name(person.name);
    const std::string written = tidy(person.phone);
    if (const auto digits = read_phone(written)) {
      relation.phone = *digits;
    } else if (!written.empty()) {
      return in_people("phone.format");
    }
    const std::string_view wrong =
        relation.name.empty() ? std::string_view() : check_name(relation.name);
    if (!wrong.empty()) {
      return in_people(std::string(wrong));
    }
    if (!relation.name.empty() || !relation.phone.empty()) {
      record.relations.push_back(std::move(relation));
    }
  }
  return {};
}

core::Result<void> read_identity(const access::Call& call, const Registration& wish, Claim& claim) {
  if (tidy(wish.identity_number).empty()) {
    return {};
  }
  const IdentityReading reading = read_identity_number(wish.identity_number, call.today);
  if (!reading.number) {
    return core::invalid("identity_number", std::string(reason_of(reading.check)));
  }
  claim.identity = reading.number;
  return {};
}

/// Name, number, sex and birth; a number that disagrees is kept beside what was said, as with
/// lists. Source: domain handbook 4.2.
core::Result<void> read_claim(const access::Call& call, const Registration& wish,
                              ChildRecord& record) {
  Claim& claim = record.claim;
  claim.name = normalise_name(wish.name);
  if (const std::string_view wrong = check_name(claim.name); !wrong.empty()) {
    return core::invalid("name", std::string(wrong));
  }
  if (const auto read = read_identity(call, wish, claim); !read) {
    return read;
  }
  claim.sex = wish.sex;
  claim.born_on = wish.born_on;
  if (claim.identity && claim.sex == Sex::unknown) {
    claim.sex = claim.identity->sex();
  } else if (claim.identity && claim.sex != claim.identity->sex()) {
    record.conflicts.push_back("sex");
  }
  if (claim.identity && !claim.born_on) {
    claim.born_on = claim.identity->born_on();
  } else if (claim.identity && *claim.born_on != claim.identity->born_on()) {
    record.conflicts.push_back("born_on");
  }
  if (!claim.born_on) {
    return core::invalid("born_on", "born_on.missing");
  }
  const std::string_view wrong = check_born_on(*claim.born_on, call.today);
  return wrong.empty() ? core::Result<void>() : core::invalid("born_on", std::string(wrong));
}

/// The home must be a place of the actor's area; without one, the area itself is all that is known.
core::Result<void> read_home(const access::Call& call, const Registration& wish,
                             ChildRecord& record) {
  const access::Area area = own_area(call);
  const std::int64_t division = wish.division == 0 ? area.code : wish.division;
  if (!area.covers(division)) {
    return core::invalid("division", "village.outside_area");
  }
  const auto places = store::list_divisions(call, access::Area{division});
  if (!places) {
    return places.error();
  }
  const bool is_known = std::ranges::find(*places, division, &Division::code) != places->end();
  if (!is_known && wish.division != 0) {
    return core::invalid("division", "village.unknown");
  }
  core::json::Writer facts;
  facts.begin_object();
  if (access::level_of(division) >= access::Level::township) {
    record.situation.division = division;
    facts.key("residence").begin_object().member("division", division).end_object();
  }
  facts.end_object();
  record.facts = facts.take();
  return {};
}

/// Whether the owner of the number is one the actor may be shown.
core::Result<void> refuse_known(const access::Call& call, const Claim& claim) {
  if (!claim.identity) {
    return {};
  }
  RegistrationCheck check;
  const Views views = access::views_of(call.actor, {});
  if (const auto added = add_owners(call, views, *claim.identity, check); !added) {
    return added;
  }
  if (!check.items.empty()) {
    return core::failure(core::Code::conflict, "child.number_known");
  }
  return check.is_number_elsewhere
             ? core::Result<void>(core::failure(core::Code::conflict, "child.number_elsewhere"))
             : core::Result<void>();
}

}  // namespace

core::Result<RegistrationCheck> check_registration(const access::Call& call, CountyKeeper& keeper,
                                                   const Registration& wish) {
  if (const auto allowed = may_register(call, own_area(call).code); !allowed) {
    return allowed.error();
  }
  const Views views = access::views_of(call.actor, {});
  const IdentityReading identity = read_identity_number(wish.identity_number, call.today);
  RegistrationCheck check;
  if (identity.number) {
    check.born_on = identity.number->born_on();
    check.sex = identity.number->sex();
    if (const auto added = add_owners(call, views, *identity.number, check); !added) {
      return added.error();
    }
  } else if (!tidy(wish.identity_number).empty()) {
    check.number_problem = reason_of(identity.check);
  }
  const auto shielded = list_shielded(call);
  if (!shielded) {
    return shielded.error();
  }
  const Described said = describe(views, wish, identity);
  const LinkClaim claim = claim_of(said, wish, identity);
  std::vector<LikelyChild> likely;
  const auto state = keeper.use(call, [&](const CountyMemory& memory) {
    if (!said.name.empty()) {
      likely = memory.duplicates.find(claim, possible_min);
      judge_shielded(*shielded, memory.duplicates, claim, likely);
    }
  });
  if (!state) {
    return state.error();
  }
  check.is_complete = state->is_ready;
  const auto added = add_likely(call, views, likely, check);
  return added ? core::Result<RegistrationCheck>(std::move(check))
               : core::Result<RegistrationCheck>(added.error());
}

core::Result<ChildId> register_child(const access::Call& call, const Registration& wish) {
  if (const auto allowed = may_register(call, own_area(call).code); !allowed) {
    return allowed.error();
  }
  ChildRecord record;
  for (const auto& read :
       {read_claim(call, wish, record), read_home(call, wish, record), read_people(wish, record)}) {
    if (!read) {
      return read.error();
    }
  }
  if (const auto free = refuse_known(call, record.claim); !free) {
    return free.error();
  }
  record.digest = digest_of(record);
  SheetSource source;
  source.kind = "entry";
  auto id = ChildImport(call, source).register_new(record);
  if (id) {
    call.saw("child", *id);
  }
  return id;
}

}  // namespace caregrid::registry
