// The three comparisons over the county's lists: who is in which, page by page.
#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "access/conflict_of_interest.h"
#include "access/policy.h"
#include "registry/comparison.h"
#include "registry/fact_ledger.h"
#include "registry/sent_list_store.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

using intake::ListRole;
using sent_lists::ListedChild;

constexpr int limit_max = 200;
constexpr std::int64_t micros_per_day = 86'400'000'000;

/// A child a list names is a bit of its set of lists.
using Lists = std::uint8_t;
constexpr Lists bit(ListRole role) { return static_cast<Lists>(1U << static_cast<unsigned>(role)); }

/// The end of a day in the civil time of China.
core::Instant end_of(core::Date day) {
  constexpr std::int64_t china_micros = std::int64_t{8} * 3600 * 1'000'000;
  return {(std::int64_t{day.days} + 1) * micros_per_day - china_micros};
}

/// The newest list of each role and sender; lists come newest first.
std::vector<SentList> newest_of_each(std::vector<SentList> lists) {
  std::vector<SentList> newest;
  for (SentList& list : lists) {
    const bool is_known = std::ranges::any_of(newest, [&](const SentList& one) {
      return one.role == list.role && one.sender == list.sender;
    });
    if (list.role != ListRole::other && !is_known) {
      newest.push_back(std::move(list));
    }
  }
  return newest;
}

/// Stages that say a child learns at a school; dropping out and staying at home do not.
bool is_at_school(std::string_view json) {
  return json == "\"primary\"" || json == "\"junior\"" || json == "\"senior\"" ||
         json == "\"vocational\"";
}

/// Everything that is fixed while one comparison is made.
class Comparing final {
 public:
  Comparing(const access::Call& call, core::Date day) : call_(call), day_(day) {}

  core::Result<void> load() {
    auto lists = sent_lists::list_lists(call_, end_of(day_), std::numeric_limits<int>::max());
    if (!lists) {
      return lists.error();
    }
    lists_ = newest_of_each(std::move(*lists));
    auto children = sent_lists::list_listed(call_, own_area(call_));
    if (!children) {
      return children.error();
    }
    children_ = std::move(*children);
    for (const SentList& list : lists_) {
      if (auto added = add_list(list); !added) {
        return added;
      }
    }
    return hide_from_actor();
  }

  /// Gives each child with its three verdicts.
  core::Result<void> each(core::FunctionRef<core::Result<bool>(
                              const ListedChild&, const std::array<Verdict, compared_sets>&)>
                              take) {
    for (const ListedChild& child : children_) {
      const auto in_lists = find(child);
      if (!in_lists) {
        return in_lists.error();
      }
      const auto goes_on = take(child, compare_child(*in_lists, at_hand_, day_));
      if (!goes_on) {
        return goes_on.error();
      }
      if (!*goes_on) {
        break;
      }
    }
    return {};
  }

  [[nodiscard]] const std::vector<SentList>& lists() const { return lists_; }

 private:
  core::Result<void> add_list(const SentList& list) {
    const auto members = sent_lists::list_members(call_, list.id);
    if (!members) {
      return members.error();
    }
    at_hand_.has_household_register =
        at_hand_.has_household_register || list.role == ListRole::hukou;
    at_hand_.has_register = at_hand_.has_register || list.role == ListRole::student_register;
    at_hand_.has_present = at_hand_.has_present || list.role == ListRole::present;
    at_hand_.has_poor = at_hand_.has_poor || list.role == ListRole::ex_poor;
    for (const sent_lists::Member& member : *members) {
      named_[member.shown] = static_cast<Lists>(named_[member.shown] | bit(list.role));
      const auto child =
          std::ranges::lower_bound(children_, member.shown, {}, &ListedChild::number);
      const bool is_here = child != children_.end() && child->number == member.shown;
      if (list.role == ListRole::present && is_here && !child->school.empty()) {
        at_hand_.schools_present.insert(child->school);
      }
    }
    return {};
  }

  /// Children with whom the actor has a conflict of interest do not exist here.
  core::Result<void> hide_from_actor() {
    const auto conflicted = access::conflicted_children(call_);
    if (!conflicted) {
      return conflicted.error();
    }
    std::erase_if(children_, [&](const ListedChild& child) {
      return std::ranges::find(*conflicted, child.id.bytes) != conflicted->end();
    });
    return {};
  }

  core::Result<ChildInLists> find(const ListedChild& child) {
    const auto named = named_.find(child.number);
    const Lists lists = named == named_.end() ? Lists{0} : named->second;
    const auto is_in = [&](ListRole role) { return (lists & bit(role)) != 0; };
    ChildInLists found{child.born_on,
                       child.school,
                       is_in(ListRole::hukou),
                       is_in(ListRole::student_register),
                       is_in(ListRole::present),
                       is_in(ListRole::ex_poor),
                       false};
    const bool may_matter = found.in_household_register && !found.in_register &&
                            at_hand_.has_register && is_school_age(found.born_on, day_) != Tell::no;
    if (may_matter) {
      const auto said = is_said_at_school(child.number);
      if (!said) {
        return said.error();
      }
      found.said_at_school = *said;
    }
    return found;
  }

  core::Result<bool> is_said_at_school(std::int64_t child) {
    const auto statements = store::list_statements(call_, child);
    if (!statements) {
      return statements.error();
    }
    const auto facts = state_on(know(store::sayings_of(*statements)), day_);
    return std::ranges::any_of(facts, [](const DayFact& fact) {
      const auto stage = fact.value.find("stage");
      return fact.id.kind == "schooling" && stage != fact.value.end() &&
             is_at_school(stage->second);
    });
  }

