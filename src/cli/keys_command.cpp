#include <chrono>
#include <thread>

#include "cli/commands.h"
#include "cli/key_requests.h"
#include "cli/key_work.h"
#include "core/file.h"
#include "core/id.h"
#include "core/rng.h"

namespace caregrid::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 50ms;
/// A server takes a wish up within a second, or once it has started; other programs never do.
constexpr auto patience = 30s;

ExitCode fail(const Console& console, const core::Error& error) {
  tell(console, error);
  return exit_code_of(error);
}

struct KeyRequestTag;

/// Has the server that holds the database do it, and waits. Whoever gives up waiting takes nothing
/// back: a wish that was taken up lies there until it is done.
ExitCode ask_server(const DataOptions& options, const KeyWork& work, const core::Error& in_use,
                    Console& console) {
  core::RealFileSystem files;
  core::SystemRng rng;
  const std::string name = core::Id<KeyRequestTag>::make(core::SystemClock().now(), rng).text();
  if (const auto left = leave_key_request(files, options.folder, name, work); !left) {
    return fail(console, left.error());
  }
  ProgressBar bar(console, "keys");
  const auto given_up_at = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto answer = find_key_answer(files, options.folder, name);
    if (answer && answer->is_final) {
      static_cast<void>(forget_key_answer(files, options.folder, name).ok());
      if (!answer->reason.empty()) {
        return fail(console,
                    core::failure(core::Code::unavailable, answer->reason, answer->detail));
      }
      console.out << answer->text;
      return ExitCode::done;
    }
    if (answer && answer->total > 0) {
      bar.show(answer->done, answer->total);
    }
    if (!answer && std::chrono::steady_clock::now() > given_up_at) {
      static_cast<void>(end_key_request(files, options.folder, name).ok());
      return fail(console, in_use);
    }
    std::this_thread::sleep_for(look_every);
  }
}

/// Does the work here, or where the database is open already.
ExitCode do_key_work(const DataOptions& options, const KeyWork& work,
                     const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options);
  if (!workplace && workplace.error().reason == "db.in_use") {
    return ask_server(options, work, workplace.error(), console);
  }
  if (!workplace) {
    return fail(console, workplace.error());
  }
  ProgressBar bar(console, "keys");
  const auto done = work_on_keys(**workplace, work, [&](std::int64_t keys, std::int64_t total) {
    bar.show(keys, total);
    return true;
  });
  if (!done) {
    return fail(console, done.error());
  }
  console.out << *done;
  return ExitCode::done;
}

}  // namespace

ExitCode show_keys(const DataOptions& options, const Surroundings& surroundings, Console& console) {
  return do_key_work(options, {"status", {}}, surroundings, console);
}

ExitCode rotate_keys(const KeyOptions& options, const Surroundings& surroundings,
                     Console& console) {
  return do_key_work(options.data, {options.with_data ? "renew" : "rotate", {}}, surroundings,
                     console);
}

ExitCode retire_key(const KeyOptions& options, const Surroundings& surroundings, Console& console) {
  return do_key_work(options.data, {"retire", options.key}, surroundings, console);
}

}  // namespace caregrid::cli
