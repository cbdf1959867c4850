#include "registry/fact_ledger.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "registry/fact_clash.h"

namespace caregrid::registry {
namespace {

bool is_same_group(const FactId& a, const FactId& b) {
  return a.kind == b.kind && a.subject == b.subject;
}

/// Neither span says otherwise than the other.
bool is_same_span(const KnownFact& fact, const Saying& saying) {
  const bool is_begin =
      !fact.valid_from || !saying.valid_from || *fact.valid_from == *saying.valid_from;
  const bool is_end = !fact.valid_to || !saying.valid_to || *fact.valid_to == *saying.valid_to;
  return is_begin && is_end;
}

/// Draws facts from sayings one after the other.
class Drawing final {
 public:
  explicit Drawing(FactLedger& ledger) : ledger_(ledger) {}

  void run() {
    find_undone();
    for (std::size_t i = 0; i < ledger_.sayings.size(); ++i) {
      if (std::ranges::find(ledger_.undone, i) == ledger_.undone.end()) {
        take(i);
      }
    }
    settle();
    follow();
  }

 private:
  /// From the last back, since an undoing may have been undone itself.
  void find_undone() {
    for (std::size_t i = ledger_.sayings.size(); i-- > 0;) {
      const Saying& saying = ledger_.sayings[i];
      const bool is_undone = std::ranges::find(ledger_.undone, i) != ledger_.undone.end();
      if (saying.act != FactAct::undo || is_undone || !saying.about) {
        continue;
      }
      for (std::size_t j = 0; j < i; ++j) {
        if (ledger_.sayings[j].id.ordinal == saying.about->ordinal &&
            ledger_.sayings[j].act != FactAct::state) {
          ledger_.undone.push_back(j);
        }
      }
    }
    std::ranges::sort(ledger_.undone);
  }

  void take(std::size_t index) {
    const Saying& saying = ledger_.sayings[index];
    switch (saying.act) {
      case FactAct::state:
      case FactAct::record:
        assert_fact(index);
        return;
      case FactAct::correct:
        correct(index);
        return;
      case FactAct::confirm:
      case FactAct::end:
        touch(index);
        return;
      case FactAct::undo:
        return;
    }
  }

  void touch(std::size_t index) {
    const Saying& saying = ledger_.sayings[index];
    const auto found = saying.about ? find_fact(ledger_, *saying.about) : std::nullopt;
    if (!found) {
      return;
    }
    KnownFact& fact = ledger_.facts[*found];
    fact.said_by.push_back(index);
    if (saying.act == FactAct::confirm) {
      fact.confirmed_by = index;
      return;
    }
    fact.valid_to = saying.valid_to;
    fact.ended_by = index;
  }

  void correct(std::size_t index) {
    const Saying& saying = ledger_.sayings[index];
    const auto found = saying.about ? find_fact(ledger_, *saying.about) : std::nullopt;
    KnownFact fact = new_fact(index);
    if (found) {
      KnownFact& wrong = ledger_.facts[*found];
      wrong.standing = FactStanding::corrected;
      wrong.replaced_by = index;
      if (!saying.valid_from) {
        fact.known_from = wrong.known_from;
      }
    }
    ledger_.facts.push_back(std::move(fact));
  }

  void assert_fact(std::size_t index) {
    if (const auto same = find_same(ledger_.sayings[index])) {
      merge(ledger_.facts[*same], index);
    } else {
      ledger_.facts.push_back(new_fact(index));
    }
  }

  [[nodiscard]] KnownFact new_fact(std::size_t index) const {
    const Saying& saying = ledger_.sayings[index];
    KnownFact fact;
    fact.id = saying.id;
    fact.value = saying.value;
    fact.valid_from = saying.valid_from;
    fact.valid_to = saying.valid_to;
    fact.known_from = saying.valid_from.value_or(day_of(saying.origin));
    fact.said_by.push_back(index);
    return fact;
  }

  void merge(KnownFact& fact, std::size_t index) {
    const Saying& saying = ledger_.sayings[index];
    fact.said_by.push_back(index);
    merge_value(fact.value, saying.value);
    // A beginning after a day on which it was said to hold already is no beginning.
    if (!fact.valid_from && saying.valid_from && *saying.valid_from <= fact.known_from) {
      fact.valid_from = saying.valid_from;
      fact.known_from = *saying.valid_from;
    }
    if (!fact.valid_to) {
      fact.valid_to = saying.valid_to;
    }
  }

