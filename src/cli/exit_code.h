#pragma once

#include <array>
#include <string_view>

#include "core/result.h"

namespace caregrid::cli {

/// What the program tells the shell.
enum class ExitCode {
  done = 0,
  failed = 1,
  usage = 2,
  partly_rejected = 3,
  unavailable = 4,
  unhealthy = 5,
};

struct ExitCodeDoc {
  ExitCode code;
  std::string_view meaning;
};

/// The table that `--help` and docs/reference/cli.md print.
inline constexpr std::array exit_code_docs{
    ExitCodeDoc{ExitCode::done, "done"},
    ExitCodeDoc{ExitCode::failed, "failed; the message names the reason, nothing is half-done"},
    ExitCodeDoc{ExitCode::usage, "the command line is wrong; see --help"},
    ExitCodeDoc{ExitCode::partly_rejected, "done, but some rows were rejected and given back"},
    ExitCodeDoc{ExitCode::unavailable, "the data are in use, the disk is full or the port taken"},
    ExitCodeDoc{ExitCode::unhealthy,
                "doctor, journal verify or rules found something that needs attention"},
};

/// The exit code of a failure.
ExitCode exit_code_of(const core::Error& error);

}  // namespace caregrid::cli
