#include "app/key_watch.h"

#include <chrono>
#include <exception>

#include "cli/key_requests.h"

namespace caregrid::app {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 200ms;

}  // namespace

KeyWatch::KeyWatch(cli::Workplace& workplace)
    : workplace_(workplace), thread_([this](const std::stop_token& stop) { work(stop); }) {}

void KeyWatch::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      cli::serve_key_requests(workplace_, [&] { return !stop.stop_requested(); });
    } catch (const std::exception&) {
      // Memory is exhausted: the wish still lies there, and is taken up again in a moment.
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, stop, look_every, [] { return false; });
  }
}

}  // namespace caregrid::app
