#include "registry/link_register.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "access/policy.h"
#include "core/json_codec.h"
#include "registry/import_store.h"
#include "registry/link_grouping.h"
#include "registry/link_model.h"
#include "registry/link_pair_store.h"
#include "registry/link_people.h"
#include "registry/link_source.h"
#include "registry/standing.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t merges_at_once = 100;
constexpr std::int64_t steps = 100;
constexpr std::int64_t steps_read = 30;
constexpr std::int64_t steps_linked = 50;

/// All that linkage needs to know of a county.
struct County {
  std::vector<LinkSubject> subjects;
  std::vector<LinkRecord> records;
  std::vector<std::vector<PackedPerson>> people;
  std::set<std::pair<std::uint32_t, std::uint32_t>> parted;
  std::int64_t last_child = 0;  ///< The highest number met.
};

core::Result<void> may_link(const access::Call& call) {
  const access::Resource county{whole_county(call).code, access::FieldClass::sensitive};
  return access::authorise(call.actor, access::Operation::link_children, county);
}

core::Result<County> read_county(const access::Call& call) {
  if (const auto allowed = may_link(call); !allowed) {
    return allowed.error();
  }
  const auto shielded = list_shielded(call);
  const auto held = link_pair_store::list_held(call);
  const auto parted = link_pair_store::list_parted(call);
  if (!shielded || !held || !parted) {
    return !shielded ? shielded.error() : !held ? held.error() : parted.error();
  }
  County county;
  std::map<std::int64_t, std::uint32_t> places;
  const LinkPacker packer;
  const auto done = each_link_child(call, [&](LinkChild&& child) {
    county.last_child = child.number;
    // Where a shielded child is must not come out by what it agrees with.
    if (shielded->contains(child.number) || shielded->contains(child.kept)) {
      return;
    }
    places[child.number] = static_cast<std::uint32_t>(county.subjects.size());
    county.subjects.push_back({child.number, child.id, child.kept, held->contains(child.number)});
    county.records.push_back(packer.pack(child.claim()));
    county.people.push_back(pack_people(packer, child));
  });
  if (!done) {
    return done.error();
  }
  for (const auto& [a, b] : *parted) {
    const auto first = places.find(a);
    const auto second = places.find(b);
    if (first != places.end() && second != places.end()) {
      county.parted.insert(std::minmax(first->second, second->second));
    }
  }
  return county;
}

stats::LinkageDecisions decisions_of(const County& county) {
  stats::LinkageDecisions decisions;
  std::map<std::int64_t, std::uint32_t> places;
  for (std::uint32_t i = 0; i < county.subjects.size(); ++i) {
    places[county.subjects[i].number] = i;
  }
  for (std::uint32_t i = 0; i < county.subjects.size(); ++i) {
    const auto kept = places.find(county.subjects[i].kept);
    if (kept != places.end()) {
      decisions.must.emplace_back(kept->second, i);
    }
  }
  decisions.cannot.assign(county.parted.begin(), county.parted.end());
  return decisions;
}

/// Links by what the county itself teaches, or by the shipped model where that is too little.
stats::LinkageResult link(const RegisterRecords& records, const County& county,
                          LinkageReport& report) {
  stats::LinkageOptions options;
  options.decisions = decisions_of(county);
  if (!teaches_enough(records.count())) {
    report.used_prior = true;
    options.model = prior_link_model(records.count());
    return stats::link_records(records, options);
  }
  return stats::link_records(records, options);
}

/// Who links, through which door, as which run.
struct Run {
  access::Door& door;
  const access::Actor& actor;
  const LinkageRunId& id;
  const LinkageWork& work;
};

