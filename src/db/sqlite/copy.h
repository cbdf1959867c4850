#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace caregrid::db::sqlite {

/// Copies a database file's schema, and of its rows those of some tables, into a new file.
///
/// Reads one snapshot and needs no lock: another process may serve and write meanwhile. What is
/// left out is never written to the new file, not even for a moment. `is_wanted(table)` chooses.
/// Errors: unavailable "db.open", "db.full"; conflict "backup.exists" when the new file is there.
core::Result<void> copy_tables(const std::string& from, const std::string& to,
                               bool (*is_wanted)(std::string_view table));

/// Puts all rows of one table of a file in place of those another file has.
core::Result<void> replace_rows(const std::string& from, const std::string& to,
                                std::string_view table);

}  // namespace caregrid::db::sqlite