  const access::Call& call_;
  core::Date day_;
  std::vector<SentList> lists_;
  std::vector<ListedChild> children_;
  std::map<std::int64_t, Lists> named_;
  ListsAtHand at_hand_;
};

core::Result<std::int64_t> read_after(const std::string& after) {
  if (after.empty()) {
    return 0;
  }
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(after.data(), after.data() + after.size(), number);
  return failed == std::errc{} && end == after.data() + after.size()
             ? core::Result<std::int64_t>(number)
             : core::Result<std::int64_t>(core::invalid("after", "list.after"));
}

core::Result<void> check(const access::Call& call, const ComparisonWish& wish) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_children,
                                       {own_area(call).code, access::FieldClass::personal});
      !allowed) {
    return allowed;
  }
  const access::Views views = access::views_of(call.actor, {});
  if (!views.shows(access::Field::child_name) || !views.shows(access::Field::fact_schooling)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  if (wish.limit < 1 || wish.limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  return {};
}

bool is_wanted(const ComparisonWish& wish, const Verdict& verdict) {
  return verdict.is_in == (wish.only_unknown ? Tell::unknown : Tell::yes);
}

/// The row of a child as the actor may see it; none when it went meanwhile.
core::Result<std::optional<ComparedChild>> shown(const access::Call& call, const ListedChild& child,
                                                 const Verdict& verdict) {
  auto stored = store::find_child_by_number(call, own_area(call), child.number);
  if (!stored || !*stored) {
    return stored ? core::Result<std::optional<ComparedChild>>(std::optional<ComparedChild>())
                  : core::Result<std::optional<ComparedChild>>(stored.error());
  }
  const auto standing = find_standing(call, child.id, child.division);
  if (!standing || !*standing) {
    return standing ? core::Result<std::optional<ComparedChild>>(std::optional<ComparedChild>())
                    : core::Result<std::optional<ComparedChild>>(standing.error());
  }
  ComparedChild compared{std::move((*stored)->row), verdict.is_in == Tell::unknown, verdict.reason};
  show_as_allowed(access::views_of(call.actor, **standing), compared.row);
  compared.row.is_shielded = (*standing)->is_shielded;
  call.saw("child", child.id);
  return std::optional(std::move(compared));
}

}  // namespace

core::Result<Comparison> compare_lists(const access::Call& call, const ComparisonWish& wish) {
  const auto allowed = check(call, wish);
  const auto after = allowed ? read_after(wish.after) : core::Result<std::int64_t>(allowed.error());
  if (!after) {
    return after.error();
  }
  Comparison comparison;
  comparison.day = wish.day.value_or(call.today);
  Comparing comparing(call, comparison.day);
  if (auto loaded = comparing.load(); !loaded) {
    return loaded.error();
  }
  comparison.lists = comparing.lists();
  if (!access::views_of(call.actor, {}).shows(access::Field::child_sources)) {
    for (SentList& list : comparison.lists) {
      list.file.clear();
      list.sheet.clear();
      list.sender.clear();
    }
  }
  constexpr std::array sets{ComparedSet::never_enrolled, ComparedSet::not_present,
                            ComparedSet::poor_not_present};
  for (const ComparedSet set : sets) {
    comparison.counts.push_back({set, 0, 0});
  }
  std::int64_t last = 0;
  const auto done =
      comparing.each([&](const ListedChild& child, const auto& verdicts) -> core::Result<bool> {
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
          comparison.counts[i].children += verdicts[i].is_in == Tell::yes ? 1 : 0;
          comparison.counts[i].unknown += verdicts[i].is_in == Tell::unknown ? 1 : 0;
        }
        const Verdict& verdict = verdicts.at(static_cast<std::size_t>(wish.set));
        if (!is_wanted(wish, verdict) || child.number <= *after || comparison.next) {
          return true;
        }
        if (std::cmp_equal(comparison.items.size(), wish.limit)) {
          comparison.next = std::to_string(last);
          return true;
        }
        auto item = shown(call, child, verdict);
        if (!item) {
          return item.error();
        }
        if (*item) {
          comparison.items.push_back(std::move(**item));
          last = child.number;
        }
        return true;
      });
  return done ? core::Result<Comparison>(std::move(comparison))
              : core::Result<Comparison>(done.error());
}

core::Result<std::int64_t> each_compared(
    const access::Call& call, const ComparisonWish& wish,
    core::FunctionRef<core::Result<void>(const ComparedChild&)> take) {
  if (auto allowed = check(call, wish); !allowed) {
    return allowed.error();
  }
  Comparing comparing(call, wish.day.value_or(call.today));
  if (auto loaded = comparing.load(); !loaded) {
    return loaded.error();
  }
  std::int64_t rows = 0;
  const auto done =
      comparing.each([&](const ListedChild& child, const auto& verdicts) -> core::Result<bool> {
        const Verdict& verdict = verdicts.at(static_cast<std::size_t>(wish.set));
        if (!is_wanted(wish, verdict)) {
          return true;
        }
        const auto item = shown(call, child, verdict);
        if (!item) {
          return item.error();
        }
        if (*item) {
          ++rows;
          if (auto taken = take(**item); !taken) {
            return taken.error();
          }
        }
        return true;
      });
  return done ? core::Result<std::int64_t>(rows) : core::Result<std::int64_t>(done.error());
}

}  // namespace caregrid::registry
