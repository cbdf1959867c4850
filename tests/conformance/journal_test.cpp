// Shows what the journal keeps of reads, denials and commands on every database, that nothing is
// shown when it cannot be kept, and that roots are signed when due, anchored, provable, and tell
// what was tampered with. Time is a clock that stands still; the disk is in memory.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/door.h"
#include "access/journal_keeper.h"
#include "access/journal_store.h"
#include "access/journal_verify.h"
#include "access/reads.h"
#include "core/json_codec.h"
#include "core/memory_files.h"
#include "core/rng.h"
#include "support/databases.h"
#include "support/failing_database.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county = 990'601;
constexpr std::int64_t second = 1'000'000;
constexpr core::Instant noon{1'790'000'000 * second};

struct ChildTag;
using ChildId = core::Id<ChildTag>;

ChildId child(int number) { return ChildId::derive("child " + std::to_string(number)); }

/// A journal to fill and a keeper of it.
struct World {
  explicit World(db::Database& to_use) : database(to_use), door(to_use, clock) {}

  core::Result<void> read(int children, FieldClass field_class = FieldClass::personal) {
    return door.read(office, "list_children", [&](const Call& call) -> core::Result<void> {
      for (int i = 0; i < children; ++i) {
        call.saw("child", child(i), field_class);
        call.saw("child", child(i), FieldClass::internal);  // Shown twice, noted once.
      }
      return {};
    });
  }

  core::Result<void> refuse(core::Code code, std::string_view asked = "child 1") {
    return door.read(office, "show_child", [&](const Call& call) -> core::Result<void> {
      call.seeks("child", ChildId::derive(asked));
      return core::failure(code, "test.refused");
    });
  }

  void write(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string name = std::to_string(++written);
      const auto done = door.submit(office, {CommandId::derive(name), "change", name},
                                    [&](const Call& call) -> core::Result<std::string> {
                                      call.changed("child", child(i));
                                      call.saw("child", child(i));
                                      return name;
                                    });
      REQUIRE(done.ok());
    }
  }

  std::vector<JournalEntry> entries() {
    std::vector<JournalEntry> found;
    const auto done = database.read([&](db::Transaction& transaction) {
      return each_entry(transaction, {county, 1, 1'000'000}, [&](const StoredEntry& entry) {
        JournalEntry& copy = found.emplace_back();
        copy.seq = entry.seq;
        copy.kind = entry.kind;
        copy.event = entry.event;
        copy.purpose = entry.purpose;
        copy.field_class = entry.field_class;
        copy.policy = entry.policy;
        return true;
      });
    });
    CHECK(done.ok());
    return found;
  }

  std::size_t ids_seen(std::int64_t seq) {
    std::size_t ids = 0;
    const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
      const auto seen = list_seen(transaction, {county, seq, seq});
      REQUIRE(seen.ok());
      for (const StoredTouch& row : seen->rows) {
        ids += row.ids.size() / 16;
      }
      return {};
    });
    CHECK(done.ok());
    return ids;
  }

  JournalFindings verify() {
    const auto all = verify_journals(database, files, {"/anchors", keeper.public_key()});
    REQUIRE(all.ok());
    return all->empty() ? JournalFindings() : all->front();
  }

  core::Result<void> tamper(db::Sql sql) {
    return database.write([&](db::Transaction& transaction) {
      const auto done = transaction.run(sql, {});
      CHECK(*done > 0);
      return done ? core::Result<void>() : core::Result<void>(done.error());
    });
  }

  db::Database& database;
  core::ManualClock clock{noon};
  core::SeededRng rng{7};
  core::MemoryFileSystem files;
  Door door;
  JournalKeeper keeper{database, files, JournalKey::make(rng), "/anchors"};
  Actor office = make_actor({}, Role::county, Area{county * 1'000'000}, "office");
  int written = 0;
};

