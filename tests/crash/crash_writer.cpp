// A program made to be killed: sends commands through the door from several threads and prints
// each acknowledged number. crash_test.cpp starts it, and looks at what it left behind.
//
// usage: crash_writer DATABASE FIRST COUNT KILL_AFTER_US
//
// Command n adds the text "1" to setting n, so that a double effect shows as "11". The numbers
// just below FIRST, whose acknowledgement may have been lost, are sent again first.

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "access/door.h"
#include "core/clock.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"

namespace caregrid {
namespace {

constexpr int threads = 8;
constexpr int resent = 64;
constexpr int sends_max = 3;

/// Kills the process as `kill -9` would, at a moment nobody in it can foresee.
void kill_after(long microseconds) {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGKILL;
  timer_t timer{};
  itimerspec when{};
  when.it_value.tv_nsec = microseconds * 1000;
  core::check(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
  core::check(timer_settime(timer, 0, &when, nullptr) == 0);
}

core::Result<std::string> send(access::Door& door, std::int64_t number) {
  const access::Actor actor{{}, access::Role::county, access::Area{990'601'000'000}, "writer"};
  const std::string name = std::to_string(number);
  const access::Command command{access::CommandId::derive(name), "append", name};
  return door.submit(actor, command, [&](const access::Call& call) -> core::Result<std::string> {
    const auto done = call.transaction.run(
        "INSERT INTO setting (county, name, value) VALUES (:county, :name, '1') "
        "ON CONFLICT (county, name) DO UPDATE SET value = setting.value || '1'",
        {{"county", call.county}, {"name", name}});
    call.changed("setting", access::CommandId::derive(name));
    return done ? core::Result<std::string>(name) : done.error();
  });
}

/// Sends until acknowledged, as a patient client would; prints in one write, so never half a line.
void send_and_tell(access::Door& door, std::int64_t number) {
  for (int sends = 0; sends < sends_max; ++sends) {
    if (const auto answer = send(door, number); answer.ok()) {
      const std::string line = *answer + "\n";
      core::check(write(STDOUT_FILENO, line.data(), line.size()) ==
                  static_cast<ssize_t>(line.size()));
      return;
    }
  }
}

int run(char** arguments) {
  const std::int64_t first = std::strtoll(arguments[2], nullptr, 10);
  const std::int64_t end = first + std::strtoll(arguments[3], nullptr, 10);
  if (const long kill_us = std::strtol(arguments[4], nullptr, 10); kill_us > 0) {
    kill_after(kill_us);
  }
  auto database = db::sqlite::open({.path = arguments[1]});
  if (!database || !db::migrate(**database, db::schema_files(), core::Instant{}).ok()) {
    return 1;
  }
  core::ManualClock clock({1'790'000'000'000'000});
  access::Door door(**database, clock);
  std::atomic<std::int64_t> next{first > resent ? first - resent : 0};
  const auto work = [&] {
    for (std::int64_t number = next++; number < end; number = next++) {
      send_and_tell(door, number);
    }
  };
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back(work);
  }
  for (std::thread& thread : running) {
    thread.join();
  }
  return 0;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) { return count == 5 ? caregrid::run(arguments) : 2; }