  /// The fact a saying says again.
  [[nodiscard]] std::optional<std::size_t> find_same(const Saying& saying) const {
    const core::Date day = saying.valid_from.value_or(day_of(saying.origin));
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < ledger_.facts.size(); ++i) {
      const KnownFact& fact = ledger_.facts[i];
      const bool is_candidate =
          is_same_group(fact.id, saying.id) && fact.standing == FactStanding::holds &&
          is_same_span(fact, saying) && (!fact.valid_to || *fact.valid_to > day);
      if (!is_candidate || (found && ledger_.facts[*found].known_from > fact.known_from)) {
        continue;
      }
      const bool is_same = has_many(saying.id.kind)
                               ? fact.value == saying.value
                               : is_compatible(fact.value, saying.value) && !is_parted(i, day);
      if (is_same) {
        found = i;
      }
    }
    return found;
  }

  /// Whether another value held between a fact and a day, so that the same again is a return.
  [[nodiscard]] bool is_parted(std::size_t index, core::Date day) const {
    const KnownFact& fact = ledger_.facts[index];
    const auto [low, high] = std::minmax(fact.known_from, day);
    return std::ranges::any_of(ledger_.facts, [&, low = low, high = high](const KnownFact& other) {
      return &other != &fact && is_same_group(other.id, fact.id) &&
             other.standing == FactStanding::holds && other.known_from > low &&
             other.known_from <= high && !is_compatible(other.value, fact.value) &&
             !contradict(ledger_.sayings, fact, other);
    });
  }

  void settle() {
    for (std::size_t i = 0; i < ledger_.facts.size(); ++i) {
      for (std::size_t j = i + 1; j < ledger_.facts.size(); ++j) {
        settle(i, j);
      }
    }
  }

  void settle(std::size_t i, std::size_t j) {
    KnownFact& a = ledger_.facts[i];
    KnownFact& b = ledger_.facts[j];
    if (!is_same_group(a.id, b.id)) {
      return;
    }
    if (overrules(b, a)) {
      a.standing = FactStanding::set_aside;
      a.replaced_by = b.said_by.front();
      return;
    }
    if (!contradict(ledger_.sayings, a, b)) {
      return;
    }
    const bool is_a_vouched = a.confirmed_by && *a.confirmed_by > b.said_by.back();
    const bool is_b_vouched = b.confirmed_by && *b.confirmed_by > a.said_by.back();
    if (!is_a_vouched && !is_b_vouched) {
      a.contradicted_by.push_back(j);
      b.contradicted_by.push_back(i);
      ledger_.clashes.push_back({i, j, std::nullopt});
      return;
    }
    const KnownFact& winner = is_a_vouched ? a : b;
    KnownFact& loser = is_a_vouched ? b : a;
    ledger_.clashes.push_back({i, j, winner.confirmed_by});
    // One that began before the other may have held until then.
    if (loser.known_from >= winner.known_from) {
      loser.standing = FactStanding::set_aside;
      loser.replaced_by = winner.confirmed_by;
    }
  }

  /// Whether a person entered a fact who knew what lists had said until then, and dates it before.
  [[nodiscard]] bool overrules(const KnownFact& entered, const KnownFact& listed) const {
    return ledger_.sayings[entered.said_by.front()].act == FactAct::record &&
           entered.said_by.front() > listed.said_by.back() && !has_many(listed.id.kind) &&
           entered.standing == FactStanding::holds && listed.standing == FactStanding::holds &&
           !listed.valid_from && entered.known_from <= listed.known_from &&
           (!entered.valid_to || *entered.valid_to > listed.known_from) &&
           !is_compatible(entered.value, listed.value);
  }

  void follow() {
    for (std::size_t i = 0; i < ledger_.facts.size(); ++i) {
      KnownFact& fact = ledger_.facts[i];
      if (fact.standing != FactStanding::holds || has_many(fact.id.kind)) {
        continue;
      }
      for (std::size_t j = 0; j < ledger_.facts.size(); ++j) {
        const KnownFact& next = ledger_.facts[j];
        const bool is_after = std::pair(next.known_from, j) > std::pair(fact.known_from, i);
        const bool is_beside =
            std::ranges::find(fact.contradicted_by, j) != fact.contradicted_by.end();
        if (is_after && !is_beside && next.standing == FactStanding::holds &&
            is_same_group(next.id, fact.id) &&
            (!fact.succeeded_on || next.known_from < *fact.succeeded_on)) {
          fact.succeeded_on = next.known_from;
        }
      }
    }
  }

