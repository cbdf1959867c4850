#include "registry/status_drawing.h"

#include <algorithm>
#include <utility>

#include "registry/import_store.h"
#include "registry/standing.h"
#include "rules/program.h"

namespace caregrid::registry {
namespace {

using status_store::Answers;
using status_store::DueChild;
using status_store::SchemeBits;
using status_store::Standing;

/// Where the drawing stands; at its beginning when the day or the rules are others.
core::Result<Standing> standing_of(const access::Call& call, const RuleBook& book) {
  auto stored = status_store::find_standing(call);
  if (!stored) {
    return stored.error();
  }
  const bool goes_on =
      *stored && (*stored)->day == call.today && (*stored)->version == book.version;
  return goes_on ? **stored : Standing{call.today, book.version, 1};
}

/// The bits of all schemes that may have one; gives new ones to those that come to have one.
core::Result<SchemeBits> ensure_bits(const access::Call& call, const RuleBook& book) {
  auto bits = status_store::list_schemes(call);
  if (!bits) {
    return bits;
  }
  for (std::size_t i = 0; i < book.book.schemes.size(); ++i) {
    const std::string& id = book.book.schemes[i].id;
    const int slot = static_cast<int>(bits->size());
    if (book.basis(i).is_restricted || bits->contains(id) || slot == status_store::slots_max) {
      continue;
    }
    if (const auto given = status_store::insert_scheme(call, id, slot); !given) {
      return given.error();
    }
    bits->emplace(id, std::int64_t{1} << slot);
  }
  return bits;
}

/// A shielded child has none: where it is and how it lives must not show in who is on a list.
core::Result<void> store_answers(const access::Call& call, const SchemeBits& bits,
                                 const std::vector<rules::SchemeColumn>& columns,
                                 const std::vector<DueChild>& children) {
  const auto shielded = list_shielded(call);
  if (!shielded) {
    return shielded.error();
  }
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (shielded->contains(children[i].number)) {
      if (const auto gone = status_store::delete_answers(call, children[i].number); !gone) {
        return gone;
      }
      continue;
    }
    Answers answers;
    for (const rules::SchemeColumn& column : columns) {
      const auto bit = bits.find(column.scheme);
      if (bit == bits.end()) {
        continue;
      }
      const rules::Truth truth = column.of(i);
      answers.yes |= truth == rules::Truth::yes ? bit->second : 0;
      answers.unknown |= truth == rules::Truth::unknown ? bit->second : 0;
    }
    if (const auto stored = status_store::put_answers(call, children[i], answers); !stored) {
      return stored;
    }
  }
  return {};
}

/// Asks about these children and stores what comes out.
core::Result<void> draw(const access::Call& call, const RuleBook& book,
                        const std::vector<DueChild>& children) {
  if (children.empty()) {
    return {};
  }
  const auto bits = ensure_bits(call, book);
  if (!bits) {
    return bits.error();
  }
  StatusTable table;
  for (const DueChild& child : children) {
    const auto added = add_child(call, book, child, table);
    if (!added && added.error().reason == "seal.broken") {
      // One record that does not open must not keep all others from their answers: of it, nothing
      // is known.
      table.facts.add({});
      table.places.push_back(whole_county(call).code);
    } else if (!added) {
      return added;
    }
  }
  const rules::Program program(book.book, book.vocabulary, call.today);
  return store_answers(call, *bits, program.run(table.facts, table.places), children);
}

/// Those with news. Their marks go, also of children that are not there any more.
core::Result<std::int64_t> draw_due(const access::Call& call, const RuleBook& book, int limit) {
  const auto children = status_store::list_due(call, limit);
  if (!children) {
    return children.error();
  }
  if (const auto drawn = draw(call, book, *children); !drawn) {
    return drawn.error();
  }
  for (const DueChild& child : *children) {
    if (const auto gone = status_store::delete_due(call, child.number); !gone) {
      return gone.error();
    }
  }
  return static_cast<std::int64_t>(children->size());
}

}  // namespace

core::Result<void> add_child(const access::Call& call, const RuleBook& book, const DueChild& child,
                             StatusTable& table) {
  auto statements = import_store::list_statements(call, child.key);
  if (!statements) {
    return statements.error();
  }
  std::vector<Saying> sayings;
  for (Statement& statement : *statements) {
    std::ranges::move(statement.sayings, std::back_inserter(sayings));
  }
  const FactLedger ledger = know(std::move(sayings));
  table.facts.add(book.facts.read(ledger, child.born_on));
  table.places.push_back(home_on(ledger, call.today, whole_county(call).code));
  return {};
}

core::Result<DrawingProgress> drawing_progress(const access::Call& call, RuleBooks& books) {
  const auto book = books.of(call);
  if (!book) {
    return book.error();
  }
  const auto standing = standing_of(call, **book);
  const auto last = status_store::last_number(call);
  const auto due = status_store::count_due(call);
  if (!standing || !last || !due) {
    return !standing ? standing.error() : !last ? last.error() : due.error();
  }
  return DrawingProgress{0, standing->next_child, *last, *due};
}

core::Result<DrawingProgress> draw_statuses(const access::Call& call, RuleBooks& books, int limit) {
  // Holds imports back: they write what is read here.
  if (const auto held = import_store::lock_counters(call); !held) {
    return held.error();
  }
  const auto book = books.of(call);
  if (!book) {
    return book.error();
  }
  auto standing = standing_of(call, **book);
  const auto last = status_store::last_number(call);
  if (!standing || !last) {
    return standing ? last.error() : standing.error();
  }
  auto drawn = draw_due(call, **book, limit);
  if (!drawn) {
    return drawn.error();
  }
  const int left = limit - static_cast<int>(*drawn);
  if (left > 0 && standing->next_child <= *last) {
    const auto children = status_store::list_from(call, standing->next_child, left);
    if (!children) {
      return children.error();
    }
    if (const auto done = draw(call, **book, *children); !done) {
      return done.error();
    }
    *drawn += static_cast<std::int64_t>(children->size());
    const bool is_end = static_cast<int>(children->size()) < left;
    standing->next_child = is_end ? *last + 1 : children->back().number + 1;
  }
  if (const auto noted = status_store::put_standing(call, *standing); !noted) {
    return noted.error();
  }
  const auto due = status_store::count_due(call);
  return due ? core::Result<DrawingProgress>(
                   DrawingProgress{*drawn, standing->next_child, *last, *due})
             : core::Result<DrawingProgress>(due.error());
}

}  // namespace caregrid::registry