/// Makes some of the merges in one command.
core::Result<std::int64_t> submit_merges(const Run& run, std::span<const MergeWish> wishes) {
  const std::string payload = run.id.text();
  const access::Command command{access::CommandId::derive("merge" + wishes.front().id.text()),
                                "link_register", payload, true};
  std::int64_t merged = 0;
  const auto done = run.door.submit(
      run.actor, command, [&](const access::Call& call) -> core::Result<std::string> {
        merged = 0;
        for (const MergeWish& wish : wishes) {
          const auto made = merge_children(call, wish, [&](const Following& following) {
            return run.work.follow(call, following);
          });
          // Somebody was faster: the children are one, erased, or told apart by now.
          const bool is_overtaken = !made && (made.error().code == core::Code::conflict ||
                                              made.error().code == core::Code::not_found ||
                                              made.error().code == core::Code::invalid);
          if (!made && !is_overtaken) {
            return made.error();
          }
          merged += made ? 1 : 0;
        }
        return std::string("{}");
      });
  return done ? core::Result<std::int64_t>(merged) : core::Result<std::int64_t>(done.error());
}

std::vector<MergeWish> wishes_of(const LinkageRunId& run, const County& county,
                                 const std::vector<SureMerge>& merges) {
  std::vector<MergeWish> wishes;
  for (const SureMerge& merge : merges) {
    const LinkSubject& kept = county.subjects[merge.kept];
    const LinkSubject& merged = county.subjects[merge.merged];
    wishes.push_back({MergeId::derive(run.text() + kept.id.text() + merged.id.text()), kept.id,
                      merged.id, MergeOrigin::linkage, merge.probability});
  }
  return wishes;
}

core::Result<void> store_pairs(const Run& run, const LinkPlan& plan,
                               const stats::LinkageModel& model, std::int64_t last_child,
                               LinkageReport& report) {
  const std::string payload = run.id.text();
  const access::Command command{access::CommandId::derive("pairs" + payload), "link_register",
                                payload, true};
  const auto done = run.door.submit(
      run.actor, command, [&](const access::Call& call) -> core::Result<std::string> {
        if (const auto allowed = may_link(call); !allowed) {
          return allowed.error();
        }
        const auto added = link_pair_store::replace_open(call, plan.pairs);
        if (!added) {
          return added.error();
        }
        report.added = *added;
        const auto kept = link_pair_store::put_model(call, to_json(model), last_child);
        return kept ? core::Result<std::string>("{}") : core::Result<std::string>(kept.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace

core::Result<bool> has_unlinked_children(const access::Call& call) {
  const auto allowed = may_link(call);
  return allowed ? link_pair_store::has_unlinked(call) : core::Result<bool>(allowed.error());
}

core::Result<LinkageReport> link_register(access::Door& door, const access::Actor& actor,
                                          const LinkageRunId& id, const LinkageWork& work) {
  std::optional<County> county;
  const auto read = door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto found = read_county(call);
    if (!found) {
      return found.error();
    }
    county = std::move(*found);
    return {};
  });
  if (!read) {
    return read.error();
  }
  LinkageReport report;
  report.children = static_cast<std::int64_t>(county->subjects.size());
  if (!work.report(steps_read, steps)) {
    return report;
  }
  const RegisterRecords records(std::move(county->records), std::move(county->people));
  const stats::LinkageResult result = link(records, *county, report);
  const LinkPlan plan = plan_linkage(records, county->subjects, result, county->parted);
  const stats::LinkageQuality quality = stats::estimate_quality(result, merge_probability);
  report.precision = quality.precision;
  report.recall = quality.recall;
  report.waiting = static_cast<std::int64_t>(plan.pairs.size());
  const Run run{door, actor, id, work};
  const std::vector<MergeWish> wishes = wishes_of(id, *county, plan.merges);
  for (std::size_t i = 0; i < wishes.size(); i += merges_at_once) {
    const auto share = static_cast<std::int64_t>(i * (steps - steps_linked) / wishes.size());
    if (!work.report(steps_linked + share, steps)) {
      return report;
    }
    const std::size_t count = std::min(merges_at_once, wishes.size() - i);
    const auto merged = submit_merges(run, std::span(wishes).subspan(i, count));
    if (!merged) {
      return merged.error();
    }
    report.merged += *merged;
  }
  const auto stored = store_pairs(run, plan, result.fit.model, county->last_child, report);
  if (!stored) {
    return stored.error();
  }
  work.report(steps, steps);
  return report;
}

}  // namespace caregrid::registry
