// Entering facts: each entry is one more sealed statement of the child.
#include <algorithm>
#include <utility>

#include "access/access_table.h"
#include "registry/fact_operations.h"
#include "registry/import_store.h"
#include "registry/redrawing.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/summary.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;
using import_store::Owner;

constexpr std::size_t note_length_max = 600;
constexpr int days_ahead_max = 366;
constexpr std::string_view entry_source = "entry";

core::Error no_fact() { return core::failure(core::Code::not_found, "fact.not_found"); }

/// Writes entries of one child.
class Desk final {
 public:
  explicit Desk(const access::Call& call) : call_(call) {}

  /// Finds the child and all that was said of it. Errors: as `find_seen`.
  core::Result<void> open(const ChildId& id) {
    auto seen = find_seen(call_, Operation::record_facts, FieldClass::personal, id);
    if (!seen) {
      return seen.error();
    }
    standing_ = seen->standing;
    views_ = seen->views;
    // Holds imports back: they too append statements and draw the child's row.
    const auto counters = import_store::lock_counters(call_);
    if (!counters) {
      return counters.error();
    }
    counters_ = *counters;
    auto owner = import_store::find_owner(call_, seen->child.number);
    if (!owner || !*owner) {
      return owner ? core::failure(core::Code::not_found, "child.not_found") : owner.error();
    }
    owner_ = std::move(**owner);
    auto statements = import_store::list_statements(call_, owner_.key);
    if (!statements) {
      return statements.error();
    }
    statements_ = std::move(*statements);
    ledger_ = draw();
    return {};
  }

  /// Whether the actor may enter facts of a kind, and sees them.
  [[nodiscard]] core::Result<void> may_enter(std::string_view kind, FactSubject subject) const {
    const access::Field field = field_of(kind, subject);
    const auto& rule = access::field_rules()[static_cast<std::size_t>(field)];
    const access::Resource resource{0, rule.field_class, standing_.is_assigned,
                                    standing_.is_consented};
    if (const auto allowed = access::authorise(call_.actor, Operation::record_facts, resource);
        !allowed) {
      return allowed;
    }
    return views_.shows(field) ? core::Result<void>()
                               : core::Result<void>(core::Error{core::Code::forbidden,
                                                                std::string(access::to_text(field)),
                                                                "access.field",
                                                                {}});
  }

  /// The fact a saying belongs to, if it holds today or will.
  [[nodiscard]] core::Result<const KnownFact*> find(const FactId& id) const {
    const auto index = find_fact(ledger_, id);
    if (!index || ledger_.facts[*index].standing != FactStanding::holds) {
      return no_fact();
    }
    const KnownFact& fact = ledger_.facts[*index];
    if (const auto allowed = may_enter(fact.id.kind, fact.id.subject); !allowed) {
      return allowed.error();
    }
    const bool is_present = fact.covers(call_.today) || fact.known_from > call_.today;
    return is_present ? core::Result<const KnownFact*>(&fact)
                      : core::Result<const KnownFact*>(no_fact());
  }

  /// The entry with this ordinal; none for a row of a list.
  [[nodiscard]] const Saying* find_entry(const FactId& id) const {
    const auto found = std::ranges::find_if(ledger_.sayings, [&](const Saying& saying) {
      return saying.act != FactAct::state && saying.id.ordinal == id.ordinal;
    });
    const auto index = static_cast<std::size_t>(found - ledger_.sayings.begin());
    const bool is_there =
        found != ledger_.sayings.end() && !std::ranges::binary_search(ledger_.undone, index);
    return is_there ? &*found : nullptr;
  }

  /// Appends the entry, draws the child anew and notes contradictions.
  core::Result<FactId> write(Saying entry) {
    entry.id.ordinal = next_ordinal(statements_);
    entry.origin.row.at = call_.now;
    ChildRecord record;
    record.facts = pack_entry(entry);
    const std::int64_t source = counters_.next_source++;
    const auto brought = import_store::insert_source(call_, {source, "", "", entry_source});
    if (!brought) {
      return brought.error();
    }
    const auto stated = import_store::insert_statement(
        call_, {owner_.candidate.number, entry.id.ordinal, source}, record, owner_.key);
    if (!stated) {
      return stated.error();
    }
    Statement statement;
    statement.ordinal = entry.id.ordinal;
    statement.source = source;
    statement.is_entry = true;
    statement.sayings = {entry};
    statements_.push_back(std::move(statement));
    if (const auto drawn = redraw(); !drawn) {
      return drawn.error();
    }
    if (const auto counted = import_store::update_counters(call_, counters_); !counted) {
      return counted.error();
    }
    return entry.id;
  }

 private:
  [[nodiscard]] FactLedger draw() const {
    std::vector<Saying> sayings;
    for (const Statement& statement : statements_) {
      sayings.insert(sayings.end(), statement.sayings.begin(), statement.sayings.end());
    }
    return know(std::move(sayings));
  }

  core::Result<void> redraw() {
    draw_entries(statements_);
    const auto division = redraw_child(call_, owner_, summarise(statements_), true);
    if (!division) {
      return division.error();
    }
    if (*division != owner_.division) {
      const auto left = import_store::add_to_count(call_, owner_.division, -1);
      const auto come = left ? import_store::add_to_count(call_, *division, 1) : left;
      if (!come) {
        return come;
      }
    }
    const std::int64_t child = owner_.candidate.number;
    if (const auto forgotten = import_store::delete_fact_conflicts(call_, child); !forgotten) {
      return forgotten;
    }
    for (const std::string& kind : contested_facts(statements_)) {
      if (const auto noted = import_store::put_conflict(call_, child, kind, *division); !noted) {
        return noted;
      }
    }
    return {};
  }

