#include "registry/link_grouping.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "registry/link_register.h"

namespace caregrid::registry {
namespace {

using Ends = std::pair<std::uint32_t, std::uint32_t>;

bool is_told(Sex sex) { return sex == Sex::male || sex == Sex::female; }

double log_odds_at(double probability) { return std::log(probability / (1 - probability)); }

/// Groups of records that are shown as one child, growing as pairs are found sure.
class Grouping final {
 public:
  Grouping(const RegisterRecords& records, const std::vector<LinkSubject>& subjects,
           const std::set<Ends>& parted)
      : records_(records), subjects_(subjects), parted_(parted), group_(subjects.size()) {
    std::iota(group_.begin(), group_.end(), 0U);
    for (std::uint32_t i = 0; i < subjects.size(); ++i) {
      members_[i] = {i};
    }
  }

  [[nodiscard]] std::uint32_t of(std::uint32_t record) const { return group_[record]; }

  void join(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t to = group_[a];
    const std::uint32_t from = group_[b];
    if (to == from) {
      return;
    }
    for (const std::uint32_t member : members_[from]) {
      group_[member] = to;
      members_[to].push_back(member);
    }
    members_.erase(from);
  }

  /// Why two groups may not become one without asking; none when they may.
  [[nodiscard]] std::optional<PairReason> obstacle(std::uint32_t a, std::uint32_t b) const {
    std::optional<PairReason> found;
    for (const std::uint32_t x : members_.at(group_[a])) {
      for (const std::uint32_t y : members_.at(group_[b])) {
        if (parted_.contains(std::minmax(x, y)) || records_.compare(x, y).is_never ||
            has_protected_conflict(records_.at(x), records_.at(y))) {
          return PairReason::protected_field;
        }
        if (subjects_[x].is_held || subjects_[y].is_held) {
          found = PairReason::hold;
        }
      }
    }
    return found;
  }

  [[nodiscard]] bool is_parted(std::uint32_t a, std::uint32_t b) const {
    for (const std::uint32_t x : members_.at(group_[a])) {
      for (const std::uint32_t y : members_.at(group_[b])) {
        if (parted_.contains(std::minmax(x, y))) {
          return true;
        }
      }
    }
    return false;
  }

  /// The record that shows a group: one with an official number of its own before others, then the
  /// oldest; of those that are shown now.
  [[nodiscard]] std::uint32_t face_of(std::uint32_t record) const {
    const auto& members = members_.at(group_[record]);
    return *std::ranges::min_element(members, {}, [&](std::uint32_t member) {
      const LinkSubject& subject = subjects_[member];
      return std::tuple(subject.kept != 0, !records_.at(member).is_identity_own, subject.number);
    });
  }

  /// Merges that make the groups, beginning with what is shown now.
  [[nodiscard]] std::vector<SureMerge> merges(
      const std::map<std::uint32_t, double>& probability) const {
    std::vector<SureMerge> merges;
    for (const auto& [group, members] : members_) {
      const std::uint32_t face = face_of(group);
      for (const std::uint32_t member : members) {
        if (member != face && subjects_[member].kept == 0) {
          const auto found = probability.find(member);
          merges.push_back({face, member, found == probability.end() ? 1 : found->second});
        }
      }
    }
    std::ranges::sort(merges, {}, [&](const SureMerge& one) {
      return std::pair(subjects_[one.kept].number, subjects_[one.merged].number);
    });
    return merges;
  }

 private:
  const RegisterRecords& records_;
  const std::vector<LinkSubject>& subjects_;
  const std::set<Ends>& parted_;
  std::vector<std::uint32_t> group_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> members_;
};

void join_kept(const std::vector<LinkSubject>& subjects, Grouping& grouping) {
  std::map<std::int64_t, std::uint32_t> places;
  for (std::uint32_t i = 0; i < subjects.size(); ++i) {
    places[subjects[i].number] = i;
  }
  for (std::uint32_t i = 0; i < subjects.size(); ++i) {
    const auto kept = places.find(subjects[i].kept);
    if (kept != places.end()) {
      grouping.join(kept->second, i);
    }
  }
}

LinkPair question(const RegisterRecords& records, const std::vector<LinkSubject>& subjects,
                  const Grouping& grouping, const stats::LinkageEdge& edge, PairReason reason) {
  const stats::Comparison compared = records.compare(edge.a, edge.b);
  LinkPair pair;
  const LinkSubject* a = &subjects[grouping.face_of(edge.a)];
  const LinkSubject* b = &subjects[grouping.face_of(edge.b)];
  if (a->number > b->number) {
    std::swap(a, b);
  }
  pair.a = a->number;
  pair.b = b->number;
  pair.a_id = a->id;
  pair.b_id = b->id;
  pair.reason = reason;
  pair.pattern = compared.pattern;
  pair.rarity = static_cast<double>(compared.rarity);
  pair.log_odds = static_cast<double>(edge.log_odds);
  return pair;
}

}  // namespace

bool has_protected_conflict(const LinkRecord& a, const LinkRecord& b) {
  const bool two_sexes = is_told(a.sex) && is_told(b.sex) && a.sex != b.sex;
  const bool two_numbers = a.is_identity_valid && b.is_identity_valid && a.identity != b.identity;
  return two_sexes || two_numbers;
}

LinkPlan plan_linkage(const RegisterRecords& records, const std::vector<LinkSubject>& subjects,
                      const stats::LinkageResult& result,
                      const std::set<std::pair<std::uint32_t, std::uint32_t>>& parted) {
  Grouping grouping(records, subjects, parted);
  join_kept(subjects, grouping);
  std::vector<stats::LinkageEdge> edges = result.pairs;
  std::ranges::sort(edges, [&](const stats::LinkageEdge& x, const stats::LinkageEdge& y) {
    return std::tuple(-x.log_odds, subjects[x.a].number, subjects[x.b].number) <
           std::tuple(-y.log_odds, subjects[y.a].number, subjects[y.b].number);
  });
  const double sure = log_odds_at(merge_probability);
  const double likely = log_odds_at(review_probability);
  std::map<std::uint32_t, double> probability;
  std::vector<std::pair<stats::LinkageEdge, PairReason>> questions;
  for (const stats::LinkageEdge& edge : edges) {
    const auto log_odds = static_cast<double>(edge.log_odds);
    if (log_odds < likely || grouping.of(edge.a) == grouping.of(edge.b)) {
      continue;
    }
    const bool is_clustered = result.clusters.cluster[edge.a] == result.clusters.cluster[edge.b];
    const auto obstacle = grouping.obstacle(edge.a, edge.b);
    if (log_odds >= sure && is_clustered && !obstacle) {
      const double p = stats::probability_of(log_odds);
      probability.emplace(edge.a, p);
      probability.emplace(edge.b, p);
      grouping.join(edge.a, edge.b);
      continue;
    }
    const PairReason otherwise = is_clustered ? PairReason::band : PairReason::refused;
    questions.emplace_back(edge, log_odds >= sure ? obstacle.value_or(otherwise) : otherwise);
  }
  LinkPlan plan;
  plan.merges = grouping.merges(probability);
  std::set<Ends> asked;
  for (const auto& [edge, reason] : questions) {
    const Ends groups = std::minmax(grouping.of(edge.a), grouping.of(edge.b));
    if (groups.first == groups.second || grouping.is_parted(edge.a, edge.b) ||
        !asked.insert(groups).second) {
      continue;
    }
    plan.pairs.push_back(question(records, subjects, grouping, edge, reason));
  }
  return plan;
}

}  // namespace caregrid::registry
