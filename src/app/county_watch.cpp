#include "app/county_watch.h"

namespace caregrid::app {
namespace {

constexpr int children_a_step = 500;
constexpr std::int64_t codes_per_county = 1'000'000;

}  // namespace

CountyWatch::CountyWatch(access::Door& door)
    : door_(door),
      keeper_([this](std::int64_t county) { wake(county); }),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

void CountyWatch::wake(std::int64_t county) {
  const std::scoped_lock guard(mutex_);
  waiting_.insert(county);
  woken_.notify_one();
}

bool CountyWatch::work_on(std::int64_t county) {
  // Nobody is shown anything: the index answers no one before their own rights are asked.
  const access::Actor actor{
      {}, access::Role::county, access::Area{county * codes_per_county}, "county index"};
  bool is_ready = true;
  const auto done = door_.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto state = keeper_.work(call, children_a_step);
    is_ready = !state || state->is_ready;
    return state ? core::Result<void>() : core::Result<void>(state.error());
  });
  return is_ready || !done;  // What failed is tried again at the next search.
}

void CountyWatch::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::int64_t county = 0;
    {
      std::unique_lock guard(mutex_);
      if (!woken_.wait(guard, stop, [this] { return !waiting_.empty(); })) {
        return;
      }
      county = *waiting_.begin();
    }
    if (work_on(county)) {
      const std::scoped_lock guard(mutex_);
      waiting_.erase(county);
    }
  }
}

}  // namespace caregrid::app