  const access::Call& call_;
  access::Standing standing_;
  access::Views views_;
  import_store::Counters counters_;
  Owner owner_;
  std::vector<Statement> statements_;
  FactLedger ledger_;
};

core::Result<void> check_dates(const access::Call& call, const FactEntry& entry) {
  if (entry.valid_from && entry.valid_to && *entry.valid_to <= *entry.valid_from) {
    return core::invalid("valid_to", "fact.dates");
  }
  if (entry.valid_from && *entry.valid_from > call.today + days_ahead_max) {
    return core::invalid("valid_from", "fact.future");
  }
  return {};
}

core::Result<void> check_note(std::string_view note) {
  return note.size() <= note_length_max
             ? core::Result<void>()
             : core::invalid("note", "text.too_long", std::to_string(note_length_max));
}

/// A child's home decides who sees it: nobody moves a child out of sight.
core::Result<void> check_home(const access::Call& call, const FactEntry& entry) {
  const auto place = entry.value.find("division");
  if (entry.kind != "residence" || place == entry.value.end()) {
    return {};
  }
  return own_area(call).covers(std::strtoll(place->second.c_str(), nullptr, 10))
             ? core::Result<void>()
             : core::invalid("division", "village.outside_area");
}

core::Result<void> check(const access::Call& call, const FactEntry& entry) {
  const FactKind* kind = find_kind(entry.kind);
  if (kind == nullptr || !is_enterable(*kind)) {
    return core::invalid("kind", "fact.kind");
  }
  if (!kind->is_about(entry.subject)) {
    return core::invalid("subject", "fact.subject");
  }
  for (const auto& checked : {check_value(*kind, entry.value), check_dates(call, entry),
                              check_note(entry.note), check_home(call, entry)}) {
    if (!checked) {
      return checked;
    }
  }
  return {};
}

Saying saying_of(FactAct act, const FactEntry& entry) {
  Saying saying;
  saying.id = {0, entry.kind, entry.subject};
  saying.act = act;
  saying.value = entry.value;
  saying.valid_from = entry.valid_from;
  saying.valid_to = entry.valid_to;
  saying.note = tidy(entry.note);
  return saying;
}

Saying saying_about(FactAct act, const KnownFact& fact, std::string_view note) {
  Saying saying;
  saying.id = fact.id;
  saying.act = act;
  saying.value = fact.value;
  saying.about = fact.id;
  saying.note = tidy(note);
  return saying;
}

}  // namespace

core::Result<FactId> record_fact(const access::Call& call, const ChildId& id,
                                 const FactEntry& entry) {
  Desk desk(call);
  if (const auto opened = desk.open(id); !opened) {
    return opened.error();
  }
  if (const auto checked = check(call, entry); !checked) {
    return checked.error();
  }
  if (const auto allowed = desk.may_enter(entry.kind, entry.subject); !allowed) {
    return allowed.error();
  }
  return desk.write(saying_of(FactAct::record, entry));
}

core::Result<FactId> confirm_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                                  std::string_view note) {
  Desk desk(call);
  if (const auto opened = desk.open(id); !opened) {
    return opened.error();
  }
  const auto found = desk.find(fact);
  const auto checked = check_note(note);
  if (!found || !checked) {
    return found ? checked.error() : found.error();
  }
  return desk.write(saying_about(FactAct::confirm, **found, note));
}

core::Result<FactId> end_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                              core::Date on, std::string_view note) {
  Desk desk(call);
  if (const auto opened = desk.open(id); !opened) {
    return opened.error();
  }
  const auto found = desk.find(fact);
  const auto checked = check_note(note);
  if (!found || !checked) {
    return found ? checked.error() : found.error();
  }
  if ((*found)->valid_from && on <= *(*found)->valid_from) {
    return core::invalid("on", "fact.dates");
  }
  if (on > call.today + days_ahead_max) {
    return core::invalid("on", "fact.future");
  }
  Saying saying = saying_about(FactAct::end, **found, note);
  saying.valid_to = on;
  return desk.write(std::move(saying));
}

core::Result<FactId> correct_fact(const access::Call& call, const ChildId& id, const FactId& fact,
                                  const FactEntry& entry) {
  Desk desk(call);
  if (const auto opened = desk.open(id); !opened) {
    return opened.error();
  }
  const auto found = desk.find(fact);
  if (!found) {
    return found.error();
  }
  FactEntry instead = entry;
  instead.kind = (*found)->id.kind;
  instead.subject = (*found)->id.subject;
  if (const auto checked = check(call, instead); !checked) {
    return checked.error();
  }
  Saying saying = saying_of(FactAct::correct, instead);
  saying.about = (*found)->id;
  return desk.write(std::move(saying));
}

core::Result<FactId> undo_fact_entry(const access::Call& call, const ChildId& id,
                                     const FactId& entry) {
  Desk desk(call);
  if (const auto opened = desk.open(id); !opened) {
    return opened.error();
  }
  const Saying* undone = desk.find_entry(entry);
  if (undone == nullptr) {
    return no_fact();
  }
  if (const auto allowed = desk.may_enter(undone->id.kind, undone->id.subject); !allowed) {
    return allowed.error();
  }
  Saying saying;
  saying.id = undone->id;
  saying.act = FactAct::undo;
  saying.value = undone->value;
  saying.about = undone->id;
  return desk.write(std::move(saying));
}

}  // namespace caregrid::registry
