// Shows on every database that what is stored about a child is sealed under the child's own key: no
// name or number lies in clear in the tables of the register, a value moved or changed is not
// shown and the record is named, and a phone is found through its blind index.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "registry/erasure.h"
#include "registry/operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

constexpr std::string_view identity = "990101201509030029";
constexpr std::string_view phone = "10012345678";

Cells whole_child() {
  Cells row = child("黄欢欢", 'A');
  row["identity_number"] = identity;
  row["student_number"] = "G" + std::string(identity);
  row["father_name"] = "黄强强";
  row["father_phone"] = phone;
  row["father_place"] = "浙江宁波";
  return row;
}

void fill_children(World& world) {
  add_places(world);
  Cells sibling = child("黄乐乐", 'B');
  sibling["mother_phone"] = phone;
  CHECK(
      world.import(registry::make_child_target(), {whole_child(), sibling, child("李晨晨", 'C')}) ==
      std::vector<std::string>(3, "created"));
}

core::Result<registry::ChildPage> search(World& world, const std::string& query,
                                         std::int64_t area = county_code) {
  core::Result<registry::ChildPage> page = core::failure(core::Code::internal, "unset");
  const access::Actor actor =
      access::make_actor({}, access::Role::county, access::Area{area}, "somebody");
  const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    page = registry::list_children(call, {.query = query});
    return {};
  });
  CHECK(done.ok());
  return page;
}

std::vector<std::string> names(const core::Result<registry::ChildPage>& page) {
  std::vector<std::string> found;
  for (const registry::ChildRow& row : page ? page->items : std::vector<registry::ChildRow>()) {
    found.push_back(row.name);
  }
  return found;
}

std::string problem_of(const core::Result<registry::ChildPage>& page) {
  return page ? "shown" : page.error().reason + " " + page.error().detail;
}

std::string run(World& world, db::Sql sql) {
  return world.submit([&](const access::Call& call) -> core::Result<std::string> {
    const auto done = call.transaction.run(sql, {});
    return done ? core::Result<std::string>("{}") : done.error();
  });
}

/// All bytes of the columns that hold what was said about children.
std::string stored(World& world) {
  std::string bytes;
  const auto add = [&](const db::Row& row) {
    const auto blob = row.blob(0);
    bytes.append(reinterpret_cast<const char*>(blob.data()), blob.size());
    return true;
  };
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    for (const db::Sql sql :
         {db::Sql("SELECT sealed FROM child"), db::Sql("SELECT sealed FROM statement"),
          db::Sql("SELECT wrapped FROM data_key")}) {
      if (const auto read = call.transaction.each(sql, {}, add); !read) {
        return read;
      }
    }
    return {};
  });
  CHECK(done.ok());
  return bytes;
}

}  // namespace

TEST_CASE("nothing said about a child is stored in clear") {
  on_every_database([](World& world) {
    fill_children(world);
    const std::string bytes = stored(world);
    CHECK(bytes.size() > 600);
    for (const std::string_view said : {identity, phone, std::string_view("黄欢欢"),
                                        std::string_view("黄强强"), std::string_view("浙江宁波")}) {
      CHECK(bytes.find(said) == std::string::npos);
    }
  });
}

TEST_CASE("a whole number or phone finds those it belongs to, within the area") {
  on_every_database([](World& world) {
    CHECK(names(search(world, std::string(phone))).empty());
    fill_children(world);
    using Names = std::vector<std::string>;
    CHECK(names(search(world, std::string(identity))) == Names{"黄欢欢"});
    CHECK(names(search(world, "G" + std::string(identity))) == Names{"黄欢欢"});
    CHECK(names(search(world, std::string(phone))) == Names{"黄欢欢", "黄乐乐"});
    CHECK(names(search(world, "+86 100 1234 5678")) == Names{"黄欢欢", "黄乐乐"});
    CHECK(names(search(world, std::string(phone), township_code + 2)) == Names{"黄乐乐"});
    CHECK(names(search(world, "10012345679")).empty());
  });
}

TEST_CASE("a phone of the same blind index but another number is not shown") {
  on_every_database([](World& world) {
    fill_children(world);
    CHECK(run(world,
              "INSERT INTO child_phone (county, phone, child) "
              "SELECT county, phone, 3 FROM child_phone WHERE child = 1")
              .empty());
    CHECK(names(search(world, std::string(phone))).size() == 2);
  });
}

