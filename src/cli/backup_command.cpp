#include "access/journal.h"
#include "care/operations.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "core/json_codec.h"
#include "registry/upkeep.h"

namespace caregrid::cli {
namespace {

ExitCode fail(const Console& console, const core::Error& error) {
  tell(console, error);
  return exit_code_of(error);
}

/// What a restore found, county by county.
struct Found {
  std::int64_t county = 0;
  std::int64_t journal_entries = 0;
  registry::Rebuilt rebuilt;
};

core::Result<Found> rebuild(Workplace& workplace, const access::Actor& actor) {
  Found found;
  found.county = actor.area.county();
  const auto rebuilt = submit(
      workplace, actor, "rebuild_lists",
      [&](const access::Call& call) -> core::Result<std::string> {
        auto done = registry::rebuild_lists(
            call, [&](const registry::ChildId& child) { return care::forget_child(call, child); });
        if (!done) {
          return done.error();
        }
        found.rebuilt = std::move(*done);
        return std::string("{}");
      });
  if (!rebuilt) {
    return rebuilt.error();
  }
  const auto verified =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto report = access::verify_journal(call.transaction, call.county);
        if (!report) {
          return report.error();
        }
        found.journal_entries = report->entries;
        return report->broken_at == 0
                   ? core::Result<void>()
                   : core::failure(core::Code::unavailable, "restore.journal_broken",
                                   std::to_string(report->broken_at));
      });
  return verified ? core::Result<Found>(std::move(found)) : core::Result<Found>(verified.error());
}

void print(const Console& console, const Found& found) {
  console.out << "county " << found.county << ": " << found.rebuilt.children
              << " children readable and listed, " << found.rebuilt.erased.size()
              << " erased since the backup, " << found.rebuilt.broken.size()
              << " records broken; journal whole, " << found.journal_entries << " entries\n";
  for (const std::int64_t number : found.rebuilt.erased) {
    console.out << "  erased: child " << found.county << "/" << number << "\n";
  }
  for (const std::string& record : found.rebuilt.broken) {
    console.out << "  broken: " << record << "\n";
  }
}

core::Result<bool> rebuild_all(Workplace& workplace, const Console& console) {
  const auto operators = operators_for_all(workplace, access::Role::county);
  if (!operators) {
    return operators.error();
  }
  bool is_whole = true;
  for (const access::Actor& actor : *operators) {
    const auto found = rebuild(workplace, actor);
    if (!found) {
      return found.error();
    }
    print(console, *found);
    is_whole = is_whole && found->rebuilt.broken.empty();
  }
  return is_whole;
}

}  // namespace

ExitCode back_up(const BackupOptions& options, const Surroundings& surroundings, Console& console) {
  if (const auto done = surroundings.back_up(options.data, options.folder); !done) {
    return fail(console, done.error());
  }
  console.out << "data:    " << options.folder << "/data.db (keep every one)\n"
              << "keyring: " << options.folder
              << "/keyring.db (keep only the newest, apart from the data)\n";
  return ExitCode::done;
}

ExitCode restore(const RestoreOptions& options, const Surroundings& surroundings,
                 Console& console) {
  if (!options.source.folder.empty()) {
    const auto done = surroundings.restore_files(options.data, options.source);
    if (!done) {
      return fail(console, done.error());
    }
  }
  const auto workplace = surroundings.open(options.data);
  if (!workplace) {
    return fail(console, workplace.error());
  }
  if (const auto whole = (*workplace)->check_integrity(); !whole) {
    return fail(console, whole.error());
  }
  const auto is_whole = rebuild_all(**workplace, console);
  if (!is_whole) {
    return fail(console, is_whole.error());
  }
  return *is_whole ? ExitCode::done : ExitCode::unhealthy;
}

}  // namespace caregrid::cli
