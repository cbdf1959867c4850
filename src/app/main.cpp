#include <unistd.h>

#include <iostream>

#include "app/backup.h"
#include "app/serve.h"
#include "app/version.h"
#include "app/workplace.h"
#include "cli/program.h"
#include "http/openapi.h"
#include "http/routes.h"

int main(int count, char** words) {
  using namespace caregrid;
  cli::Console console{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  cli::Surroundings surroundings;
  surroundings.version = app::program_version();
  surroundings.open = [&console](const cli::DataOptions& options) {
    return app::open_workplace(options, [&](const std::string& path) {
      console.errors
          << "A key file was made: " << path
          << "\nKeep a copy in a safe, apart from the backups. Without it nobody can read "
             "the register again.\n";
    });
  };
  surroundings.open_to_read = app::open_to_read;
  surroundings.serve = app::serve;
  core::RealFileSystem files;
  surroundings.back_up = [&](const cli::DataOptions& options, const std::string& folder) {
    return app::back_up(files, options, folder);
  };
  surroundings.restore_files = [&](const cli::DataOptions& options,
                                   const cli::RestoreSource& source) {
    return app::restore_files(files, options, source);
  };
  surroundings.openapi = [] {
    return http::openapi_document(http::all_routes(), app::program_version());
  };
  const std::vector<std::string> arguments(words + 1, words + count);
  return static_cast<int>(cli::run(arguments, surroundings, console));
}