TEST_CASE("what was changed or moved outside the program is named and not shown") {
  struct Case {
    db::Sql change;
    std::string_view problem;
  };
  const std::vector<Case> cases{
      {"UPDATE child SET sealed = (SELECT o.sealed FROM child o WHERE o.number = 2) "
       "WHERE number = 1",
       "seal.broken child|sealed 620524/1/0"},
      {"UPDATE data_key SET wrapped = (SELECT o.wrapped FROM data_key o WHERE o.child = 2) "
       "WHERE child = 1",
       "seal.broken data_key|wrapped 620524/1/"},
      {"UPDATE data_key SET version = 2 WHERE child = 1", "seal.broken data_key|wrapped 620524/1/"},
      {"UPDATE data_key SET wrapping_key = 5 WHERE child = 1", "keys.unknown 000000000005"},
      {"DELETE FROM data_key WHERE child = 1", "seal.no_key 620524/1"},
      {"UPDATE child SET sealed = wrapped FROM data_key WHERE data_key.child = child.number",
       "seal.broken child|sealed 620524/"}};
  for (const Case& row : cases) {
    CAPTURE(row.problem);
    on_every_database([&](World& world) {
      fill_children(world);
      CHECK(problem_of(search(world, "")) == "shown");
      CHECK(run(world, row.change).empty());
      CHECK(problem_of(search(world, "")).starts_with(row.problem));
    });
  }
}

TEST_CASE("another wrapping key opens nothing") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    World world(*database);
    fill_children(world);
    support::TestKeys other("c2Vjb25kIHRlc3Qga2V5LCBuZXZlciBpbiB1c2UhISE=");
    access::Door door(database->database(), world.clock, other.ring);
    const auto done = door.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      CHECK(problem_of(registry::list_children(call, {})).starts_with("keys.unknown"));
      CHECK(problem_of(registry::list_children(call, {.query = std::string(phone)}))
                .starts_with("keys.unknown"));
      return {};
    });
    CHECK(done.ok());
  }
}

namespace {

registry::ChildId first_child(World& world) {
  const auto page = search(world, std::string(identity));
  REQUIRE(page.ok());
  REQUIRE(page->items.size() == 1);
  return page->items.front().id;
}

/// Two officers of the county; neither is the office that imported.
struct Officers {
  access::Actor one = officer("one");
  access::Actor two = officer("two");

  static access::Actor officer(const std::string& name) {
    return access::make_actor(access::AccountId::derive(name), access::Role::county,
                              access::Area{county_code}, name);
  }
};

std::string request(World& world, const access::Actor& who, const registry::ChildId& child,
                    const std::string& id = "erasure") {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto made = registry::request_erasure(call, registry::ErasureId::derive(id), child,
                                                    registry::ErasureGround::consent_withdrawn);
        return made ? core::Result<std::string>("{}") : made.error();
      },
      &who);
}

std::string confirm(World& world, const access::Actor& who,
                    registry::ErasureCertificate* certificate = nullptr) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::confirm_erasure(
            call, registry::ErasureId::derive("erasure"),
            [&](const registry::ChildId& child) { return care::forget_child(call, child); });
        if (done && certificate != nullptr) {
          *certificate = *done;
        }
        return done ? core::Result<std::string>("{}") : done.error();
      },
      &who);
}

std::string hold(World& world, const registry::ChildId& child, std::string_view reference) {
  return world.submit([&](const access::Call& call) -> core::Result<std::string> {
    const auto done = registry::hold_child(call, child, reference);
    return done ? core::Result<std::string>("{}") : done.error();
  });
}

std::int64_t count(World& world, db::Sql sql) {
  std::int64_t found = -1;
  const auto done = world.read(world.office, [&](const access::Call& call) {
    return call.transaction.each(sql, {}, [&](const db::Row& row) {
      found = row.integer(0);
      return false;
    });
  });
  CHECK(done.ok());
  return found;
}

}  // namespace

