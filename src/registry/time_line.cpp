#include "registry/time_line.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace caregrid::registry {
namespace {

/// An event on its way into the line.
struct Found {
  TimeEvent event;
  std::int64_t ordinal = 0;
  std::size_t rank = 0;  ///< Among those of one statement.

  [[nodiscard]] auto key() const {
    return std::tuple(event.on, event.origin.row.at, ordinal, rank);
  }
};

bool is_same_group(const FactId& a, const FactId& b) {
  return a.kind == b.kind && a.subject == b.subject;
}

/// Gathers the events of a ledger.
class Gathering final {
 public:
  explicit Gathering(const FactLedger& ledger) : ledger_(ledger) {}

  std::vector<TimeEvent> run() {
    add_sources();
    for (const KnownFact& fact : ledger_.facts) {
      add_begin(fact);
      add_end(fact);
    }
    for (std::size_t i = 0; i < ledger_.sayings.size(); ++i) {
      add_act(i);
    }
    for (const FactClash& clash : ledger_.clashes) {
      add_clash(clash);
    }
    std::ranges::sort(found_, std::greater{}, &Found::key);
    std::vector<TimeEvent> events;
    events.reserve(found_.size());
    for (Found& one : found_) {
      events.push_back(std::move(one.event));
    }
    return events;
  }

 private:
  TimeEvent& add(TimeEventKind kind, const Saying& cause, core::Date on) {
    const std::int64_t ordinal = cause.id.ordinal;
    const std::size_t rank = ranks_[ordinal]++;
    TimeEvent event;
    event.id = std::to_string(ordinal) + "-" + std::to_string(rank);
    event.kind = kind;
    event.on = on;
    event.origin = cause.origin;
    event.note = cause.note;
    found_.push_back({std::move(event), ordinal, rank});
    return found_.back().event;
  }

  [[nodiscard]] bool is_undone(std::size_t saying) const {
    return std::ranges::binary_search(ledger_.undone, saying);
  }

  [[nodiscard]] const Saying& first_of(const KnownFact& fact) const {
    return ledger_.sayings[fact.said_by.front()];
  }

  void add_sources() {
    std::int64_t last = -1;
    for (const Saying& saying : ledger_.sayings) {
      if (saying.act == FactAct::state && saying.id.ordinal != last) {
        last = saying.id.ordinal;
        add(TimeEventKind::source_arrived, saying, day_of(saying.origin));
      }
    }
  }

  [[nodiscard]] static bool is_corrected(const KnownFact& fact) {
    return fact.standing == FactStanding::corrected;
  }

  /// The value before a fact, where it took another's place.
  [[nodiscard]] const KnownFact* before(const KnownFact& fact) const {
    const KnownFact* found = nullptr;
    for (const KnownFact& other : ledger_.facts) {
      if (other.replaced_by == fact.said_by.front() && !is_corrected(other)) {
        return &other;
      }
      const bool is_before =
          is_same_group(other.id, fact.id) && other.standing == FactStanding::holds &&
          other.succeeded_on == fact.known_from &&
          (!other.valid_to || *other.valid_to >= fact.known_from) && &other != &fact;
      if (is_before && (found == nullptr || other.known_from > found->known_from)) {
        found = &other;
      }
    }
    return found;
  }

  void add_begin(const KnownFact& fact) {
    if (fact.standing != FactStanding::holds) {
      return;  // The correction, or what settled it, tells of it.
    }
    const KnownFact* earlier = before(fact);
    const Saying& saying = first_of(fact);
    if (saying.act == FactAct::correct && earlier == nullptr) {
      return;
    }
    TimeEventKind kind = TimeEventKind::began;
    if (earlier != nullptr) {
      const bool is_carer = fact.id.kind == person_kind && fact.id.subject >= FactSubject::guardian;
      kind = fact.id.kind == "residence" ? TimeEventKind::moved
             : is_carer                  ? TimeEventKind::carer_changed
                                         : TimeEventKind::changed;
    }
    TimeEvent& event = add(kind, saying, fact.known_from);
    event.is_day_known = fact.valid_from.has_value();
    event.fact = fact.id;
    event.value = fact.value;
    if (earlier != nullptr) {
      event.before = earlier->value;
    }
  }

