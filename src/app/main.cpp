#include <unistd.h>

#include <iostream>

#include "app/serve.h"
#include "app/version.h"
#include "app/workplace.h"
#include "cli/program.h"
#include "http/openapi.h"
#include "http/routes.h"

int main(int count, char** words) {
  using namespace caregrid;
  cli::Surroundings surroundings;
  surroundings.version = app::program_version();
  surroundings.open = app::open_workplace;
  surroundings.serve = app::serve;
  surroundings.openapi = [] {
    return http::openapi_document(http::all_routes(), app::program_version());
  };
  cli::Console console{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  const std::vector<std::string> arguments(words + 1, words + count);
  return static_cast<int>(cli::run(arguments, surroundings, console));
}