TEST_CASE("a read of people makes one entry, with each record once; counts make none") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    CHECK(world.read(50, FieldClass::sensitive).ok());
    CHECK(world.read(0).ok());
    CHECK(world.read(3, FieldClass::internal).ok());
    const auto entries = world.entries();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].event == "read");
    CHECK(entries[0].kind == "list_children");
    CHECK(entries[0].purpose == "care");
    CHECK(entries[0].field_class == 3);
    CHECK(entries[0].policy == policy_version());
    CHECK(world.ids_seen(1) == 50);
    CHECK(world.verify().faults.empty());
  }
}

TEST_CASE("what cannot be journalled is not shown") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    support::FailingDatabase failing(test->database());
    World world(failing);
    int failures = 0;
    for (int n = 1; n < 10; ++n) {
      failing.fail_statement(n);
      const auto read = world.read(2);
      if (!failing.has_failed()) {
        CHECK(read.ok());
        break;
      }
      ++failures;
      CHECK(read.error().reason == "db.full");
    }
    CHECK(failures == 3);  // The chain's head, the entry, what it saw.
    failing.fail_statement(0);
    CHECK(world.entries().size() == 1);
  }
}

TEST_CASE("a denial is journalled with the record asked for, up to a bound") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    CHECK_FALSE(world.refuse(core::Code::forbidden).ok());
    CHECK_FALSE(world.refuse(core::Code::not_found).ok());
    CHECK_FALSE(world.refuse(core::Code::invalid).ok());
    auto entries = world.entries();
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].event == "denied");
    CHECK(entries[0].kind == "show_child");
    CHECK(world.ids_seen(2) == 1);
    for (int i = 0; i < 100; ++i) {
      CHECK_FALSE(world.refuse(core::Code::not_found).ok());
    }
    entries = world.entries();
    CHECK(entries.size() == 30);
    CHECK(entries.back().kind == "show_child+more");
    CHECK(world.verify().faults.empty());
  }
}

