#include "registry/county_keeper.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "access/journal_store.h"
#include "registry/index_store.h"
#include "registry/link_source.h"
#include "registry/reading.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

/// Children read at one time; each lies open in memory meanwhile.
constexpr int read_at_once = 500;

/// What is to be entered of some children: those that are gone are removed.
struct Batch {
  std::vector<LinkChild> children;
  std::vector<index_store::ChildSchool> schools;
  std::vector<std::int64_t> gone;
};

core::Result<void> add_range(const access::Call& call, std::int64_t first, int most, Batch& batch) {
  auto children = list_link_children(call, first, most);
  if (!children) {
    return children.error();
  }
  if (children->empty()) {
    return {};
  }
  auto schools = index_store::list_schools(call, first, children->back().number);
  if (!schools) {
    return schools.error();
  }
  batch.children = std::move(*children);
  batch.schools = std::move(*schools);
  return {};
}

core::Result<void> add_one(const access::Call& call, std::int64_t number, Batch& batch) {
  auto child = find_link_child(call, number);
  if (!child) {
    return child.error();
  }
  if (!*child) {
    batch.gone.push_back(number);
    return {};
  }
  auto schools = index_store::list_schools(call, number, number);
  if (!schools) {
    return schools.error();
  }
  batch.children.push_back(std::move(**child));
  std::ranges::move(*schools, std::back_inserter(batch.schools));
  return {};
}

void enter(const Batch& batch, CountyMemory& memory) {
  for (const std::int64_t number : batch.gone) {
    memory.children.remove(number);
    memory.duplicates.remove(number);
  }
  std::vector<std::string> phones;
  for (const LinkChild& child : batch.children) {
    // Shown as another child, or another county answers for it: not found here.
    if (child.kept != 0 || is_away(child.division)) {
      memory.children.remove(child.number);
      memory.duplicates.remove(child.number);
      continue;
    }
    IndexedChild indexed{child.number,   child.name, child.division, {}, child.born_on,
                         child.identity, {}};
    const auto school = std::ranges::lower_bound(batch.schools, child.number, {},
                                                 &index_store::ChildSchool::number);
    if (school != batch.schools.end() && school->number == child.number) {
      indexed.school = school->school;
    }
    phones.clear();
    for (const LinkPerson& person : child.people) {
      auto digits = read_phone(person.phone);
      if (digits && std::ranges::find(phones, *digits) == phones.end()) {
        phones.push_back(std::move(*digits));
      }
    }
    indexed.phones.assign(phones.begin(), phones.end());
    memory.children.put(indexed);
    memory.duplicates.put(child.number, child.claim());
  }
}

}  // namespace

/// `lock` guards what readers see; `working` is held by the one thread that reads the register for
/// it, so that readers wait for no database.
struct CountyKeeper::County {
  std::mutex working;
  std::shared_mutex lock;
  CountyMemory memory;
  std::vector<Division> places;
  std::int64_t next_number = 1;   ///< Children from here on are not entered yet.
  std::int64_t seen_change = -1;  ///< Of the change feed; -1: not begun.
  std::int64_t change_part = 0;   ///< Ids of the next change that are entered already.
  std::atomic<bool> is_built = false;
};

CountyKeeper::CountyKeeper(std::function<void(std::int64_t)> wake) : wake_(std::move(wake)) {}

CountyKeeper::~CountyKeeper() = default;

CountyKeeper::County& CountyKeeper::county_of(std::int64_t code) {
  const std::scoped_lock guard(mutex_);
  std::unique_ptr<County>& county = counties_[code];
  if (!county) {
    county = std::make_unique<County>();
  }
  return *county;
}

core::Result<void> CountyKeeper::read_places(const access::Call& call, County& county) {
  auto places = store::list_divisions(call, whole_county(call));
  if (!places) {
    return places.error();
  }
  {
    const std::shared_lock guard(county.lock);
    if (county.places == *places) {
      return {};
    }
  }
  const std::unique_lock guard(county.lock);
  for (const Division& place : *places) {
    county.memory.children.put_place(place.code, place.name);
  }
  county.places = std::move(*places);
  return {};
}