  FactLedger& ledger_;
};

/// The first day a fact no longer holds, as far as anything says so.
std::optional<core::Date> end_of(const KnownFact& fact) {
  if (fact.valid_to && fact.succeeded_on) {
    return std::min(*fact.valid_to, *fact.succeeded_on);
  }
  return fact.valid_to ? fact.valid_to : fact.succeeded_on;
}

/// What stands before the other among values that contradict each other.
auto weight_of(const FactLedger& ledger, const KnownFact& fact) {
  std::size_t vouched = 0;
  for (const std::size_t index : fact.said_by) {
    vouched = ledger.sayings[index].act == FactAct::state ? vouched : index + 1;
  }
  return std::tuple(vouched, fact.said_by.back());
}

DayFact day_fact_of(const FactLedger& ledger, const KnownFact& fact) {
  DayFact day;
  day.id = fact.id;
  day.value = fact.value;
  day.valid_from = fact.valid_from;
  day.valid_to = end_of(fact);
  day.known_from = fact.known_from;
  for (std::size_t i = fact.said_by.size(); i-- > 0;) {
    const FactOrigin& origin = ledger.sayings[fact.said_by[i]].origin;
    if (std::ranges::find(day.origins, origin) == day.origins.end()) {
      day.origins.push_back(origin);
    }
  }
  if (fact.confirmed_by) {
    day.confirmed = ledger.sayings[*fact.confirmed_by].origin;
  }
  return day;
}

}  // namespace

bool KnownFact::covers(core::Date day) const {
  const auto end = end_of(*this);
  return standing == FactStanding::holds && known_from <= day && (!end || day < *end);
}

bool has_many(std::string_view kind) {
  constexpr std::array many{std::string_view("programme"),   std::string_view("exam_sat"),
                            std::string_view("category"),    std::string_view("note"),
                            std::string_view("other"),       std::string_view("unread"),
                            std::string_view("written_name")};
  return std::ranges::find(many, kind) != many.end();
}

FactLedger know(std::vector<Saying> sayings) {
  FactLedger ledger;
  ledger.sayings = std::move(sayings);
  // By time first: the statements of a merged child stand behind all of the kept one.
  std::ranges::stable_sort(ledger.sayings, {}, [](const Saying& one) {
    return std::pair(one.origin.row.at, one.id.ordinal);
  });
  Drawing(ledger).run();
  return ledger;
}

std::vector<std::string> contested_kinds(const FactLedger& ledger) {
  std::vector<std::string> kinds;
  for (const FactClash& clash : ledger.clashes) {
    if (!clash.settled_by) {
      kinds.push_back(ledger.facts[clash.earlier].id.kind);
    }
  }
  std::ranges::sort(kinds);
  const auto rest = std::ranges::unique(kinds);
  kinds.erase(rest.begin(), rest.end());
  return kinds;
}

std::optional<std::size_t> find_fact(const FactLedger& ledger, const FactId& saying) {
  for (std::size_t i = ledger.facts.size(); i-- > 0;) {
    const KnownFact& fact = ledger.facts[i];
    const bool is_of = std::ranges::any_of(
        fact.said_by, [&](std::size_t index) { return ledger.sayings[index].id == saying; });
    if (is_of) {
      return i;
    }
  }
  return std::nullopt;
}

DayFact day_fact(const FactLedger& ledger, std::size_t fact) {
  DayFact shown = day_fact_of(ledger, ledger.facts[fact]);
  shown.is_contested = !ledger.facts[fact].contradicted_by.empty();
  return shown;
}

std::vector<DayFact> state_on(const FactLedger& ledger, core::Date day) {
  std::vector<const KnownFact*> holding;
  for (const KnownFact& fact : ledger.facts) {
    if (fact.covers(day)) {
      holding.push_back(&fact);
    }
  }
  std::ranges::stable_sort(holding, [&](const KnownFact* a, const KnownFact* b) {
    const auto group_a = std::tie(a->id.kind, a->id.subject);
    const auto group_b = std::tie(b->id.kind, b->id.subject);
    return group_a != group_b ? group_a < group_b : weight_of(ledger, *a) > weight_of(ledger, *b);
  });
  std::vector<DayFact> state;
  state.reserve(holding.size());
  for (const KnownFact* fact : holding) {
    DayFact shown = day_fact_of(ledger, *fact);
    const auto first = std::ranges::find_if(
        state, [&](const DayFact& other) { return is_same_group(other.id, shown.id); });
    const bool is_beside = first != state.end() && !has_many(fact->id.kind);
    if (is_beside) {
      shown.is_contested = true;
      shown.contests = first->id;
      first->is_contested = true;
    }
    state.push_back(std::move(shown));
  }
  return state;
}

}  // namespace caregrid::registry
