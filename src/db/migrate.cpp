#include "db/migrate.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/failpoint.h"
#include "core/hash.h"
#include "db/planner.h"
#include "db/statements.h"

namespace caregrid::db {

/// The only maker of `SchemaStatement`: the text of an embedded file.
class SchemaScript final {
 public:
  explicit SchemaScript(std::string_view text) : text_(text) {}

  core::Result<void> run(Transaction& transaction) const {
    for (const std::string_view statement : split_statements(text_)) {
      core::Result<void> done = transaction.run_schema(SchemaStatement(statement));
      if (!done) {
        return done;
      }
      if (core::failpoint("db.migrate.step") == core::Fault::error) {
        return core::failure(core::Code::unavailable, "db.failpoint", "db.migrate.step");
      }
    }
    return {};
  }

 private:
  std::string_view text_;
};

namespace {

struct Applied {
  std::int64_t version = 0;
  std::string name;
  std::string checksum;
};

constexpr std::string_view version_table =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, "
    "applied_at BIGINT NOT NULL)";

core::Result<std::vector<Applied>> list_applied(Transaction& transaction) {
  return list(transaction, "SELECT version, name, checksum FROM schema_version ORDER BY version",
              {}, [](const Row& row) {
                return Applied{row.integer(0), std::string(row.text(1)), std::string(row.text(2))};
              });
}

std::int64_t version_of(const core::EmbeddedFile& file) {
  std::int64_t version = 0;
  std::from_chars(file.name.data(), file.name.data() + file.name.size(), version);
  return version;
}

std::string checksum_of(const core::EmbeddedFile& file) {
  return core::to_hex(core::sha256(core::as_bytes(file.content)));
}

core::Result<void> check_numbering(std::span<const core::EmbeddedFile> files) {
  std::int64_t last = 0;
  for (const core::EmbeddedFile& file : files) {
    if (version_of(file) <= last) {
      return core::failure(core::Code::internal, "db.schema_numbering", std::string(file.name));
    }
    last = version_of(file);
  }
  return {};
}

/// What the database was made with must be what this program holds.
core::Result<void> check_applied(const std::vector<Applied>& applied,
                                 std::span<const core::EmbeddedFile> files) {
  for (const Applied& each : applied) {
    const auto file = std::ranges::find(files, each.version, version_of);
    if (file == files.end()) {
      return core::failure(core::Code::unavailable, "db.schema_newer",
                           "the database holds schema " + each.name +
                               ", which this program does not know: use a newer program");
    }
    if (each.checksum != checksum_of(*file)) {
      return core::failure(core::Code::unavailable, "db.schema_changed",
                           each.name + " is not the file this database was made with");
    }
  }
  return {};
}

/// Applies one file unless another process has done so meanwhile.
core::Result<bool> apply(Transaction& transaction, const core::EmbeddedFile& file,
                         core::Instant now) {
  const std::int64_t version = version_of(file);
  const auto known =
      find_one(transaction, "SELECT version FROM schema_version WHERE version = :version",
               {{"version", version}}, [](const Row& row) { return row.integer(0); });
  if (!known) {
    return known.error();
  }
  if (known->has_value()) {
    return false;
  }
  if (const core::Result<void> ran = SchemaScript(file.content).run(transaction); !ran) {
    return ran.error();
  }
  const auto noted = transaction.run(
      "INSERT INTO schema_version (version, name, checksum, applied_at) "
      "VALUES (:version, :name, :checksum, :applied_at)",
      {{"version", version},
       {"name", file.name},
       {"checksum", checksum_of(file)},
       {"applied_at", now}});
  if (!noted) {
    return noted.error();
  }
  return true;
}

core::Result<void> prepare(Database& database, std::span<const core::EmbeddedFile> files) {
  if (const core::Result<void> numbered = check_numbering(files); !numbered) {
    return numbered;
  }
  return database.write_alone([&](Transaction& transaction) -> core::Result<void> {
    if (const core::Result<void> made = SchemaScript(version_table).run(transaction); !made) {
      return made;
    }
    const core::Result<std::vector<Applied>> applied = list_applied(transaction);
    return applied ? check_applied(*applied, files) : applied.error();
  });
}

}  // namespace

core::Result<int> migrate(Database& database, std::span<const core::EmbeddedFile> files,
                          core::Instant now) {
  if (const core::Result<void> prepared = prepare(database, files); !prepared) {
    return prepared.error();
  }
  int count = 0;
  for (const core::EmbeddedFile& file : files) {
    bool is_applied_now = false;
    const core::Result<void> done =
        database.write_alone([&](Transaction& transaction) -> core::Result<void> {
          const core::Result<bool> applied = apply(transaction, file, now);
          if (!applied) {
            return applied.error();
          }
          is_applied_now = *applied;
          return {};
        });
    if (!done) {
      core::Error error = done.error();
      error.detail = std::string(file.name) + ": " + error.detail;
      return error;
    }
    count += is_applied_now ? 1 : 0;
  }
  if (count > 0) {
    if (const core::Result<void> described = describe_indexes(database); !described) {
      return described.error();
    }
  }
  return count;
}

}  // namespace caregrid::db
