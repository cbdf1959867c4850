#include "registry/summary.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "access/area.h"
#include "core/check.h"
#include "core/json.h"
#include "registry/fact_ledger.h"
#include "registry/merge.h"
#include "registry/person_name.h"

namespace caregrid::registry {
namespace {

/// The value most statements give; `prefer(a, b)` says that a goes before b among equals.
/// `read` gives nothing where a statement is silent.
template <class Read, class Prefer>
auto most_stated(std::span<const Statement> statements, Read read, Prefer prefer)
    -> decltype(read(statements.front())) {
  decltype(read(statements.front())) best;
  std::ptrdiff_t best_votes = 0;
  for (const Statement& statement : statements) {
    auto value = read(statement);
    if (!value) {
      continue;
    }
    const auto votes = std::ranges::count_if(
        statements, [&](const Statement& other) { return read(other) == value; });
    if (votes > best_votes || (votes == best_votes && prefer(*value, *best))) {
      best = std::move(value);
      best_votes = votes;
    }
  }
  return best;
}

bool is_newer(const Statement& a, const Statement& b) {
  return std::pair(a.source, a.digest) > std::pair(b.source, b.digest);
}

/// The newest statement that says something, in the sense of `says`.
template <class Says>
const Statement* newest(std::span<const Statement> statements, Says says) {
  const Statement* found = nullptr;
  for (const Statement& statement : statements) {
    if (says(statement) && (found == nullptr || is_newer(statement, *found))) {
      found = &statement;
    }
  }
  return found;
}

std::int64_t division_of(std::span<const Statement> statements) {
  const Statement* last =
      newest(statements, [](const Statement& one) { return one.situation.division != 0; });
  if (last == nullptr) {
    return 0;
  }
  const access::Area area{last->situation.division};
  const Statement* inside = newest(statements, [&](const Statement& one) {
    return area.covers(one.situation.division) &&
           access::level_of(one.situation.division) == access::Level::village;
  });
  return inside != nullptr ? inside->situation.division : area.code;
}

Situation situation_of_all(std::span<const Statement> statements) {
  Situation situation;
  situation.division = division_of(statements);
  const auto last_school =
      newest(statements, [](const Statement& one) { return !one.situation.school.empty(); });
  const auto last_grade =
      newest(statements, [](const Statement& one) { return !one.situation.grade.empty(); });
  const auto last_ethnicity =
      newest(statements, [](const Statement& one) { return one.situation.ethnicity != 0; });
  if (last_school != nullptr) {
    situation.school = last_school->situation.school;
  }
  if (last_grade != nullptr) {
    situation.grade = last_grade->situation.grade;
  }
  if (last_ethnicity != nullptr) {
    situation.ethnicity = last_ethnicity->situation.ethnicity;
  }
  return situation;
}

std::optional<Sex> stated_sex(const Statement& statement) {
  const Sex sex = statement.claim.sex;
  return sex == Sex::male || sex == Sex::female ? std::optional(sex) : std::nullopt;
}

Claim claim_of_all(std::span<const Statement> statements) {
  Claim claim;
  claim.identity = most_stated(
      statements, [](const Statement& one) { return one.claim.identity; },
      [](const IdentityNumber& a, const IdentityNumber& b) { return a.text() < b.text(); });
  claim.student = most_stated(
      statements, [](const Statement& one) { return one.claim.student; },
      [](const StudentNumber& a, const StudentNumber& b) { return a.text() < b.text(); });
  claim.name = most_stated(
                   statements, [](const Statement& one) { return std::optional(one.claim.name); },
                   [](const std::string& a, const std::string& b) {
                     return std::pair(!has_han(a), a) < std::pair(!has_han(b), b);
                   })
                   .value_or(std::string());
  claim.sex = most_stated(statements, stated_sex, [&](Sex a, Sex b) {
                return claim.identity ? a == claim.identity->sex() : a < b;
              }).value_or(Sex::unknown);
  claim.born_on = most_stated(
      statements, [](const Statement& one) { return one.claim.born_on; },
      [&](core::Date a, core::Date b) {
        if (claim.identity &&
            (a == claim.identity->born_on()) != (b == claim.identity->born_on())) {
          return a == claim.identity->born_on();
        }
        return a < b;
      });
  return claim;
}

/// Whether two statements give values of a field that cannot both be true.
template <class Clash>
bool any_clash(std::span<const Statement> statements, Clash clash) {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    for (std::size_t j = i + 1; j < statements.size(); ++j) {
      if (clash(statements[i].claim, statements[j].claim)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<std::string_view> conflicts_of(std::span<const Statement> statements) {
  std::vector<std::string_view> conflicts;
  const auto note = [&](std::string_view field, auto clash) {
    if (any_clash(statements, clash)) {
      conflicts.push_back(field);
    }
  };
  note("name", [](const Claim& a, const Claim& b) { return !is_similar_name(a.name, b.name); });
  note("sex", [](const Claim& a, const Claim& b) {
    return a.sex != b.sex && a.sex != Sex::unknown && b.sex != Sex::unknown;
  });
  note("born_on", [](const Claim& a, const Claim& b) {
    return a.born_on && b.born_on && a.born_on != b.born_on;
  });
  note("identity_number", [](const Claim& a, const Claim& b) {
    return a.identity && b.identity && a.identity != b.identity;
  });
  return conflicts;
}

std::string text_of(const std::optional<core::json::View>& fact, std::string_view member) {
  const auto found = fact ? fact->find(member) : std::nullopt;
  const auto text = found ? found->as_string() : std::nullopt;
  return std::string(text.value_or(std::string_view{}));
}

std::int64_t integer_of(const std::optional<core::json::View>& fact, std::string_view member) {
  const auto found = fact ? fact->find(member) : std::nullopt;
  return (found ? found->as_integer() : std::nullopt).value_or(0);
}

std::vector<Saying> all_sayings(std::span<const Statement> statements) {
  std::vector<Saying> sayings;
  for (const Statement& statement : statements) {
    sayings.insert(sayings.end(), statement.sayings.begin(), statement.sayings.end());
  }
  return sayings;
}

/// As `situation_of`, of one fact that a person put into the record.
Situation situation_of_entry(const Saying& entry) {
  const bool is_word = entry.act == FactAct::record || entry.act == FactAct::correct ||
                       entry.act == FactAct::confirm;
  if (!is_word || entry.id.subject != FactSubject::child) {
    return {};
  }
  return situation_of("{\"" + entry.id.kind + "\":" + to_json(entry.value) + "}");
}

bool moved_away(const Situation& later, const Situation& earlier) {
  return (later.division != 0 && later.division != earlier.division) ||
         (!later.school.empty() && !earlier.school.empty() && later.school != earlier.school) ||
         (!later.grade.empty() && !earlier.grade.empty() && later.grade != earlier.grade);
}

}  // namespace

std::int64_t next_ordinal(std::span<const Statement> statements) {
  std::int64_t next = 0;
  for (const Statement& statement : statements) {
    if (statement.ordinal < own_ordinals) {
      next = std::max(next, statement.ordinal + 1);
    }
  }
  return next;
}

Summary summarise(std::span<const Statement> statements) {
  core::check(!statements.empty());
  const bool has_entry = std::ranges::any_of(statements, &Statement::is_entry);
  if (!has_entry) {
    return {claim_of_all(statements), situation_of_all(statements), conflicts_of(statements)};
  }
  // Who the child is, lists alone say.
  std::vector<Statement> lists;
  std::ranges::copy_if(statements, std::back_inserter(lists), std::logical_not{},
                       &Statement::is_entry);
  return {claim_of_all(lists), situation_of_all(statements), conflicts_of(lists)};
}

bool is_known(std::span<const Statement> statements, const ChildRecord& record,
              std::string_view file, std::string_view sheet) {
  const Statement* same = nullptr;
  for (const Statement& statement : statements) {
    if (statement.digest != record.digest) {
      continue;
    }
    if (statement.file == file && statement.sheet == sheet) {
      return true;
    }
    same = &statement;
  }
  return same != nullptr && std::ranges::none_of(statements, [&](const Statement& other) {
           return std::pair(other.source, other.ordinal) > std::pair(same->source, same->ordinal) &&
                  moved_away(other.situation, same->situation);
         });
}

std::vector<std::string> contested_facts(std::span<const Statement> statements) {
  std::vector<std::string> contested = contested_kinds(know(all_sayings(statements)));
  for (std::string& kind : contested) {
    kind.insert(0, "fact.");
  }
  return contested;
}

void draw_entries(std::span<Statement> statements) {
  if (std::ranges::none_of(statements, &Statement::is_entry)) {
    return;
  }
  const FactLedger ledger = know(all_sayings(statements));
  for (Statement& statement : statements) {
    const bool is_undone = std::ranges::any_of(ledger.undone, [&](std::size_t index) {
      return ledger.sayings[index].id.ordinal == statement.ordinal;
    });
    if (statement.is_entry) {
      statement.situation = is_undone || statement.sayings.empty()
                                ? Situation{}
                                : situation_of_entry(statement.sayings.front());
    }
  }
}

Situation situation_of(std::string_view facts) {
  Situation situation;
  const auto document = core::json::Document::parse(facts);
  if (!document) {
    return situation;
  }
  const core::json::View root = document->root();
  const auto schooling = root.find("schooling");
  situation.division = integer_of(root.find("residence"), "division");
  situation.school = text_of(schooling, "school");
  situation.grade = text_of(schooling, "grade");
  situation.ethnicity = static_cast<int>(integer_of(root.find("ethnicity"), "code"));
  return situation;
}

}  // namespace caregrid::registry
