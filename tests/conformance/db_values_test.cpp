// Shows that every value comes back as it went in, on every database there is, and that the same
// question gets the same answer: order, upserts, sums, long answers. One table, rows of values.

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "db/database.h"
#include "support/databases.h"

namespace caregrid {
namespace {

using support::every_database;
using support::Start;

core::Result<void> make_table(db::Transaction& transaction) {
  const auto made = transaction.run(
      "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, whole BIGINT, part DOUBLE PRECISION, "
      "word TEXT, body BYTEA)",
      {});
  return made ? core::Result<void>() : made.error();
}

void write(db::Database& database, db::Work work) {
  const core::Result<void> done = database.write(work);
  if (!done) {
    FAIL(done.error().reason << ": " << done.error().detail);
  }
}

void read(db::Database& database, db::Work work) {
  const core::Result<void> done = database.read(work);
  if (!done) {
    FAIL(done.error().reason << ": " << done.error().detail);
  }
}

core::Result<void> put(db::Transaction& transaction, std::int64_t id, const db::Value& whole,
                       const db::Value& part, std::string_view word, core::Bytes body) {
  db::Bind whole_bind("whole", std::nullopt);
  whole_bind.value = whole;
  db::Bind part_bind("part", std::nullopt);
  part_bind.value = part;
  const auto done = transaction.run(
      "INSERT INTO item (id, whole, part, word, body) VALUES (:id, :whole, :part, :word, :body)",
      {{"id", id}, whole_bind, part_bind, {"word", word}, {"body", body}});
  return done ? core::Result<void>() : done.error();
}

TEST_CASE("integers and reals come back exactly, at their limits too") {
  const std::vector<std::int64_t> wholes = {0,
                                            1,
                                            -1,
                                            255,
                                            65'536,
                                            std::int64_t{1} << 53,
                                            std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int64_t>::min()};
  const std::vector<double> parts = {0.0,
                                     -0.5,
                                     0.1,
                                     1e300,
                                     -1e-300,
                                     3.0,
                                     std::numeric_limits<double>::denorm_min(),
                                     std::numeric_limits<double>::max()};
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      for (std::size_t i = 0; i < wholes.size(); ++i) {
        const auto id = static_cast<std::int64_t>(i);
        const auto done = put(transaction, id, wholes[i], parts[i], {}, {});
        REQUIRE(done.ok());
      }
      return {};
    });
    read(test->database(), [&](db::Transaction& transaction) {
      return transaction.each("SELECT id, whole, part FROM item", {}, [&](const db::Row& row) {
        const auto i = static_cast<std::size_t>(row.integer(0));
        CHECK(row.integer(1) == wholes[i]);
        CHECK(row.real(2) == parts[i]);
        return true;
      });
    });
  }
}

TEST_CASE("texts and bytes come back as they were") {
  std::string big(3 << 20, 'x');
  for (std::size_t i = 0; i < big.size(); ++i) {
    big[i] = static_cast<char>(i * 31 % 251);
  }
  const std::vector<std::string> words = {
      "", " ", "O'Brien \"x\" \\ % _", "李小明 爸爸 ￥", "😀 e\u0301", std::string(100'000, 'a')};
  const std::vector<std::string> bodies = {"",    std::string(1, '\0'),    "\xFF\xFE",
                                           "abc", std::string("\0a\0", 3), big};
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      for (std::size_t i = 0; i < words.size(); ++i) {
        REQUIRE(put(transaction, static_cast<std::int64_t>(i), {}, {}, words[i],
                    core::as_bytes(bodies[i]))
                    .ok());
      }
      return {};
    });
    read(test->database(), [&](db::Transaction& transaction) {
      return transaction.each("SELECT id, word, body FROM item", {}, [&](const db::Row& row) {
        const auto i = static_cast<std::size_t>(row.integer(0));
        CHECK(!row.is_null(1));
        CHECK(!row.is_null(2));
        CHECK(row.text(1) == words[i]);
        CHECK(std::ranges::equal(row.blob(2), core::as_bytes(bodies[i])));
        return true;
      });
    });
  }
}

TEST_CASE("null is not empty, and each type of parameter may be null") {
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    constexpr db::Sql insert =
        "INSERT INTO item (id, whole, part, word, body) VALUES (:id, :whole, :part, :word, :body)";
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      // Null before, between and after values: the statement is prepared once for all.
      for (std::int64_t id = 0; id < 6; ++id) {
        const bool is_null = id % 2 == 0;
        const auto whole = is_null ? std::nullopt : std::optional(id);
        const auto part = is_null ? std::nullopt : std::optional(0.25);
        const auto word = is_null ? std::nullopt : std::optional(std::string());
        const auto body = is_null ? std::nullopt : std::optional(core::Bytes());
        const auto done = transaction.run(
            insert, {{"id", id}, {"whole", whole}, {"part", part}, {"word", word}, {"body", body}});
        REQUIRE(done.ok());
      }
      return {};
    });
    read(test->database(), [&](db::Transaction& transaction) {
      return transaction.each("SELECT id, whole, part, word, body FROM item", {},
                              [&](const db::Row& row) {
                                for (int column = 1; column <= 4; ++column) {
                                  CHECK(row.is_null(column) == (row.integer(0) % 2 == 0));
                                }
                                CHECK(row.text(3) == "");
                                CHECK(row.blob(4).empty());
                                CHECK(row.real(2) == (row.integer(0) % 2 == 0 ? 0.0 : 0.25));
                                return true;
                              });
    });
    read(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      const auto found = db::list(
          transaction,
          "SELECT id FROM item WHERE CAST(:whole AS BIGINT) IS NULL OR whole = :whole ORDER BY id",
          {{"whole", std::nullopt}}, [](const db::Row& row) { return row.integer(0); });
      REQUIRE(found.ok());
      CHECK(found->size() == 6);
      return {};
    });
  }
}

