// Links the register: which records are one child.
#include <map>

#include "care/operations.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "cli/link_truth.h"
#include "core/json_codec.h"
#include "registry/link_register.h"

namespace caregrid::cli {
namespace {

using registry::LinkageReport;

core::Result<LinkageReport> link_now(Workplace& workplace, const access::Actor& actor,
                                     const Console& console) {
  ProgressBar bar(console, "linking");
  const auto id = registry::LinkageRunId::make(workplace.clock().now(), workplace.rng());
  const auto follow = [](const access::Call& call, const registry::Following& following) {
    return care::follow_merge(call, following);
  };
  const auto report = [&](std::int64_t done, std::int64_t total) {
    bar.show(done, total);
    return true;
  };
  return registry::link_register(workplace.door(), actor, id, {follow, report});
}

void print(const Console& console, const LinkageReport& report) {
  if (console.is_json) {
    console.out << core::to_json(report) << '\n';
    return;
  }
  console.out << report.children << " records compared, " << report.merged << " merged, "
              << report.waiting << " pairs wait for people (" << report.added << " new)\n";
  if (report.used_prior) {
    console.out << "Too few records to learn from: judged by the shipped model.\n";
  }
}

}  // namespace

ExitCode find_duplicates(const DataOptions& options, const std::string& truth,
                         const Surroundings& surroundings, Console& console) {
  const auto fail = [&](const core::Error& error) {
    tell(console, error);
    return exit_code_of(error);
  };
  const auto workplace = surroundings.open(options);
  if (!workplace) {
    return fail(workplace.error());
  }
  const auto actor = operator_for(**workplace, options, access::Role::county);
  if (!actor) {
    return fail(actor.error());
  }
  const auto report = link_now(**workplace, *actor, console);
  if (!report) {
    return fail(report.error());
  }
  print(console, *report);
  if (truth.empty()) {
    return ExitCode::done;
  }
  const auto quality = measure_linkage(**workplace, *actor, truth);
  if (!quality) {
    return fail(quality.error());
  }
  const double share = quality->records == 0 ? 0
                                             : static_cast<double>(quality->in_queue) /
                                                   static_cast<double>(quality->records);
  console.out << "Against " << truth << ": " << quality->rows << " rows, precision "
              << quality->precision() << ", recall " << quality->recall() << " of pairs; "
              << quality->in_queue << " of " << quality->records << " records in the queue ("
              << share << "), of whose pairs " << quality->queue_true << " are one child\n";
  return ExitCode::done;
}

}  // namespace caregrid::cli
