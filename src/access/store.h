#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/actor.h"
#include "access/door.h"
#include "access/journal.h"
#include "core/hash.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// The stored answer of a command that was already done.
struct StoredAnswer {
  core::Digest payload_hash{};
  std::string answer;  ///< As `seal_answer` made it.
};

core::Result<std::optional<StoredAnswer>> find_answer(db::Transaction& transaction,
                                                      std::int64_t county, CommandId id);
core::Result<void> insert_answer(const Call& call, const Command& command,
                                 const core::Digest& payload_hash, std::string_view answer);

/// The newest entry of a county's journal; none in an empty one.
core::Result<std::optional<JournalEntry>> find_journal_head(db::Transaction& transaction,
                                                            std::int64_t county);
core::Result<void> insert_journal(db::Transaction& transaction, const JournalEntry& entry);
core::Result<void> insert_feed(db::Transaction& transaction, const JournalEntry& entry,
                               std::string_view kind, core::Bytes ids);
/// As `insert_feed`, for what the entry saw.
core::Result<void> insert_sighting(db::Transaction& transaction, const JournalEntry& entry,
                                   std::string_view kind, core::Bytes ids);
core::Result<void> each_journal(db::Transaction& transaction, std::int64_t county,
                                core::FunctionRef<bool(const JournalEntry&)> visit);

/// An account with what sign-in needs to know of it.
struct StoredAccount {
  Account account;
  std::string password_hash;
};

core::Result<void> insert_account(const Call& call, const Account& account,
                                  std::string_view password_hash);
core::Result<std::optional<StoredAccount>> find_account(db::Transaction& transaction,
                                                        std::string_view login);
core::Result<std::optional<StoredAccount>> find_account_by_id(db::Transaction& transaction,
                                                              std::int64_t county, AccountId id);
core::Result<std::vector<Account>> list_accounts_inside(db::Transaction& transaction, Area area);
core::Result<bool> update_account_active(const Call& call, std::string_view login, bool is_active);
core::Result<bool> update_account_password(const Call& call, std::string_view login,
                                           std::string_view password_hash);

core::Result<std::optional<std::string>> find_setting(db::Transaction& transaction,
                                                      std::int64_t county, std::string_view name);
core::Result<void> upsert_setting(const Call& call, std::string_view name, std::string_view value);

/// Every county that has a setting or an account: what the database knows of.
core::Result<std::vector<std::int64_t>> list_counties(db::Transaction& transaction);

}  // namespace caregrid::access
