#include "assessment/publication.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "access/policy.h"
#include "assessment/publication_store.h"
#include "registry/operations.h"
#include "tabular/table_writer.h"

namespace caregrid::assessment {
namespace {

constexpr std::size_t dimensions_max = 3;

core::Result<void> check_wish(const PublicationWish& wish) {
  const auto is_twice = [&](Dimension dimension) {
    return std::ranges::count(wish.by, dimension) > 1;
  };
  const auto is_of_needs = [](Dimension dimension) {
    return dimension == Dimension::kind || dimension == Dimension::tier;
  };
  if (wish.by.empty() || wish.by.size() > dimensions_max ||
      std::ranges::any_of(wish.by, is_twice) ||
      (wish.what == Measure::children && std::ranges::any_of(wish.by, is_of_needs))) {
    return core::invalid("by", "publication.dimensions");
  }
  return {};
}

std::string key_of(const Tally& tally, Dimension dimension) {
  switch (dimension) {
    case Dimension::township:
      return std::to_string(tally.township);
    case Dimension::sex:
      return tally.sex == 1 ? "male" : tally.sex == 2 ? "female" : "unknown";
    case Dimension::age:
      return std::string(age_bands.at(static_cast<std::size_t>(tally.age)));
    case Dimension::kind:
      return tally.kind;
    case Dimension::tier:
      break;
  }
  return std::to_string(tally.tier);
}

/// The categories of a dimension in the order people expect: those that occur, and those that
/// always stand there.
std::vector<std::string> keys_of(const std::vector<Tally>& tallies, Dimension dimension) {
  if (dimension == Dimension::sex) {
    return {"male", "female", "unknown"};
  }
  if (dimension == Dimension::age) {
    return {age_bands.begin(), age_bands.end()};
  }
  std::vector<std::string> keys;
  for (const Tally& tally : tallies) {
    keys.push_back(key_of(tally, dimension));
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.empty()) {
    keys.emplace_back("none");
  }
  return keys;
}

ReleasedTable table_of(const std::vector<Tally>& tallies, const PublicationWish& wish,
                       std::int64_t area) {
  ReleasedTable made;
  made.area = area;
  std::vector<std::size_t> sizes;
  std::size_t inner_cells = 1;
  for (const Dimension dimension : wish.by) {
    made.dimensions.emplace_back(core::name_of(dimension));
    made.categories.push_back(keys_of(tallies, dimension));
    sizes.push_back(made.categories.back().size());
    inner_cells *= sizes.back();
  }
  std::vector<std::int64_t> inner(inner_cells, 0);
  for (const Tally& tally : tallies) {
    std::size_t at = 0;
    for (std::size_t d = 0; d < wish.by.size(); ++d) {
      const auto& keys = made.categories[d];
      const auto found = std::ranges::find(keys, key_of(tally, wish.by[d]));
      at = at * keys.size() + static_cast<std::size_t>(found - keys.begin());
    }
    inner[at] += tally.count;
  }
  made.table = stats::with_margins(sizes, inner);
  return made;
}

/// Kinds of need tell of danger, illness and crisis: there ten is the least that is shown.
stats::DisclosureRules rules_of(const PublicationWish& wish) {
  const bool tells_kinds = std::ranges::find(wish.by, Dimension::kind) != wish.by.end();
  return tells_kinds ? stats::rules_for_sensitive : stats::DisclosureRules{};
}

/// What was published of the same measure.
core::Result<std::vector<ReleasedTable>> released_before(const access::Call& call, Measure what) {
  constexpr int looked_at_max = 1000;
  auto stored = list_stored(call, looked_at_max);
  if (!stored) {
    return stored.error();
  }
  std::vector<ReleasedTable> released;
  for (StoredPublication& each : *stored) {
    if (each.publication.what == what) {
      released.push_back(std::move(each.released));
    }
  }
  return released;
}

core::Result<std::map<std::string, std::string>> township_names(const access::Call& call) {
  const auto divisions = registry::list_divisions(call);
  if (!divisions) {
    return divisions.error();
  }
  std::map<std::string, std::string> names;
  for (const auto& division : *divisions) {
    names[std::to_string(division.code)] = division.name;
  }
  return names;
}

void tell(const ReleasedTable& released, const std::map<std::string, std::string>& names,
          Publication& into) {
  for (std::size_t d = 0; d < into.by.size(); ++d) {
    auto& categories = into.categories.emplace_back();
    for (const std::string& key : released.categories[d]) {
      const auto name = names.find(key);
      const bool is_place = into.by[d] == Dimension::township && name != names.end();
      categories.push_back({key, is_place ? name->second : std::string()});
    }
  }
  for (std::size_t cell = 0; cell < released.table.counts.size(); ++cell) {
    into.counts.push_back(released.hidden[cell] != 0 ? std::nullopt
                                                     : std::optional(released.table.counts[cell]));
  }
}

core::Result<void> may_read(const access::Call& call) {
  return access::authorise(call.actor, access::Operation::see_counts,
                           {0, access::FieldClass::open});
}

}  // namespace

core::Result<Publication> publish_counts(const access::Call& call, const PublicationId& id,
                                         const PublicationWish& wish) {
  if (const auto allowed = access::authorise(call.actor, access::Operation::publish_counts, {});
      !allowed) {
    return allowed.error();
  }
  if (const auto right = check_wish(wish); !right) {
    return right.error();
  }
  const auto tallies = tally(call, wish.what);
  const auto earlier = released_before(call, wish.what);
  const auto names = township_names(call);
  if (!tallies || !earlier || !names) {
    return !tallies ? tallies.error() : !earlier ? earlier.error() : names.error();
  }
  const stats::DisclosureRules rules = rules_of(wish);
  StoredPublication stored;
  stored.released = table_of(*tallies, wish, call.actor.area.code);
  auto hidden = audit_release(stored.released, *earlier, rules);
  if (!hidden) {
    return hidden.error();
  }
  stored.released.hidden = std::move(*hidden);
  Publication& told = stored.publication;
  told = {id, wish.what, wish.by, call.today, call.now, rules.threshold, {}, {}};
  tell(stored.released, *names, told);
  if (const auto done = insert_publication(call, stored); !done) {
    return done.error();
  }
  call.changed("publication", id);
  return std::move(told);
}

core::Result<Publication> find_publication(const access::Call& call, const PublicationId& id) {
  if (const auto allowed = may_read(call); !allowed) {
    return allowed.error();
  }
  auto stored = find_stored(call, id);
  if (!stored) {
    return stored.error();
  }
  if (!*stored) {
    return core::failure(core::Code::not_found, "publication.not_found");
  }
  return std::move((*stored)->publication);
}

core::Result<PublicationList> list_publications(const access::Call& call) {
  if (const auto allowed = may_read(call); !allowed) {
    return allowed.error();
  }
  constexpr int listed_max = 100;
  const auto stored = list_stored(call, listed_max);
  if (!stored) {
    return stored.error();
  }
  PublicationList list;
  for (const StoredPublication& each : *stored) {
    const Publication& told = each.publication;
    list.items.push_back({told.id, told.what, told.by, told.day, told.published_at});
  }
  return list;
}

core::Result<std::int64_t> export_publication(const Publication& publication,
                                              const ExportFile& file) {
  auto writer = file.format == TableFormat::csv ? tabular::create_csv(file.path)
                                                : tabular::create_xlsx(file.path);
  if (!writer) {
    return writer.error();
  }
  std::vector<std::string_view> header;
  std::vector<std::size_t> sizes;
  for (std::size_t d = 0; d < publication.by.size(); ++d) {
    header.push_back(core::name_of(publication.by[d]));
    sizes.push_back(publication.categories[d].size());
  }
  header.emplace_back("count");
  if (const auto begun = (*writer)->begin_sheet({core::name_of(publication.what), header});
      !begun) {
    return begun.error();
  }
  for (std::size_t cell = 0; cell < publication.counts.size(); ++cell) {
    const auto places = stats::places_of(sizes, cell);
    const auto& count = publication.counts[cell];
    const std::string text = count ? std::to_string(*count) : "·";
    std::vector<tabular::OutCell> cells;
    for (std::size_t d = 0; d < places.size(); ++d) {
      const bool is_total = places[d] == sizes[d];
      const Category none{"*", {}};
      const Category& category = is_total ? none : publication.categories[d][places[d]];
      cells.push_back({is_total                 ? std::string_view("*")
                       : category.label.empty() ? std::string_view(category.key)
                                                : std::string_view(category.label)});
    }
    cells.push_back({text, count ? tabular::CellKind::number : tabular::CellKind::text});
    if (const auto done = (*writer)->add_row(cells); !done) {
      return done.error();
    }
  }
  if (const auto done = (*writer)->finish(); !done) {
    return done.error();
  }
  return static_cast<std::int64_t>(publication.counts.size());
}

}  // namespace caregrid::assessment
