#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/denial_limit.h"
#include "access/keys.h"
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

/// What a read does inside the door.
using Look = core::FunctionRef<core::Result<void>(const Call&)>;

enum class Event : std::uint8_t;

/// The one door for writes, and for reads of people.
///
/// Each command runs in one transaction together with its journal entry (hash chain per county),
/// its change-feed entries and its stored answer. Sent again with the same payload it gives the
/// stored answer and changes nothing; with another payload it is `conflict` "command.id_reuse".
/// Safe from any thread; returns after the commit is durable.
class Door final {
 public:
  /// `utc_offset_minutes` decides which civil day it is (China: 480).
  Door(db::Database& database, core::Clock& clock, KeyRing& keys, int utc_offset_minutes = 480);
  /// A door without keys: what is stored about children can be neither written nor read.
  Door(db::Database& database, core::Clock& clock);

  core::Result<std::string> submit(const Actor& actor, const Command& command, Operate operate);

  /// Runs a read on a snapshot with the same `Call` shape; its changes are ignored.
  ///
  /// What it saw of class personal or above is journalled under `kind`, one entry a call, durable
  /// before this returns; a record it asked for and may not see is journalled as denied, as far as
  /// `DenialLimit` allows. Errors: besides those of `look`, those of the database when the entry
  /// cannot be written: then nothing may be shown.
  /// Cost: a read that saw something waits for one shared commit, behind at most one bulk command.
  core::Result<void> read(const Actor& actor, std::string_view kind, Look look);
  core::Result<void> read(const Actor& actor, Look look) { return read(actor, "read", look); }

  [[nodiscard]] core::Date today();
  [[nodiscard]] core::Instant now();
  [[nodiscard]] db::Database& database() { return database_; }
  [[nodiscard]] KeyRing& keys() { return keys_; }

 private:
  KeyRing no_keys_;
  /// Who acts when: what an entry needs of a call whose transaction is over.
  struct Moment {
    const Actor& actor;
    core::Instant now;
    core::Date today;
  };

  core::Result<void> journal(const Moment& moment, Event event, std::string_view kind,
                             const std::vector<Sighting>& sightings);
  void journal_denial(const Moment& moment, std::string_view kind, const Notes& notes,
                      const core::Error& error);

  db::Database& database_;
  core::Clock& clock_;
  KeyRing& keys_;
  int utc_offset_minutes_;
  DenialLimit denials_;
};

}  // namespace caregrid::access