core::Result<void> CountyKeeper::build(const access::Call& call, County& county, int most) {
  if (county.seen_change < 0) {
    // What changes from now on is entered again afterwards.
    const auto newest = access::find_newest_change(call.transaction, call.county);
    if (!newest) {
      return newest.error();
    }
    county.seen_change = *newest;
  }
  for (int entered = 0; entered < most;) {
    Batch batch;
    const int count = std::min(read_at_once, most - entered);
    if (const auto read = add_range(call, county.next_number, count, batch); !read) {
      return read;
    }
    const std::unique_lock guard(county.lock);
    if (batch.children.empty()) {
      county.memory.duplicates.settle();
      county.is_built = true;
      return {};
    }
    enter(batch, county.memory);
    county.memory.duplicates.settle();
    county.next_number = batch.children.back().number + 1;
    entered += static_cast<int>(batch.children.size());
  }
  return {};
}

/// Takes in what the feed names since, at most `most` children; whether nothing is left.
core::Result<bool> CountyKeeper::follow(const access::Call& call, County& county,
                                        std::size_t most) {
  const auto newest = access::find_newest_change(call.transaction, call.county);
  if (!newest || *newest <= county.seen_change) {
    return newest ? core::Result<bool>(true) : core::Result<bool>(newest.error());
  }
  const auto changed =
      access::list_changed(call.transaction, {call.county, county.seen_change + 1, *newest});
  if (!changed) {
    return changed.error();
  }
  Batch batch;
  std::set<std::int64_t> numbers;
  std::int64_t seen = *newest;
  std::int64_t part = 0;
  for (const access::StoredTouch& touch : changed->rows) {
    constexpr std::size_t id_bytes = 16;
    if (touch.kind != "child") {
      continue;
    }
    const bool is_first = touch.seq == county.seen_change + 1;
    const std::size_t ids = touch.ids.size() / id_bytes;
    std::size_t i = is_first ? static_cast<std::size_t>(county.change_part) : 0;
    for (; i < ids && numbers.size() < most; ++i) {
      const auto id = ChildId::from(touch.ids.subspan(i * id_bytes, id_bytes));
      const auto number =
          id ? index_store::find_number(call, *id)
             : core::Result<std::optional<std::int64_t>>(std::optional<std::int64_t>());
      if (!number) {
        return number.error();
      }
      if (*number) {
        numbers.insert(**number);
      }
    }
    if (i < ids) {
      seen = touch.seq - 1;
      part = static_cast<std::int64_t>(i);
      break;
    }
  }
  for (const std::int64_t number : numbers) {
    if (const auto read = add_one(call, number, batch); !read) {
      return read.error();
    }
  }
  const std::unique_lock guard(county.lock);
  enter(batch, county.memory);
  county.memory.duplicates.settle();
  county.seen_change = seen;
  county.change_part = part;
  return seen == *newest;
}

core::Result<IndexState> CountyKeeper::state_of(const access::Call& call, County& county,
                                                bool is_ready) {
  const auto last = index_store::find_last_number(call);
  if (!last) {
    return last.error();
  }
  const std::shared_lock guard(county.lock);
  const std::int64_t done = county.is_built ? *last : county.next_number - 1;
  return IndexState{is_ready, std::min(done, *last), *last,
                    county.memory.children.bytes() + county.memory.duplicates.bytes()};
}

core::Result<IndexState> CountyKeeper::work(const access::Call& call, int most) {
  County& county = county_of(call.county);
  const std::scoped_lock working(county.working);
  if (const auto read = read_places(call, county); !read) {
    return read.error();
  }
  if (!county.is_built) {
    if (const auto built = build(call, county, most); !built) {
      return built.error();
    }
    if (!county.is_built) {
      return state_of(call, county, false);
    }
  }
  const auto followed = follow(call, county, static_cast<std::size_t>(most));
  return followed ? state_of(call, county, *followed) : core::Result<IndexState>(followed.error());
}

core::Result<IndexState> CountyKeeper::use(const access::Call& call,
                                           core::FunctionRef<void(const CountyMemory&)> use) {
  County& county = county_of(call.county);
  {
    // Whoever works on it now has much to do, or is done at once.
    std::unique_lock working(county.working, std::defer_lock);
    if (county.is_built) {
      working.lock();
    }
    bool is_ready = county.is_built;
    if (is_ready) {
      const auto read = read_places(call, county);
      const auto followed =
          read ? follow(call, county, use_changes_max) : core::Result<bool>(read.error());
      if (!followed) {
        return followed.error();
      }
      is_ready = *followed;
    }
    if (!is_ready) {
      if (wake_) {
        wake_(call.county);
      }
      return state_of(call, county, false);
    }
  }
  const std::shared_lock guard(county.lock);
  use(county.memory);
  return IndexState{true, static_cast<std::int64_t>(county.memory.children.count()),
                    static_cast<std::int64_t>(county.memory.children.count()), 0};
}

}  // namespace caregrid::registry
