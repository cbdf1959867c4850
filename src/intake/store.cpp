#include "intake/store.h"

#include <string_view>

#include "core/json_codec.h"

namespace caregrid::intake {
namespace {

/// What this program wrote it reads again; a damaged text reads as empty.
template <class T>
T from_text(std::string_view text) {
  const core::json::Limits limits{std::size_t{16} << 20U, 16, std::size_t{1} << 20U};
  auto value = core::from_json<T>(text, limits);
  return value ? std::move(*value) : T{};
}

Import read_import(const db::Row& row) {
  Import import;
  import.id = ImportId::from(row.blob(0)).value_or(ImportId{});
  import.file = row.text(1);
  import.size_bytes = row.integer(2);
  import.state = core::value_of<ImportState>(row.text(3)).value_or(ImportState::failed);
  import.created_at = core::Instant{row.integer(4)};
  import.dry_run = row.integer(5) != 0;
  import.sheets = from_text<std::vector<SheetMapping>>(row.text(6));
  import.counts = from_text<Counts>(row.text(7));
  if (!row.is_null(8)) {
    import.problem = from_text<Problem>(row.text(8));
  }
  if (!row.is_null(9)) {
    import.job = JobId::from(row.blob(9));
  }
  import.path = row.text(10);
  import.rejects_path = row.text(11);
  import.progress.bytes_total = import.size_bytes;
  import.progress.rows = import.counts.rows;
  return import;
}

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

std::optional<std::string> problem_text(const Import& import) {
  return import.problem ? std::optional(core::to_json(*import.problem)) : std::nullopt;
}

}  // namespace

core::Result<Kept> kept_uploads(const access::Call& call) {
  const auto found = db::find_one(
      call.transaction,
      "SELECT count(*), coalesce(sum(size_bytes), 0) FROM import_file WHERE county = :county AND "
      "account = :account",
      {{"county", call.county}, {"account", call.actor.account}},
      [](const db::Row& row) { return Kept{row.integer(0), row.integer(1)}; });
  return found ? core::Result<Kept>(found->value_or(Kept{})) : core::Result<Kept>(found.error());
}

core::Result<void> insert_import(const access::Call& call, const Import& import) {
  return done_or_error(call.transaction.run(
      "INSERT INTO import_file (county, id, file, size_bytes, state, created_at, dry_run, sheets, "
      "counts, rejects, warnings, problem, job, path, rejects_path, account) VALUES (:county, :id, "
      ":file, :size_bytes, :state, :created_at, :dry_run, :sheets, :counts, :rejects, :warnings, "
      ":problem, :job, :path, :rejects_path, :account)",
      {{"county", call.county},
       {"id", import.id},
       {"file", import.file},
       {"size_bytes", import.size_bytes},
       {"state", core::name_of(import.state)},
       {"created_at", import.created_at},
       {"dry_run", import.dry_run},
       {"sheets", core::to_json(import.sheets)},
       {"counts", core::to_json(import.counts)},
       {"rejects", core::to_json(import.rejects)},
       {"warnings", core::to_json(import.warnings)},
       {"problem", problem_text(import)},
       {"job", import.job},
       {"path", import.path},
       {"rejects_path", import.rejects_path},
       {"account", call.actor.account}}));
}

core::Result<bool> update_import(const access::Call& call, const Import& import) {
  const auto changed = call.transaction.run(
      "UPDATE import_file SET state = :state, dry_run = :dry_run, sheets = :sheets, "
      "counts = :counts, rejects = :rejects, warnings = :warnings, "
      "problem = :problem, job = :job, rejects_path = :rejects_path "
      "WHERE county = :county AND id = :id",
      {{"county", call.county},
       {"id", import.id},
       {"state", core::name_of(import.state)},
       {"dry_run", import.dry_run},
       {"sheets", core::to_json(import.sheets)},
       {"counts", core::to_json(import.counts)},
       {"rejects", core::to_json(import.rejects)},
       {"warnings", core::to_json(import.warnings)},
       {"problem", problem_text(import)},
       {"job", import.job},
       {"rejects_path", import.rejects_path}});
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

core::Result<std::optional<Import>> find_import(const access::Call& call, const ImportId& id) {
  return db::find_one(
      call.transaction,
      "SELECT id, file, size_bytes, state, created_at, dry_run, sheets, counts, problem, job, "
      "path, rejects_path, rejects, warnings FROM import_file WHERE county = :county AND id = :id",
      {{"county", call.county}, {"id", id}}, [](const db::Row& row) {
        Import import = read_import(row);
        import.rejects = from_text<std::vector<Finding>>(row.text(12));
        import.warnings = from_text<std::vector<Finding>>(row.text(13));
        return import;
      });
}

core::Result<std::vector<Import>> list_imports(const access::Call& call,
                                               std::optional<ImportId> before, int limit) {
  ImportId last;
  last.bytes.fill(std::byte{0xFF});
  return db::list(
      call.transaction,
      "SELECT id, file, size_bytes, state, created_at, dry_run, sheets, counts, problem, job, "
      "path, rejects_path FROM import_file WHERE county = :county AND id < :before "
      "ORDER BY id DESC LIMIT :limit",
      {{"county", call.county}, {"before", before.value_or(last)}, {"limit", limit}}, read_import);
}

core::Result<void> delete_import(const access::Call& call, const ImportId& id) {
  return done_or_error(
      call.transaction.run("DELETE FROM import_file WHERE county = :county AND id = :id",
                           {{"county", call.county}, {"id", id}}));
}

}  // namespace caregrid::intake
