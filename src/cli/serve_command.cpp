#include "cli/commands.h"

namespace caregrid::cli {

ExitCode serve(const ServeOptions& options, const Surroundings& surroundings, Console& console) {
  const auto ready = [&](std::uint16_t port) {
    const std::string host = options.host == "127.0.0.1" ? "localhost" : options.host;
    console.out << "CareGrid is at http://" << host << ":" << port << " (Ctrl-C stops it)"
                << std::endl;
  };
  if (const auto done = surroundings.serve(options, ready); !done) {
    tell(console, done.error());
    return exit_code_of(done.error());
  }
  return ExitCode::done;
}

ExitCode migrate(const DataOptions& options, const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options);
  if (!workplace) {
    tell(console, workplace.error());
    return exit_code_of(workplace.error());
  }
  const int applied = (*workplace)->migrations();
  if (console.is_json) {
    console.out << "{\"applied\":" << applied << "}\n";
  } else {
    console.out << "Schema files applied: " << applied << '\n';
  }
  return ExitCode::done;
}

}  // namespace caregrid::cli
