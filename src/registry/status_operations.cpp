// What the rules say of one child: answers, reasons, history.
#include "registry/status_operations.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/json.h"
#include "registry/seen_ledger.h"

namespace caregrid::registry {
namespace {

/// A child, what is known of it and the rules it is asked by.
struct Asked {
  const RuleBook* book = nullptr;
  SeenLedger known;
  std::vector<rules::Fact> facts;
  std::int64_t county = 0;

  [[nodiscard]] StatusSubject subject() const { return {known.ledger, facts, county}; }
};

core::Result<Asked> open(const access::Call& call, RuleBooks& books, const ChildId& id) {
  auto known = find_ledger(call, id);
  if (!known) {
    return known.error();
  }
  const auto book = books.of(call);
  if (!book) {
    return book.error();
  }
  auto facts = (*book)->facts.read(known->ledger, known->seen.child.row.born_on);
  return Asked{*book, std::move(*known), std::move(facts), whole_county(call).code};
}

DayFact birth_fact(core::Date born_on) {
  DayFact fact;
  fact.id = {-1, "birth", FactSubject::child};
  core::json::Writer json;
  json.string(core::to_iso(born_on));
  fact.value.emplace("born_on", json.take());
  fact.known_from = born_on;
  return fact;
}

/// The facts all these answers rest on, cut to what the actor sees of who said so.
std::vector<StatusReason> reasons_of(const Asked& asked, const std::vector<ChildStatus>& items) {
  std::set<std::uint32_t> numbers;
  for (const ChildStatus& item : items) {
    numbers.insert(item.because.begin(), item.because.end());
    for (const StatusRule& rule : item.rules) {
      numbers.insert(rule.because.begin(), rule.because.end());
    }
    for (const StatusEvent& event : item.history) {
      numbers.insert(event.because.begin(), event.because.end());
    }
  }
  std::vector<StatusReason> reasons;
  for (const std::uint32_t number : numbers) {
    const auto& born_on = asked.known.seen.child.row.born_on;
    if (number == birth_reason && !born_on) {
      continue;
    }
    std::vector<DayFact> fact{number == birth_reason ? birth_fact(*born_on)
                                                     : day_fact(asked.known.ledger, number)};
    show_as_allowed(asked.known.seen.views, fact);
    if (!fact.empty()) {
      reasons.push_back({number, std::move(fact.front())});
    }
  }
  return reasons;
}

core::Error not_shown(const RuleBook& book, std::size_t scheme, const access::Views& views) {
  const auto& fields = book.basis(scheme).fields;
  const auto hidden =
      std::ranges::find_if(fields, [&](access::Field field) { return !views.shows(field); });
  return {core::Code::forbidden,
          hidden == fields.end() ? std::string() : std::string(access::to_text(*hidden)),
          "access.field",
          {}};
}

std::optional<std::size_t> index_of(const RuleBook& book, std::string_view scheme) {
  const auto found = std::ranges::find(book.book.schemes, scheme, &rules::Scheme::id);
  return found == book.book.schemes.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(found - book.book.schemes.begin()));
}

}  // namespace

core::Result<ChildStatuses> statuses_of(const access::Call& call, RuleBooks& books,
                                        const ChildId& id, core::Date on) {
  const auto asked = open(call, books, id);
  if (!asked) {
    return asked.error();
  }
  ChildStatuses statuses;
  statuses.on = on;
  const auto& schemes = asked->book->book.schemes;
  const StatusSubject subject = asked->subject();
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    if (asked->book->is_shown(i, asked->known.seen.views)) {
      statuses.items.push_back(status_of(*asked->book, subject, on, schemes[i]));
    } else {
      statuses.withheld.push_back(&schemes[i]);
    }
  }
  statuses.reasons = reasons_of(*asked, statuses.items);
  return statuses;
}

core::Result<ChildStatuses> status_in_detail(const access::Call& call, RuleBooks& books,
                                             const ChildId& id, core::Date on,
                                             std::string_view scheme) {
  const auto asked = open(call, books, id);
  if (!asked) {
    return asked.error();
  }
  const auto index = index_of(*asked->book, scheme);
  if (!index) {
    return core::failure(core::Code::not_found, "status.unknown_scheme");
  }
  if (!asked->book->is_shown(*index, asked->known.seen.views)) {
    return not_shown(*asked->book, *index, asked->known.seen.views);
  }
  const StatusSubject subject = asked->subject();
  const rules::Scheme& of = asked->book->book.schemes[*index];
  ChildStatuses statuses;
  statuses.on = on;
  ChildStatus& status = statuses.items.emplace_back(status_of(*asked->book, subject, on, of));
  status.turns = turns_of(*asked->book, subject, on, of);
  status.history = history_of(*asked->book, subject, on, of);
  statuses.reasons = reasons_of(*asked, statuses.items);
  return statuses;
}

core::Result<std::vector<std::vector<FactQuestion>>> open_questions(
    const access::Call& call, RuleBooks& books, std::string_view scheme,
    const std::vector<ChildId>& children) {
  std::vector<std::vector<FactQuestion>> questions;
  questions.reserve(children.size());
  for (const ChildId& child : children) {
    const auto asked = open(call, books, child);
    if (!asked) {
      return asked.error();
    }
    const auto index = index_of(*asked->book, scheme);
    if (!index) {
      return core::failure(core::Code::not_found, "status.unknown_scheme");
    }
    if (!asked->book->is_shown(*index, asked->known.seen.views)) {
      return not_shown(*asked->book, *index, asked->known.seen.views);
    }
    const ChildStatus status =
        status_of(*asked->book, asked->subject(), call.today, asked->book->book.schemes[*index]);
    questions.push_back(status.missing);
  }
  return questions;
}

}  // namespace caregrid::registry
