#include "intake/store.h"

#include <string_view>
#include <tuple>
#include <utility>

#include "access/keys.h"
#include "core/json_codec.h"
#include "intake/kept_files.h"

namespace caregrid::intake {
namespace {

/// What this program wrote it reads again; a damaged text reads as empty.
template <class T>
T from_text(std::string_view text) {
  const core::json::Limits limits{std::size_t{16} << 20U, 16, std::size_t{1} << 20U};
  auto value = core::from_json<T>(text, limits);
  return value ? std::move(*value) : T{};
}

/// What a row knows of the content of its file.
struct Content {
  std::vector<SheetMapping> sheets;
  std::vector<Finding> rejects;
  std::vector<Finding> warnings;
  std::vector<ListChange> changes;
  std::optional<Problem> problem;
};

}  // namespace
}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::Content> {
  using It = intake::Content;
  static constexpr std::string_view name = "ImportContent";
  static constexpr auto fields =
      std::tuple{field("sheets", &It::sheets), field("rejects", &It::rejects),
                 field("warnings", &It::warnings), field("changes", &It::changes),
                 field("problem", &It::problem)};
};

namespace caregrid::intake {
namespace {

constexpr std::string_view content_column = "import_file|sealed";

access::SealedPlace place_of(const access::Call& call, const ImportId& id,
                             const access::ChildKey& key) {
  return {content_column, call.county, key.child, 0, key.version, id.view()};
}

core::Result<std::string> seal_content(const access::Call& call, const Import& import) {
  const auto key = find_file_key(call, import.id, KeptFile::outcome);
  if (!key) {
    return key.error();
  }
  if (!*key) {
    return std::string();  // Erased meanwhile: nothing is kept.
  }
  std::string plain = core::to_json(
      Content{import.sheets, import.rejects, import.warnings, import.changes, import.problem});
  std::string sealed =
      call.keys.seal(**key, place_of(call, import.id, **key), core::as_bytes(plain));
  core::wipe(plain);
  return sealed;
}

/// Columns of a row: nine of its own, then what is sealed and its key.
core::Result<Import> read_import(const access::Call& call, const db::Row& row) {
  Import import;
  import.id = ImportId::from(row.blob(0)).value_or(ImportId{});
  import.file = row.text(1);
  import.size_bytes = row.integer(2);
  import.state = core::value_of<ImportState>(row.text(3)).value_or(ImportState::failed);
  import.created_at = core::Instant{row.integer(4)};
  import.dry_run = row.integer(5) != 0;
  import.counts = from_text<Counts>(row.text(6));
  if (!row.is_null(7)) {
    import.job = JobId::from(row.blob(7));
  }
  import.path = row.text(8);
  import.rejects_path = row.text(9);
  import.progress.bytes_total = import.size_bytes;
  import.progress.rows = import.counts.rows;
  if (row.is_null(10) || row.blob(10).empty() || row.is_null(11)) {
    return import;
  }
  const auto key = access::read_child_key(call, key_number(import.id, KeptFile::outcome), row, 11);
  if (!key) {
    return key.error();
  }
  const auto plain = access::KeyRing::open(*key, place_of(call, import.id, *key), row.blob(10));
  if (!plain) {
    return plain.error();
  }
  auto content = from_text<Content>(*plain);
  import.sheets = std::move(content.sheets);
  import.rejects = std::move(content.rejects);
  import.warnings = std::move(content.warnings);
  import.changes = std::move(content.changes);
  import.problem = std::move(content.problem);
  return import;
}

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

constexpr db::Sql insert_sql(R"(
INSERT INTO import_file (county, id, file, size_bytes, state, created_at, dry_run, counts, job,
  path, rejects_path, account, sealed)
VALUES (:county, :id, :file, :size_bytes, :state, :created_at, :dry_run, :counts, :job, :path,
  :rejects_path, :account, :sealed))");

constexpr db::Sql update_sql(R"(
UPDATE import_file
SET state = :state, dry_run = :dry_run, counts = :counts, job = :job, path = :path,
  rejects_path = :rejects_path, sealed = :sealed
WHERE county = :county AND id = :id)");

constexpr db::Sql find_sql(R"(
SELECT i.id, i.file, i.size_bytes, i.state, i.created_at, i.dry_run, i.counts, i.job, i.path,
  i.rejects_path, i.sealed, k.wrapping_key, k.version, k.wrapped
FROM import_file i
LEFT JOIN data_key k ON k.county = i.county AND k.child = :key
WHERE i.county = :county AND i.id = :id)");

constexpr db::Sql ids_sql(R"(
SELECT id FROM import_file WHERE county = :county AND id < :before ORDER BY id DESC LIMIT :limit)");

constexpr db::Sql stale_sql(R"(
SELECT id FROM import_file
WHERE county = :county AND created_at < :before AND state <> 'running'
ORDER BY id LIMIT :limit)");

constexpr db::Sql count_sql(R"(
SELECT COALESCE(SUM(CASE WHEN path <> '' THEN 1 ELSE 0 END
  + CASE WHEN rejects_path <> '' THEN 1 ELSE 0 END), 0)
FROM import_file WHERE county = :county)");

core::Result<std::vector<ImportId>> list_ids(const access::Call& call, db::Sql sql,
                                             db::Binds binds) {
  return db::list(call.transaction, sql, binds, [](const db::Row& row) {
    return ImportId::from(row.blob(0)).value_or(ImportId{});
  });
}

}  // namespace

core::Result<Kept> kept_uploads(const access::Call& call) {
  const auto found = db::find_one(
      call.transaction,
      "SELECT count(*), coalesce(sum(size_bytes), 0) FROM import_file WHERE county = :county AND "
      "account = :account AND path <> ''",
      {{"county", call.county}, {"account", call.actor.account}},
      [](const db::Row& row) { return Kept{row.integer(0), row.integer(1)}; });
  return found ? core::Result<Kept>(found->value_or(Kept{})) : core::Result<Kept>(found.error());
}

core::Result<void> insert_import(const access::Call& call, const Import& import) {
  const auto sealed = seal_content(call, import);
  if (!sealed) {
    return sealed.error();
  }
  return done_or_error(call.transaction.run(insert_sql, {{"county", call.county},
                                                         {"id", import.id},
                                                         {"file", import.file},
                                                         {"size_bytes", import.size_bytes},
                                                         {"state", core::name_of(import.state)},
                                                         {"created_at", import.created_at},
                                                         {"dry_run", import.dry_run},
                                                         {"counts", core::to_json(import.counts)},
                                                         {"job", import.job},
                                                         {"path", import.path},
                                                         {"rejects_path", import.rejects_path},
                                                         {"account", call.actor.account},
                                                         {"sealed", core::as_bytes(*sealed)}}));
}

core::Result<bool> update_import(const access::Call& call, const Import& import) {
  const auto sealed = seal_content(call, import);
  if (!sealed) {
    return sealed.error();
  }
  const auto changed = call.transaction.run(update_sql, {{"state", core::name_of(import.state)},
                                                         {"dry_run", import.dry_run},
                                                         {"counts", core::to_json(import.counts)},
                                                         {"job", import.job},
                                                         {"path", import.path},
                                                         {"rejects_path", import.rejects_path},
                                                         {"sealed", core::as_bytes(*sealed)},
                                                         {"county", call.county},
                                                         {"id", import.id}});
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

core::Result<std::optional<Import>> find_import(const access::Call& call, const ImportId& id) {
  return db::try_find_one<Import>(
      call.transaction, find_sql,
      {{"county", call.county}, {"id", id}, {"key", key_number(id, KeptFile::outcome)}},
      [&](const db::Row& row) { return read_import(call, row); });
}

core::Result<std::vector<Import>> list_imports(const access::Call& call,
                                               std::optional<ImportId> before, int limit) {
  ImportId last;
  last.bytes.fill(std::byte{0xFF});
  const auto ids =
      list_ids(call, ids_sql,
               {{"county", call.county}, {"before", before.value_or(last)}, {"limit", limit}});
  if (!ids) {
    return ids.error();
  }
  std::vector<Import> imports;
  for (const ImportId& id : *ids) {
    auto import = find_import(call, id);
    if (!import) {
      return import.error();
    }
    if (*import) {
      (*import)->rejects.clear();
      (*import)->warnings.clear();
      (*import)->changes.clear();
      imports.push_back(std::move(**import));
    }
  }
  return imports;
}

core::Result<void> delete_import(const access::Call& call, const ImportId& id) {
  for (const KeptFile file : {KeptFile::upload, KeptFile::outcome}) {
    if (auto done = delete_file_key(call, id, file); !done) {
      return done;
    }
  }
  return done_or_error(
      call.transaction.run("DELETE FROM import_file WHERE county = :county AND id = :id",
                           {{"county", call.county}, {"id", id}}));
}

core::Result<std::vector<ImportId>> list_stale(const access::Call& call, core::Instant before,
                                               int limit) {
  return list_ids(call, stale_sql, {{"county", call.county}, {"before", before}, {"limit", limit}});
}

core::Result<std::vector<std::string>> list_kept_paths(db::Transaction& transaction) {
  std::vector<std::string> paths;
  const auto done =
      transaction.each("SELECT path, rejects_path FROM import_file", {}, [&](const db::Row& row) {
        paths.emplace_back(row.text(0));
        paths.emplace_back(row.text(1));
        return true;
      });
  return done ? core::Result<std::vector<std::string>>(std::move(paths))
              : core::Result<std::vector<std::string>>(done.error());
}

core::Result<std::int64_t> count_kept_files(const access::Call& call) {
  const auto found = db::find_one(call.transaction, count_sql, {{"county", call.county}},
                                  [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<std::int64_t>(found->value_or(0))
               : core::Result<std::int64_t>(found.error());
}

core::Result<void> delete_kept(const access::Call& call) {
  const auto keys =
      call.transaction.run("DELETE FROM data_key WHERE county = :county AND child <= :last",
                           {{"county", call.county}, {"last", last_file_key}});
  return keys ? done_or_error(call.transaction.run("DELETE FROM import_file WHERE county = :county",
                                                   {{"county", call.county}}))
              : core::Result<void>(keys.error());
}

}  // namespace caregrid::intake
