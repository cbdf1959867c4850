#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/workplace.h"

namespace caregrid::cli {

/// Runs one command line (without the program's name) and gives its exit code.
ExitCode run(std::vector<std::string> arguments, const Surroundings& surroundings,
             Console& console);

/// The reference of all commands in Markdown, made from what `--help` knows.
std::string reference(const Surroundings& surroundings);

}  // namespace caregrid::cli
