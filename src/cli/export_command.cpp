#include "cli/commands.h"
#include "cli/county.h"
#include "core/json.h"

namespace caregrid::cli {
namespace {

core::Result<std::int64_t> write_list(const access::Call& call, const std::string& what,
                                      const assessment::ExportFile& file) {
  if (what == "children") {
    return assessment::export_children(call, {}, file);
  }
  if (what == "needs") {
    return assessment::export_needs(call, {}, file);
  }
  const auto plan = allocation::current_plan(call);
  if (!plan) {
    return plan.error();
  }
  if (!*plan) {
    return core::failure(core::Code::not_found, "plan.none");
  }
  return assessment::export_plan(call, (*plan)->id, file);
}

}  // namespace

ExitCode export_list(const ExportOptions& options, const Surroundings& surroundings,
                     Console& console) {
  const std::string out =
      options.out.empty() ? options.what + "." + std::string(assessment::ending_of(options.format))
                          : options.out;
  std::int64_t rows = 0;
  const auto work = [&]() -> core::Result<void> {
    const auto workplace = surroundings.open(options.data);
    if (!workplace) {
      return workplace.error();
    }
    const auto actor = operator_for(**workplace, options.data, access::Role::county);
    if (!actor) {
      return actor.error();
    }
    return (*workplace)
        ->door()
        .read(*actor, "export_" + options.what,
              [&](const access::Call& call) -> core::Result<void> {
                const auto written =
                    write_list(call, options.what, {out, options.format, console.language, {}});
                if (!written) {
                  return written.error();
                }
                rows = *written;
                return {};
              });
  };
  if (const auto done = work(); !done) {
    tell(console, done.error());
    return exit_code_of(done.error());
  }
  if (console.is_json) {
    core::json::Writer writer;
    writer.begin_object().member("file", out).member("rows", rows).end_object();
    console.out << writer.text() << '\n';
  } else {
    console.out << out << ": " << rows << " rows\n";
  }
  return ExitCode::done;
}

}  // namespace caregrid::cli
