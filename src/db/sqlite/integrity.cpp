#include "db/sqlite/integrity.h"

#include <string>

namespace caregrid::db::sqlite {
namespace {

constexpr Sql quick_check("PRAGMA quick_check(1)");

}  // namespace

core::Result<void> check_integrity(Database& database) {
  std::string verdict;
  core::Result<void> done = database.read([&](Transaction& transaction) {
    return transaction.each(quick_check, {}, [&](const Row& row) {
      verdict = row.text(0);
      return false;
    });
  });
  if (!done || verdict == "ok") {
    return done;
  }
  return core::failure(core::Code::internal, "db.damaged", verdict);
}

}  // namespace caregrid::db::sqlite