TEST_CASE("one person asks to erase a child and another does it, for good") {
  on_every_database([](World& world) {
    fill_children(world);
    const Officers officers;
    const registry::ChildId child = first_child(world);
    CHECK(request(world, world.director, child) == "access.role");
    CHECK(confirm(world, officers.two) == "erasure.not_found");
    CHECK(request(world, officers.one, child).empty());
    CHECK(request(world, officers.two, child, "again") == "erasure.asked");
    CHECK(confirm(world, officers.one) == "erasure.same_person");
    registry::ErasureCertificate certificate;
    CHECK(confirm(world, officers.two, &certificate).empty());
    CHECK(confirm(world, officers.two) == "erasure.done");
    CHECK(certificate.keys == 1);
    CHECK(certificate.statements == 1);
    CHECK(certificate.index_entries >= 6);
    CHECK(certificate.journal_seq == count(world, "SELECT MAX(seq) FROM journal"));

    CHECK(names(search(world, "")) == std::vector<std::string>{"黄乐乐", "李晨晨"});
    CHECK(names(search(world, std::string(identity))).empty());
    CHECK(names(search(world, std::string(phone))) == std::vector<std::string>{"黄乐乐"});
    CHECK(request(world, officers.one, child, "third") == "child.not_found");
    for (const db::Sql sql :
         {db::Sql("SELECT COUNT(*) FROM data_key WHERE child = 1"),
          db::Sql("SELECT COUNT(*) FROM statement WHERE child = 1"),
          db::Sql("SELECT COUNT(*) FROM child_key WHERE child = 1"),
          db::Sql("SELECT COUNT(*) FROM child_phone WHERE child = 1"),
          db::Sql("SELECT COUNT(*) FROM child_name WHERE number = 1"),
          db::Sql("SELECT COUNT(*) FROM child_by_place WHERE number = 1"),
          db::Sql("SELECT COUNT(*) FROM child_by_name WHERE number = 1"),
          db::Sql("SELECT COUNT(*) FROM child WHERE number = 1 AND sealed IS NOT NULL")}) {
      CHECK(count(world, sql) == 0);
    }
    CHECK(count(world, "SELECT COUNT(*) FROM child WHERE number = 1") == 1);
    CHECK(count(world, "SELECT CAST(SUM(children) AS BIGINT) FROM child_count") == 2);
    CHECK(count(world, "SELECT COUNT(*) FROM erasure WHERE certificate LIKE '%黄%'") == 0);
  });
}

TEST_CASE("a record that a proceeding needs is not erased until the hold is lifted") {
  on_every_database([](World& world) {
    fill_children(world);
    const Officers officers;
    const registry::ChildId child = first_child(world);
    CHECK(request(world, officers.one, child).empty());
    CHECK(hold(world, child, " 甘0524刑初〔2026〕7号 ").empty());
    CHECK(confirm(world, officers.two) == "erasure.held");
    CHECK(request(world, officers.two, child, "again") == "erasure.held");
    CHECK(hold(world, child, std::string(300, 'x')) == "erasure.reference");
    CHECK(names(search(world, std::string(identity))).size() == 1);
    CHECK(hold(world, child, "").empty());
    CHECK(confirm(world, officers.two).empty());
  });
}

TEST_CASE("what was erased may be imported anew, as another child") {
  on_every_database([](World& world) {
    fill_children(world);
    const Officers officers;
    const registry::ChildId child = first_child(world);
    CHECK(request(world, officers.one, child).empty());
    CHECK(confirm(world, officers.two).empty());
    CHECK(world.import(registry::make_child_target(), {whole_child()}) ==
          std::vector<std::string>{"created"});
    CHECK(first_child(world) != child);
  });
}

TEST_CASE("the answer of a command is sealed, and gone once a child has been erased") {
  on_every_database([](World& world) {
    fill_children(world);
    const access::Command command{access::CommandId::derive("unmask"), "unmask_child", "x", false};
    int times = 0;
    const auto send = [&] {
      return world.door.submit(world.office, command,
                               [&](const access::Call&) -> core::Result<std::string> {
                                 ++times;
                                 return std::string(phone);
                               });
    };
    CHECK(*send() == phone);
    CHECK(*send() == phone);
    CHECK(times == 1);
    std::string kept;
    const auto read = world.read(world.office, [&](const access::Call& call) {
      return call.transaction.each("SELECT answer FROM command_log WHERE kind = 'unmask_child'", {},
                                   [&](const db::Row& row) {
                                     const core::Bytes bytes = row.blob(0);
                                     kept.assign(reinterpret_cast<const char*>(bytes.data()),
                                                 bytes.size());
                                     return false;
                                   });
    });
    CHECK(read.ok());
    CHECK(kept.size() > phone.size() + core::seal_bytes);
    CHECK(kept.find(phone) == std::string::npos);
    const Officers officers;
    CHECK(request(world, officers.one, first_child(world)).empty());
    CHECK(confirm(world, officers.two).empty());
    CHECK(send().error().reason == "command.answer_gone");
    CHECK(times == 1);
  });
}

}  // namespace caregrid::allocation
