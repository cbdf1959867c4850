#pragma once

#include <string>
#include <string_view>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/id.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

struct CommandTag;
using CommandId = core::Id<CommandTag>;

/// A wish to change something, named by whoever wishes it so that a resend is recognised.
struct Command {
  CommandId id;
  std::string_view kind;     ///< The verb: "import_rows", "record_decision", …
  std::string_view payload;  ///< The canonical text of its input; hashed, never stored.
  bool is_bulk = false;      ///< Changes many rows: gets a commit of its own.
};

/// What an operation does inside the door: authorise, load, decide, store. It returns the answer
/// as JSON text; a failure rolls everything back.
using Operate = core::FunctionRef<core::Result<std::string>(const Call&)>;

/// The one door for writes.
///
/// Each command runs in one transaction together with its journal entry (hash chain per county),
/// its change-feed entries and its stored answer. Sent again with the same payload it gives the
/// stored answer and changes nothing; with another payload it is `conflict` "command.id_reuse".
/// Safe from any thread; returns after the commit is durable.
class Door final {
 public:
  /// `utc_offset_minutes` decides which civil day it is (China: 480).
  Door(db::Database& database, core::Clock& clock, int utc_offset_minutes = 480);

  core::Result<std::string> submit(const Actor& actor, const Command& command, Operate operate);

  /// Runs a read on a snapshot with the same `Call` shape; its changes are ignored.
  core::Result<void> read(const Actor& actor,
                          core::FunctionRef<core::Result<void>(const Call&)> look);

  [[nodiscard]] core::Date today();
  [[nodiscard]] core::Instant now();
  [[nodiscard]] db::Database& database() { return database_; }

 private:
  db::Database& database_;
  core::Clock& clock_;
  int utc_offset_minutes_;
};

}  // namespace caregrid::access
