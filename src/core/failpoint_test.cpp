// Shows that a failpoint does what the environment asks, at the visit it asks for, and that a
// broken check stops the process. Each row runs in a child process, because the environment is read
// once and because some rows must die.
#include "core/failpoint.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "core/check.h"

namespace caregrid::core {
namespace {

/// The wait status of a child that runs `body` and exits with what it returns.
template <class Body>
int status_of_child(Body body) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);  // The test program's own handler would report a crash.
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || ::dup2(nowhere, STDERR_FILENO) < 0) {
      ::_exit(99);
    }
    ::_exit(body());
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

TEST_CASE("a failpoint acts at its visit and nowhere else") {
  struct Row {
    const char* setting;
    int expected_exit;  // Four bits: at which of four visits an error came back; 137: killed.
  };
  constexpr std::array rows = {
      Row{nullptr, 0},
      Row{"db.commit.before=error@1", 0b0001},
      Row{"db.commit.before=error", 0b0001},
      Row{"db.commit.before=error@3", 0b0100},
      Row{"db.commit.before=error@9", 0},
      Row{"db.commit.after=error@1", 0},
      Row{"db.commit.before", 0},
      Row{"db.commit.before=exit@2", 137},
  };
  for (const auto& row : rows) {
    CAPTURE(row.setting);
    const int status = status_of_child([&] {
      if (row.setting != nullptr) {
        ::setenv("CAREGRID_FAILPOINT", row.setting, 1);
      }
      int errors = 0;
      for (unsigned visit = 0; visit < 4; ++visit) {
        errors |= failpoint("db.commit.before") == Fault::error ? 1 << visit : 0;
      }
      return errors;
    });
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == row.expected_exit);
  }
}

TEST_CASE("a broken check aborts, a kept one does not") {
  const int kept = status_of_child([] {
    check(true);
    return 7;
  });
  CHECK(WIFEXITED(kept));
  CHECK(WEXITSTATUS(kept) == 7);
  const int broken = status_of_child([] {
    check(false);
    return 7;
  });
  CHECK(WIFSIGNALED(broken));
  CHECK(WTERMSIG(broken) == SIGABRT);
}

}  // namespace
}  // namespace caregrid::core
