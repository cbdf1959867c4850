// Shows on every database what secrets are made of and how they are kept: passwords as they came
// and without an end, tokens nobody guesses, no account before somebody makes one, one seal never
// the same twice, and randomness that does not repeat however many ask at once.
#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "access/accounts.h"
#include "access/door.h"
#include "access/sign_in.h"
#include "access/store.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/rng.h"
#include "core/seal.h"
#include "support/databases.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county_code = 990'601'000'000;
constexpr std::int64_t second = 1'000'000;
constexpr core::Instant noon{1'790'000'000 * second};

struct World {
  explicit World(support::TestDatabase& test) : door(test.database(), clock) {}

  std::string add(std::string_view login, std::string_view password) {
    const auto hash = hash_password(password);
    REQUIRE(hash.ok());
    const Actor keeper = operator_of(Role::administrator, Area{county_code});
    const NewAccount account{AccountId::make(clock.now(), rng),
                             std::string(login),
                             "示例",
                             Role::county,
                             Area{county_code},
                             std::string(password)};
    const auto done = door.submit(keeper, {CommandId::make(clock.now(), rng), "add", "add"},
                                  [&](const Call& call) -> core::Result<std::string> {
                                    const auto step = add_account(call, account, *hash);
                                    return step ? core::Result<std::string>("{}") : step.error();
                                  });
    return done ? std::string() : done.error().reason;
  }

  core::ManualClock clock{noon};
  core::SystemRng rng;
  Door door;
};

TEST_CASE("a password is checked exactly as it came, and holds for years") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    const std::string base = " Ä horse that counts " + std::string(90, 'x') + "1 ";
    REQUIRE(world.add("wang.li", base).empty());
    SignIn sign_in(world.door, world.rng);
    std::int64_t at = noon.micros;
    for (const std::string& other :
         {base.substr(1), base.substr(0, base.size() - 1), std::string(" ä") + base.substr(3),
          base.substr(0, 72), base.substr(0, base.size() - 2) + "2 ", base + " "}) {
      CHECK(sign_in.sign_in("wang.li", other).error().reason == "session.denied");
      world.clock.set({at += 3600 * second});
    }
    CHECK(sign_in.sign_in("wang.li", base).ok());
    world.clock.set({at + std::int64_t{20} * 365 * 24 * 3600 * second});
    CHECK(sign_in.sign_in("wang.li", base).ok());
  }
}

TEST_CASE("passwords are kept as Argon2id with their own salt, never as they are") {
  const auto one = hash_password("a horse that counts stars");
  const auto two = hash_password("a horse that counts stars");
  REQUIRE((one.ok() && two.ok()));
  CHECK(one->starts_with("$argon2id$v=19$m=47104,t=2,p=1$"));
  CHECK(*one != *two);
  CHECK(one->find("horse") == std::string::npos);
}

TEST_CASE("a new database knows nobody, whatever the login and the password") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    SignIn sign_in(world.door, world.rng);
    std::int64_t at = noon.micros;
    for (const char* login : {"root", "admin", "administrator", "sa", "county", "caregrid"}) {
      for (const char* word : {"", "admin", "password", "caregrid"}) {
        CHECK_FALSE(sign_in.sign_in(login, word).ok());
        world.clock.set({at += 3600 * second});
      }
      CHECK_FALSE(sign_in.sign_in(login, login).ok());
      world.clock.set({at += 3600 * second});
    }
  }
}

TEST_CASE("tokens are 256 bits, all different, and worth nothing when one sign differs") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    constexpr std::string_view password = "a horse that counts stars";
    REQUIRE(world.add("wang.li", password).empty());
    SignIn sign_in(world.door, world.rng);
    std::set<std::string> tokens;
    for (int i = 0; i < 8; ++i) {
      const auto grant = sign_in.sign_in("wang.li", password);
      REQUIRE(grant.ok());
      std::array<std::byte, 32> bytes{};
      CHECK(core::from_hex(grant->token, bytes));
      tokens.insert(grant->token);
    }
    CHECK(tokens.size() == 8);
    const std::string token = *tokens.begin();
    REQUIRE(sign_in.find_session(token).ok());
    for (std::size_t at = 0; at < token.size(); ++at) {
      std::string changed = token;
      changed[at] = changed[at] == '0' ? '1' : '0';
      CHECK_FALSE(sign_in.find_session(changed).ok());
    }
    // What is stored is not the token: whoever reads the database cannot sign in with it.
    std::size_t found = 0;
    const auto read = test->database().read([&](db::Transaction& transaction) {
      return transaction.each("SELECT token_hash FROM session", {}, [&](const db::Row& row) {
        found += tokens.count(core::to_hex(row.blob(0)));
        return true;
      });
    });
    CHECK(read.ok());
    CHECK(found == 0);
  }
}

TEST_CASE("no two seals of the same value are alike: a nonce is used once") {
  core::SystemRng rng;
  const auto key = core::SecretKey::make(rng);
  std::set<std::string> seals;
  constexpr int count = 20'000;
  for (int i = 0; i < count; ++i) {
    seals.insert(core::seal(key, rng, "place", core::as_bytes("a name")));
  }
  CHECK(seals.size() == count);
}

TEST_CASE("randomness does not repeat however many threads ask at once") {
  constexpr int threads = 8;
  constexpr int draws = 20'000;
  std::vector<std::vector<std::string>> drawn(threads);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      core::SystemRng rng;
      std::array<std::byte, 16> bytes{};
      for (int i = 0; i < draws; ++i) {
        rng.fill(bytes);
        drawn[static_cast<std::size_t>(t)].push_back(core::to_hex(bytes));
      }
    });
  }
  std::set<std::string> all;
  for (std::size_t t = 0; t < running.size(); ++t) {
    running[t].join();
    all.insert(drawn[t].begin(), drawn[t].end());
  }
  CHECK(all.size() == std::size_t{threads} * draws);
}

}  // namespace
}  // namespace caregrid::access