  void add_end(const KnownFact& fact) {
    const bool is_over = fact.valid_to && fact.standing == FactStanding::holds &&
                         (!fact.succeeded_on || *fact.valid_to < *fact.succeeded_on);
    if (is_over) {
      const Saying& cause = fact.ended_by ? ledger_.sayings[*fact.ended_by] : first_of(fact);
      TimeEvent& event = add(TimeEventKind::ended, cause, *fact.valid_to);
      event.fact = fact.id;
      event.value = fact.value;
    }
  }

  void add_act(std::size_t index) {
    const Saying& saying = ledger_.sayings[index];
    if (is_undone(index) || !saying.about) {
      return;
    }
    const core::Date day = day_of(saying.origin);
    if (saying.act == FactAct::undo) {
      TimeEvent& event = add(TimeEventKind::undone, saying, day);
      event.fact = saying.id;
      event.value = saying.value;
      return;
    }
    const auto found = find_fact(ledger_, *saying.about);
    if (!found) {
      return;
    }
    const KnownFact& fact = ledger_.facts[*found];
    if (saying.act == FactAct::confirm) {
      TimeEvent& event = add(TimeEventKind::confirmed, saying, day);
      event.fact = fact.id;
      event.value = fact.value;
    }
    if (saying.act == FactAct::correct) {
      TimeEvent& event = add(TimeEventKind::corrected, saying, day);
      event.fact = saying.id;
      event.value = saying.value;
      event.before = fact.value;
    }
  }

  /// What brought the contradiction up: the later fact, or what was said anew after somebody had
  /// confirmed the other.
  [[nodiscard]] const Saying& cause_of(const FactClash& clash) const {
    const KnownFact& earlier = ledger_.facts[clash.earlier];
    const KnownFact& later = ledger_.facts[clash.later];
    if (!clash.settled_by && earlier.confirmed_by) {
      return ledger_.sayings[later.said_by.back()];
    }
    if (!clash.settled_by && later.confirmed_by) {
      return ledger_.sayings[earlier.said_by.back()];
    }
    return first_of(later);
  }

  void add_clash(const FactClash& clash) {
    const KnownFact& earlier = ledger_.facts[clash.earlier];
    const KnownFact& later = ledger_.facts[clash.later];
    const Saying& cause = cause_of(clash);
    TimeEvent& event = add(TimeEventKind::contradicted, cause, day_of(cause.origin));
    event.fact = later.id;
    event.value = later.value;
    event.before = earlier.value;
    if (!clash.settled_by) {
      return;
    }
    const Saying& settling = ledger_.sayings[*clash.settled_by];
    const bool is_earlier = earlier.confirmed_by == clash.settled_by;
    const KnownFact& winner = is_earlier ? earlier : later;
    TimeEvent& settled = add(TimeEventKind::settled, settling, day_of(settling.origin));
    settled.fact = winner.id;
    settled.value = winner.value;
    settled.before = (is_earlier ? later : earlier).value;
  }

  const FactLedger& ledger_;
  std::vector<Found> found_;
  std::map<std::int64_t, std::size_t> ranks_;
};

}  // namespace

std::vector<TimeEvent> timeline(const FactLedger& ledger) { return Gathering(ledger).run(); }

core::Result<TimePage> page_of(std::vector<TimeEvent> events, std::string_view after,
                               std::size_t limit) {
  auto first = events.begin();
  if (!after.empty()) {
    first = std::ranges::find(events, after, &TimeEvent::id);
    if (first == events.end()) {
      return core::invalid("after", "list.after");
    }
    ++first;
  }
  TimePage page;
  while (first != events.end() && page.items.size() < limit) {
    page.items.push_back(std::move(*first));
    ++first;
  }
  if (first != events.end() && !page.items.empty()) {
    page.next = page.items.back().id;
  }
  return page;
}

}  // namespace caregrid::registry