TEST_CASE("roots are signed every 1,024 entries, or ten minutes after the last, and anchored") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    CHECK(*world.keeper.sign_due(world.clock.now()) == 0);
    world.write(3);
    CHECK(*world.keeper.sign_due({noon.micros + checkpoint_micros - 1}) == 0);
    CHECK(*world.keeper.sign_due({noon.micros + checkpoint_micros}) == 1);
    CHECK(*world.keeper.sign_due({noon.micros + 2 * checkpoint_micros}) == 0);
    world.write(1'024);
    CHECK(*world.keeper.sign_due({noon.micros + checkpoint_micros}) == 1);
    JournalFindings found = world.verify();
    CHECK(found.entries == 1'027);
    CHECK(found.signed_entries == 1'024);
    CHECK(found.anchored_entries == 1'024);
    CHECK(*world.keeper.sign_all(world.clock.now()) == 1);
    found = world.verify();
    CHECK(found.anchored_entries == 1'027);
    CHECK(found.checkpoints == 3);
    CHECK(found.faults.empty());
  }
}

TEST_CASE("each entry can be proved without the database, and nothing else can") {
  auto test = std::move(support::every_database().front());
  World world(test->database());
  world.write(20);
  CHECK(world.read(2).ok());
  CHECK(prove_entry(world.database, county, 5).error().reason == "journal.not_signed_yet");
  CHECK(world.keeper.sign_all(noon).ok());
  CHECK(prove_entry(world.database, county, 22).error().reason == "journal.no_entry");
  for (std::int64_t entry = 1; entry <= 21; ++entry) {
    auto proof = prove_entry(world.database, county, entry);
    REQUIRE(proof.ok());
    const auto text = core::to_json(*proof);
    CHECK(core::from_json<InclusionProof>(text).value() == *proof);
    CHECK(check_proof(*proof, world.keeper.public_key()).value().head.size == 21);
    CHECK(check_proof(*proof, JournalKey::make(world.rng).public_key()).error().reason ==
          "journal.note_signature");
    InclusionProof other = *proof;
    other.kind += "x";
    CHECK(check_proof(other, world.keeper.public_key()).error().reason == "journal.proof_wrong");
    other = *proof;
    ++other.entry;
    CHECK_FALSE(check_proof(other, world.keeper.public_key()).ok());
  }
}

TEST_CASE("tampering in the database is told with its entry") {
  struct Row {
    db::Sql sql;
    std::string_view reason;
    std::int64_t entry;
  };
  const std::array rows{
      Row{db::Sql("UPDATE journal SET kind = 'other' WHERE seq = 5"), "journal.fault.chain", 5},
      Row{db::Sql("DELETE FROM journal WHERE seq = 5"), "journal.fault.missing", 5},
      Row{db::Sql("DELETE FROM journal WHERE seq > 8"), "journal.fault.stray_row", 12},
      Row{db::Sql("UPDATE journal SET county = 990602 WHERE seq = 5"), "journal.fault.missing", 5},
      Row{db::Sql("UPDATE change_feed SET kind = 'need' WHERE seq = 5"), "journal.fault.touched",
          5},
      Row{db::Sql("DELETE FROM journal_sighting WHERE seq = 5"), "journal.fault.touched", 5},
      Row{db::Sql("UPDATE journal_checkpoint SET at = at + 1"), "journal.fault.note", 12},
      Row{db::Sql("DELETE FROM journal_checkpoint"), "journal.fault.checkpoint_lost", 12},
  };
  for (const Row& row : rows) {
    CAPTURE(row.sql.text());
    for (auto& test : support::every_database()) {
      CAPTURE(test->name());
      World world(test->database());
      world.write(12);
      CHECK(world.keeper.sign_all(noon).ok());
      CHECK(world.verify().faults.empty());
      CHECK(world.tamper(row.sql).ok());
      const auto faults = world.verify().faults;
      REQUIRE_FALSE(faults.empty());
      CHECK(faults.front() == JournalFault{std::string(row.reason), row.entry});
    }
  }
}

TEST_CASE("the newest entries cut off, roots and all, are missed by the anchor alone") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    world.write(12);
    CHECK(world.keeper.sign_all(noon).ok());
    world.write(3);
    CHECK(world.keeper.sign_all(noon).ok());
    constexpr std::array cuts{
        db::Sql("DELETE FROM journal WHERE seq > 12"),
        db::Sql("DELETE FROM change_feed WHERE seq > 12"),
        db::Sql("DELETE FROM journal_sighting WHERE seq > 12"),
        db::Sql("DELETE FROM journal_checkpoint WHERE size > 12"),
    };
    for (const db::Sql& cut : cuts) {
      CHECK(world.tamper(cut).ok());
    }
    const auto faults = world.verify().faults;
    REQUIRE(faults.size() == 1);
    CHECK(faults.front() == JournalFault{"journal.fault.truncated", 15});
    CHECK(world.files.remove("/anchors/990601.log").ok());
    CHECK(world.verify().faults.front().reason == "journal.fault.anchor_missing");
  }
}

TEST_CASE("what was tampered with before it was signed is never signed") {
  auto test = std::move(support::every_database().front());
  World world(test->database());
  world.write(12);
  CHECK(world.tamper(db::Sql("UPDATE journal SET at = at + 1 WHERE seq = 7")).ok());
  const auto refused = world.keeper.sign_all(noon);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().reason == "journal.broken");
  CHECK(refused.error().detail == "990601, 7");
}

TEST_CASE("a full disk under the anchor: roots are kept, and anchored when there is room") {
  auto test = std::move(support::every_database().front());
  World world(test->database());
  world.write(2);
  CHECK(world.keeper.sign_all(noon).ok());
  world.write(2);
  world.files.set_free_bytes(10);
  CHECK(world.keeper.sign_all(noon).error().reason == "file.full");
  CHECK(world.verify().faults.empty());
  CHECK(world.verify().signed_entries == 4);
  CHECK(world.verify().anchored_entries == 2);
  world.files.set_free_bytes(1 << 20);
  CHECK(world.keeper.sign_due(noon).ok());
  CHECK(world.verify().anchored_entries == 4);
}

ReadPage reads_as(World& world, Role role, const ChildId& of, std::string_view after = {},
                  int limit = 50) {
  ReadPage page;
  const Actor actor = make_actor({}, role, Area{county * 1'000'000}, "asker");
  const auto done = world.door.read(actor, [&](const Call& call) -> core::Result<void> {
    auto found = list_reads(call, of.bytes, after, limit);
    REQUIRE(found.ok());
    page = std::move(*found);
    return {};
  });
  CHECK(done.ok());
  return page;
}

