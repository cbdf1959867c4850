#pragma once

#include <string_view>

namespace caregrid::core {

/// What a test asked a failpoint to do.
enum class Fault { none, error };

/// A named place where tests may crash the process or inject an error.
///
/// Set by the environment before start: CAREGRID_FAILPOINT="db.commit.before=exit@3" exits at the
/// third visit without unwinding (as kill -9 would); "=error@3" returns `Fault::error` once.
/// Cost when unset: one load and one branch.
Fault failpoint(std::string_view name);

}  // namespace caregrid::core
