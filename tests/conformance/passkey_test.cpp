// Shows passkeys with an authenticator of software (Ed25519 by libsodium): registration and sign-in
// work once, on the right page, by the right key, and every other way is refused.
#include <doctest/doctest.h>
#include <sodium.h>

#include <array>
#include <string>

#include "access/passkey.h"
#include "access/sign_in.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/rng.h"
#include "support/databases.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county_code = 990'601'000'000;
constexpr std::string_view password = "a horse that counts stars";
const RelyingParty home{"https://county.example", "county.example"};

std::string hash_of(std::string_view text) {
  const core::Digest digest = core::sha256(core::as_bytes(text));
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// A key in software, and all it can be made to say.
class SoftKey {
 public:
  SoftKey() {
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    seed.fill(9);
    crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
  }

  std::string origin = home.origin;
  std::string host = home.id;
  std::string kind;  // Empty: the right one.
  char flags = 0x05;
  unsigned char count = 0;
  std::string credential = "credential-of-sixteen";

  [[nodiscard]] PasskeyAnswer make(std::string_view challenge) const {
    std::string data = head(static_cast<char>(flags | 0x40));
    data.append(16, '\0');
    data += '\0';
    data += static_cast<char>(credential.size());
    data += credential;
    data.append("\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10);  // OKP, EdDSA, Ed25519, x.
    data.append(reinterpret_cast<const char*>(public_.data()), public_.size());
    return {to_base64url(credential),
            to_base64url(client("webauthn.create", challenge)),
            to_base64url(data),
            {}};
  }

  [[nodiscard]] PasskeyAnswer answer(std::string_view challenge) const {
    const std::string json = client("webauthn.get", challenge);
    const std::string data = head(flags);
    const std::string signed_text = data + hash_of(json);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(signed_text.data()),
                         signed_text.size(), secret_.data());
    return {to_base64url(credential), to_base64url(json), to_base64url(data),
            to_base64url(signature)};
  }

 private:
  [[nodiscard]] std::string head(char with) const {
    return hash_of(host) + with + std::string(3, '\0') + static_cast<char>(count);
  }
  [[nodiscard]] std::string client(std::string_view right, std::string_view challenge) const {
    return R"({"type":")" + (kind.empty() ? std::string(right) : kind) + R"(","challenge":")" +
           std::string(challenge) + R"(","origin":")" + origin +
           R"(","crossOrigin":false,"later_members":"are_allowed"})";
  }

  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_{};
};

template <class T>
std::string reason_of(const core::Result<T>& result) {
  return result ? std::string() : result.error().reason;
}

TEST_CASE("what a browser returns must fit in every part") {
  const std::string challenge = "0123456789abcdef0123456789abcdef";
  const std::string text = to_base64url(challenge);
  SoftKey key;
  const auto stored = check_registration(key.make(text), challenge, home);
  REQUIRE(stored.ok());
  CHECK(stored->algorithm == -8);
  CHECK(stored->credential == key.credential);
  CHECK(check_passkey(key.answer(text), *stored, challenge, home).ok());

  struct Row {
    std::string_view name;
    void (*spoil)(SoftKey&);
    std::string_view made;
    std::string_view answered;
  };
  constexpr std::array rows{
      Row{"another origin", [](SoftKey& it) { it.origin = "https://county.example.evil"; },
          "passkey.origin", "passkey.origin"},
      Row{"another port", [](SoftKey& it) { it.origin += ":8443"; }, "passkey.origin",
          "passkey.origin"},
      Row{"another host", [](SoftKey& it) { it.host = "evil.example"; }, "passkey.origin",
          "passkey.origin"},
      Row{"nobody there", [](SoftKey& it) { it.flags = 0x04; }, "passkey.unverified",
          "passkey.unverified"},
      Row{"not verified", [](SoftKey& it) { it.flags = 0x01; }, "passkey.unverified",
          "passkey.unverified"},
      Row{"another kind", [](SoftKey& it) { it.kind = "payment.get"; }, "passkey.malformed",
          "passkey.malformed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    SoftKey spoiled;
    row.spoil(spoiled);
    CHECK(reason_of(check_registration(spoiled.make(text), challenge, home)) == row.made);
    CHECK(reason_of(check_passkey(spoiled.answer(text), *stored, challenge, home)) == row.answered);
  }
  CHECK(reason_of(check_passkey(key.answer(to_base64url("another")), *stored, challenge, home)) ==
        "passkey.malformed");
  PasskeyKey other = *stored;
  other.public_key[3] = static_cast<char>(other.public_key[3] ^ 1);
  CHECK(reason_of(check_passkey(key.answer(text), other, challenge, home)) == "passkey.denied");
  other = *stored;
  other.algorithm = -7;  // An EdDSA signature is none of ES256.
  CHECK(reason_of(check_passkey(key.answer(text), other, challenge, home)) == "passkey.denied");
  other = *stored;
  other.sign_count = 5;  // The counter must move on once it counts.
  for (const auto& [count, reason] :
       {std::pair<unsigned char, std::string_view>{0, "passkey.denied"},
        {5, "passkey.denied"},
        {6, ""}}) {
    key.count = count;
    CHECK(reason_of(check_passkey(key.answer(text), other, challenge, home)) == reason);
  }
}

TEST_CASE("no byte of an answer can be changed, cut or lengthened unnoticed") {
  const std::string challenge = "0123456789abcdef0123456789abcdef";
  const std::string text = to_base64url(challenge);
  const SoftKey key;
  const PasskeyAnswer made = key.make(text);
  const PasskeyAnswer answer = key.answer(text);
  const auto stored = check_registration(made, challenge, home);
  REQUIRE(stored.ok());
  core::SeededRng rng(5);
  const std::string data = *from_base64url(made.authenticator_data);
  for (std::size_t size = 0; size < data.size(); ++size) {
    PasskeyAnswer cut = made;
    cut.authenticator_data = to_base64url(data.substr(0, size));
    CHECK_FALSE(check_registration(cut, challenge, home).ok());
  }
  for (std::string PasskeyAnswer::* part :
       {&PasskeyAnswer::client_data, &PasskeyAnswer::authenticator_data,
        &PasskeyAnswer::signature}) {
    for (int round = 0; round < 300; ++round) {
      std::string bytes = *from_base64url(answer.*part);
      const std::size_t at = rng.below(bytes.size());
      bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << rng.below(8)));
      PasskeyAnswer changed = answer;
      changed.*part = to_base64url(bytes);
      CHECK_FALSE(check_passkey(changed, *stored, challenge, home).ok());
    }
  }
  // Whatever bytes come, registration gives an answer; only whole ones give a key.
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = data;
    for (std::uint64_t changes = 1 + rng.below(4); changes > 0; --changes) {
      bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
    }
    bytes.resize(rng.below(2) == 0 ? bytes.size() : rng.below(bytes.size()));
    PasskeyAnswer changed = made;
    changed.authenticator_data = to_base64url(bytes);
    const auto checked = check_registration(changed, challenge, home);
    CHECK((!checked || checked->credential == key.credential));
  }
}