TEST_CASE("text sorts by code point, bytes by value, and comparisons agree") {
  const std::vector<std::string> sorted = {"",  " ", "A",  "B",  "a",  "b",
                                           "~", "é", "中", "乙", "￥", "😀"};
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      for (std::size_t i = sorted.size(); i-- > 0;) {
        REQUIRE(put(transaction, static_cast<std::int64_t>(i), {}, {}, sorted[i],
                    core::as_bytes(sorted[i]))
                    .ok());
      }
      return {};
    });
    const auto read_ids = [](const db::Row& row) { return row.integer(0); };
    read(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      const auto by_word = db::list(transaction, "SELECT id FROM item ORDER BY word", {}, read_ids);
      const auto by_body = db::list(transaction, "SELECT id FROM item ORDER BY body", {}, read_ids);
      CHECK(std::ranges::is_sorted(by_word.value()));
      CHECK(by_word.value() == by_body.value());
      const auto after = db::list(transaction, "SELECT id FROM item WHERE word > :word",
                                  {{"word", "é"}}, read_ids);
      CHECK(after.value().size() == 4);
      return {};
    });
  }
}

TEST_CASE("run counts rows, and upserts and returning work alike") {
  constexpr db::Sql upsert =
      "INSERT INTO item (id, whole) VALUES (:id, :whole) "
      "ON CONFLICT (id) DO UPDATE SET whole = item.whole + excluded.whole RETURNING whole";
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      const auto whole = [](const db::Row& row) { return row.integer(0); };
      CHECK(**db::find_one(transaction, upsert, {{"id", 1}, {"whole", 5}}, whole) == 5);
      CHECK(**db::find_one(transaction, upsert, {{"whole", 7}, {"id", 1}}, whole) == 12);
      CHECK(*transaction.run("INSERT INTO item (id) VALUES (:id) ON CONFLICT DO NOTHING",
                             {{"id", 1}}) == 0);
      CHECK(*transaction.run("INSERT INTO item (id, whole) VALUES (2, 3), (3, 4)", {}) == 2);
      CHECK(*transaction.run("UPDATE item SET whole = whole + 1 WHERE id > :id", {{"id", 1}}) == 2);
      CHECK(*transaction.run("DELETE FROM item WHERE id > 100", {}) == 0);
      const auto sum =
          db::find_one(transaction, "SELECT SUM(whole), COUNT(*), AVG(whole) FROM item", {},
                       [](const db::Row& row) {
                         return std::tuple(row.integer(0), row.integer(1), row.real(2));
                       });
      CHECK(**sum == std::tuple(21, 3, 7.0));
      return {};
    });
  }
}

TEST_CASE("a hundred thousand rows are visited in order, each once, or until told to stop") {
  constexpr std::int64_t count = 100'000;
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      REQUIRE(transaction
                  .run("INSERT INTO item (id) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL "
                       "SELECT i + 1 FROM n WHERE i + 1 < :count) SELECT i FROM n",
                       {{"count", count}})
                  .ok());
      return {};
    });
    read(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      std::int64_t next = 0;
      constexpr db::Sql all = "SELECT id FROM item ORDER BY id";
      REQUIRE(
          transaction.each(all, {}, [&](const db::Row& row) { return row.integer(0) == next++; })
              .ok());
      CHECK(next == count);
      next = 0;
      REQUIRE(transaction.each(all, {}, [&](const db::Row&) { return ++next < 10; }).ok());
      CHECK(next == 10);
      return {};
    });
  }
}

TEST_CASE("a visitor may ask further questions, the same one too") {
  constexpr db::Sql smaller = "SELECT id FROM item WHERE id < :id ORDER BY id";
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    write(test->database(), [&](db::Transaction& transaction) -> core::Result<void> {
      REQUIRE(make_table(transaction).ok());
      for (std::int64_t id = 0; id < 10; ++id) {
        REQUIRE(put(transaction, id, {}, {}, {}, {}).ok());
      }
      std::multiset<std::pair<std::int64_t, std::int64_t>> pairs;
      const auto done = transaction.each(smaller, {{"id", 10}}, [&](const db::Row& outer) {
        const std::int64_t id = outer.integer(0);
        const auto inner = transaction.each(smaller, {{"id", id}}, [&](const db::Row& row) {
          pairs.emplace(id, row.integer(0));
          return true;
        });
        CHECK(inner.ok());
        CHECK(outer.integer(0) == id);
        return true;
      });
      CHECK(done.ok());
      CHECK(pairs.size() == 45);
      return {};
    });
  }
}

}  // namespace
}  // namespace caregrid