TEST_CASE("who read a child: newest first, paged, by name for the county, by role for the family") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    world.office.account = AccountId::derive("wang");
    const auto added = world.database.write([&](db::Transaction& transaction) {
      const auto done = transaction.run(
          "INSERT INTO account (county, id, login, name, role, area, password_hash, is_active, "
          "created_at) VALUES (:county, :id, 'wang', 'Wang', 'county', 990601000000, '', 1, 0)",
          {{"county", county}, {"id", world.office.account}});
      return done ? core::Result<void>() : core::Result<void>(done.error());
    });
    CHECK(added.ok());
    CHECK(world.read(3).ok());
    CHECK(world.read(1).ok());
    CHECK_FALSE(world.refuse(core::Code::not_found).ok());
    CHECK(world.read(2, FieldClass::sensitive).ok());

    const ReadPage all = reads_as(world, Role::county, child(1));
    REQUIRE(all.items.size() == 3);
    CHECK(all.items[0].entry == 4);
    CHECK(all.items[0].name == "Wang");
    CHECK(all.items[0].office == 990'601'000'000);
    CHECK(all.items[0].field_class == FieldClass::sensitive);
    CHECK(all.items[1].event == "denied");
    CHECK(all.items[2].entry == 1);
    CHECK_FALSE(all.next.has_value());

    const ReadPage first = reads_as(world, Role::county, child(1), {}, 2);
    CHECK(first.items.size() == 2);
    REQUIRE(first.next.has_value());
    CHECK(reads_as(world, Role::county, child(1), *first.next, 2).items.size() == 1);

    const ReadPage family = reads_as(world, Role::parent, child(1));
    REQUIRE(family.items.size() == 2);
    CHECK(family.items[0].name.empty());
    CHECK(family.items[0].role == "county");
    CHECK(family.items[1].entry == 1);
    CHECK(reads_as(world, Role::county, child(9)).items.empty());
  }
}

TEST_CASE("entries by day and kind, and how the journal stands, for those who audit alone") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(test->database());
    world.write(2);
    CHECK(world.keeper.sign_all(noon).ok());
    world.clock.set({noon.micros + 86'400 * second});
    CHECK(world.read(1).ok());
    CHECK_FALSE(world.refuse(core::Code::not_found).ok());
    const auto entries = [&](const EntryFilter& filter) {
      std::size_t count = 0;
      const auto done = world.door.read(world.office, [&](const Call& call) -> core::Result<void> {
        const auto page = list_entries(call, filter, {}, 50);
        REQUIRE(page.ok());
        count = page->items.size();
        return {};
      });
      CHECK(done.ok());
      return count;
    };
    const core::Date day = core::date_of(noon, 480);
    CHECK(entries({}) == 4);
    CHECK(entries({day, {}}) == 2);
    CHECK(entries({day + 1, {}}) == 2);
    CHECK(entries({day + 1, "denied"}) == 1);
    CHECK(entries({day + 2, {}}) == 0);
    const auto looked = world.door.read(world.office, [&](const Call& call) -> core::Result<void> {
      const auto status = find_status(call);
      REQUIRE(status.ok());
      CHECK(status->entries == 4);
      CHECK(status->signed_entries == 2);
      CHECK(status->holds);
      return {};
    });
    CHECK(looked.ok());
    CHECK(world.tamper("UPDATE journal SET at = at + 1 WHERE seq = 3").ok());
    const auto broken = world.door.read(world.office, [&](const Call& call) -> core::Result<void> {
      CHECK_FALSE(find_status(call)->holds);
      return {};
    });
    CHECK(broken.ok());
    const Actor director = make_actor({}, Role::director, Area{990'601'100'001}, "director");
    const auto refused = world.door.read(director, [&](const Call& call) -> core::Result<void> {
      return list_entries(call, {}, {}, 50).error();
    });
    CHECK(refused.error().code == core::Code::forbidden);
  }
}

}  // namespace
}  // namespace caregrid::access