/// A database with two people who have signed in.
struct PasskeyWorld {
  explicit PasskeyWorld(support::TestDatabase& test)
      : door(test.database(), clock), sign_in(door, rng) {
    wang = enter("wang.li");
    li = enter("li.ming");
  }

  SessionGrant enter(std::string_view login) {
    const auto hash = hash_password(password);
    REQUIRE(hash.ok());
    const NewAccount account{AccountId::derive(login), std::string(login),   "示例", Role::county,
                             Area{county_code},        std::string(password)};
    const auto done = door.submit(operator_of(Role::administrator, Area{county_code}),
                                  {CommandId::make(clock.now(), rng), "add_account", login},
                                  [&](const Call& call) -> core::Result<std::string> {
                                    const auto added = add_account(call, account, *hash);
                                    return added ? core::Result<std::string>("{}")
                                                 : core::Result<std::string>(added.error());
                                  });
    REQUIRE(done.ok());
    auto grant = sign_in.sign_in(login, password);
    REQUIRE(grant.ok());
    return *grant;
  }

  core::ManualClock clock{core::Instant{1'790'000'000'000'000}};
  core::SeededRng rng{7};
  Door door;
  SignIn sign_in;
  SessionGrant wang;
  SessionGrant li;
};

TEST_CASE("a passkey is made once, signs in by itself, and never twice with one answer") {
  for (auto& test : support::every_database()) {
    CAPTURE(test->name());
    PasskeyWorld world(*test);
    Passkeys& passkeys = world.sign_in.passkeys();
    SoftKey key;
    const auto offer = passkeys.offer(world.wang.actor);
    REQUIRE(offer.ok());
    CHECK(offer->user_name == "wang.li");
    const PasskeyAnswer made = key.make(offer->challenge);
    CHECK(reason_of(passkeys.add(world.wang.actor, made, "", home)) == "passkey.name");
    CHECK(passkeys.add(world.wang.actor, made, "Desk", home).ok());
    CHECK(reason_of(passkeys.add(world.wang.actor, made, "Desk", home)) == "passkey.denied");
    // Another person's challenge, and a credential somebody has already.
    const auto foreign = passkeys.offer(world.wang.actor);
    REQUIRE(foreign.ok());
    CHECK(reason_of(passkeys.add(world.li.actor, key.make(foreign->challenge), "Mine", home)) ==
          "passkey.denied");
    const auto own = passkeys.offer(world.li.actor);
    REQUIRE(own.ok());
    CHECK(reason_of(passkeys.add(world.li.actor, key.make(own->challenge), "Mine", home)) ==
          "passkey.known");

    const auto question = passkeys.ask();
    REQUIRE(question.ok());
    const PasskeyAnswer answer = key.answer(*question);
    const auto grant = world.sign_in.sign_in_by_passkey(answer, home, {});
    REQUIRE(grant.ok());
    CHECK(grant->actor.account == world.wang.actor.account);
    CHECK(world.sign_in.find_session(grant->token)->has_second_factor);
    CHECK(reason_of(world.sign_in.sign_in_by_passkey(answer, home, {})) == "passkey.denied");

    // Five minutes, and not a moment more; a challenge for making is none for signing in.
    const auto late = passkeys.ask();
    REQUIRE(late.ok());
    world.clock.set({world.clock.now().micros + 300'000'001});
    CHECK(reason_of(world.sign_in.sign_in_by_passkey(key.answer(*late), home, {})) ==
          "passkey.denied");
    const auto making = passkeys.offer(world.wang.actor);
    REQUIRE(making.ok());
    CHECK(reason_of(world.sign_in.sign_in_by_passkey(key.answer(making->challenge), home, {})) ==
          "passkey.denied");
    // With a passkey the password alone is half an answer.
    CHECK(reason_of(world.sign_in.sign_in("wang.li", password)) == "session.code_needed");

    // It proves its owner once more, and nobody else.
    const auto again = passkeys.ask();
    const auto theirs = passkeys.ask();
    REQUIRE(again.ok());
    REQUIRE(theirs.ok());
    CHECK(
        world.sign_in.confirm_by_passkey(key.answer(*again), home, {.session_token = grant->token})
            .ok());
    CHECK(reason_of(world.sign_in.confirm_by_passkey(
              key.answer(*theirs), home, {.session_token = world.li.token})) == "passkey.denied");
  }
}

}  // namespace
}  // namespace caregrid::access
