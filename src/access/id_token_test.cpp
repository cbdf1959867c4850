// Shows that an ID token is believed when the right key signed the right claims in time, and never
// otherwise: tokens are made here by OpenSSL as a provider, or somebody who poses as one, makes
// them. `detail` tells what a token was refused for, so that no row passes for another's reason.
#include "access/id_token.h"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "access/passkey.h"
#include "support/signer.h"

namespace caregrid::access {
namespace {

using support::Signer;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t now = 1'790'000'000;
const Expected expected{"https://id.example",        "caregrid", "nonce-of-this-sign-in",
                        core::Instant{now * second}, {},         false};

/// What a token says; each member is JSON, and one that is empty is left out.
struct Claims {
  std::string iss = R"("https://id.example")";
  std::string aud = R"("caregrid")";
  std::string azp = {};
  std::string sub = R"("248289761001")";
  std::string nonce = R"("nonce-of-this-sign-in")";
  std::string exp = std::to_string(now + 300);
  std::string iat = std::to_string(now);
  std::string nbf = {};
  std::string auth_time = std::to_string(now - 5);
  std::string acr = {};
  std::string amr = {};

  [[nodiscard]] std::string json() const {
    std::string text = "{";
    const std::array<std::pair<const char*, const std::string*>, 11> members{
        {{"iss", &iss},
         {"aud", &aud},
         {"azp", &azp},
         {"sub", &sub},
         {"nonce", &nonce},
         {"exp", &exp},
         {"iat", &iat},
         {"nbf", &nbf},
         {"auth_time", &auth_time},
         {"acr", &acr},
         {"amr", &amr}}};
    for (const auto& [name, value] : members) {
      if (!value->empty()) {
        text += (text.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":" + *value;
      }
    }
    return text + "}";
  }
};

struct Keys {
  Signer rsa{Signer::Kind::rsa, "rsa-1"};
  Signer curve{Signer::Kind::p256, "curve-1"};
  std::vector<ProviderKey> read() const {
    const auto keys = read_key_set(R"({"keys":[)" + rsa.jwk() + "," + curve.jwk() + "]}");
    REQUIRE(keys.ok());
    REQUIRE(keys->size() == 2);
    return *keys;
  }
};

/// Everything a provider's answer goes through: what it was refused for, or "" and the identity.
std::string outcome(const std::string& compact, const std::vector<ProviderKey>& keys,
                    const Expected& wanted = expected) {
  const auto token = read_id_token(compact);
  if (!token) {
    CHECK(token.error().reason == "provider.token");
    return token.error().detail;
  }
  const ProviderKey* key = find_key(keys, *token);
  if (key == nullptr) {
    return "key";
  }
  const auto identity = check_id_token(*token, *key, wanted);
  return identity ? std::string() : identity.error().detail;
}

TEST_CASE("a token by either kind of key is believed, and says who and how") {
  const Keys keys;
  Claims claims;
  claims.acr = R"("urn:gov:two")";
  claims.amr = R"(["pwd","otp"])";
  for (const Signer* signer : {&keys.rsa, &keys.curve}) {
    const auto token = read_id_token(signer->token(signer->header(), claims.json()));
    REQUIRE(token.ok());
    const auto read = keys.read();
    const auto identity = check_id_token(*token, *find_key(read, *token), expected);
    REQUIRE(identity.ok());
    CHECK(identity->subject == "248289761001");
    CHECK(identity->authenticated_at == core::Instant{(now - 5) * second});
    CHECK(identity->acr == "urn:gov:two");
    CHECK(identity->amr == std::vector<std::string>{"pwd", "otp"});
  }
}

TEST_CASE("a signature that is missing, foreign, of another kind or of other bytes is refused") {
  const Keys keys;
  const Signer stranger(Signer::Kind::rsa, "rsa-1");  // It calls itself by the right key's name.
  const std::string claims = Claims().json();
  const auto unsigned_by = [&](const std::string& header) {
    return to_base64url(header) + "." + to_base64url(claims) + ".";
  };
  const auto by_secret = [&](const std::string& secret) {
    const std::string message =
        to_base64url(R"({"alg":"HS256","kid":"rsa-1"})") + "." + to_base64url(claims);
    return message + "." + to_base64url(support::hmac_sha256(secret, message));
  };
  const std::string good = keys.rsa.token(keys.rsa.header(), claims);
  const std::string other = keys.rsa.token(keys.rsa.header(), Claims{.sub = "\"1\""}.json());
  const std::string grafted = other.substr(0, other.rfind('.')) + good.substr(good.rfind('.'));
  struct Row {
    std::string what;
    std::string token;
    std::string refused_for;
  };
  const std::vector<Row> rows{
      {"the right one", good, ""},
      {"alg none", unsigned_by(R"({"alg":"none"})"), "algorithm"},
      {"alg None", unsigned_by(R"({"alg":"None"})"), "algorithm"},
      {"no alg", keys.rsa.token(R"({"kid":"rsa-1"})", claims), "algorithm"},
      {"no signature", unsigned_by(keys.rsa.header()), "signature"},
      {"HS256 with the public key", by_secret(keys.rsa.public_pem()), "algorithm"},
      {"HS256 with an empty secret", by_secret("x"), "algorithm"},
      {"a stranger's key", stranger.token(stranger.header(), claims), "signature"},
      {"another token's signature", grafted, "signature"},
      {"RS512", keys.rsa.token(R"({"alg":"RS512","kid":"rsa-1"})", claims), "algorithm"},
      {"RSA key called ES256", keys.rsa.token(R"({"alg":"ES256","kid":"rsa-1"})", claims), "key"},
      {"curve key called RS256", keys.curve.token(R"({"alg":"RS256","kid":"curve-1"})", claims),
       "key"},
      {"RSA signature, curve's name", keys.rsa.token(R"({"alg":"ES256","kid":"curve-1"})", claims),
       "signature"},
      {"unknown name", keys.rsa.token(R"({"alg":"RS256","kid":"rsa-2"})", claims), "key"},
      {"a name that is a path", keys.rsa.token(R"({"alg":"RS256","kid":"../rsa-1"})", claims),
       "key"},
      {"a key of its own",
       stranger.token(R"({"alg":"RS256","kid":"x","jwk":)" + stranger.jwk() + "}", claims), "key"},
      {"something critical",
       keys.rsa.token(R"({"alg":"RS256","kid":"rsa-1","crit":["b64"]})", claims), "type"},
      {"an access token", keys.rsa.token(R"({"alg":"RS256","kid":"rsa-1","typ":"at+jwt"})", claims),
       "type"},
      {"a logout token",
       keys.rsa.token(R"({"alg":"RS256","kid":"rsa-1","typ":"logout+jwt"})", claims), "type"},
      {"four parts", good + ".e30", "format"},
      {"two parts", good.substr(0, good.rfind('.')), "format"},
      {"nothing", "", "format"},
      {"padding", good + "=", "signature"},
      {"17 KiB",
       keys.rsa.token(keys.rsa.header(),
                      Claims{.sub = '"' + std::string(17'000, 'a') + '"'}.json()),
       "size"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(outcome(row.token, keys.read()) == row.refused_for);
  }
}

TEST_CASE("claims that are not the answer to our question are refused, each for its reason") {
  const Keys keys;
  struct Row {
    std::string what;
    Claims claims;
    std::string refused_for;
  };
  const auto at = [](std::int64_t seconds) { return std::to_string(now + seconds); };
  const std::vector<Row> rows{
      {"as it should be", {}, ""},
      {"another issuer", {.iss = R"("https://evil.example")"}, "issuer"},
      {"our issuer with a slash", {.iss = R"("https://id.example/")"}, "issuer"},
      {"no issuer", {.iss = ""}, "issuer"},
      {"another client", {.aud = R"("other")"}, "audience"},
      {"us among others", {.aud = R"(["caregrid","other"])"}, "audience"},
      {"us alone in a list", {.aud = R"(["caregrid"])"}, ""},
      {"nobody", {.aud = "[]"}, "audience"},
      {"no audience", {.aud = ""}, "audience"},
      {"a number", {.aud = "7"}, "audience"},
      {"given to another party", {.azp = R"("other")"}, "party"},
      {"given to us", {.azp = R"("caregrid")"}, ""},
      {"another nonce", {.nonce = R"("nonce-of-another")"}, "nonce"},
      {"no nonce", {.nonce = ""}, "nonce"},
      {"no subject", {.sub = ""}, "subject"},
      {"an empty subject", {.sub = "\"\""}, "subject"},
      {"a subject that is a number", {.sub = "7"}, "subject"},
      {"a subject of 256 bytes", {.sub = '"' + std::string(256, 'a') + '"'}, "subject"},
      {"over a minute ago", {.exp = at(-60)}, "expired"},
      {"over within a minute", {.exp = at(-59)}, ""},
      {"never over", {.exp = ""}, "expired"},
      {"over in words", {.exp = "\"tomorrow\""}, "expired"},
      {"over after the end of time", {.exp = "1e300"}, "expired"},
      {"issued in a minute", {.iat = at(60)}, ""},
      {"issued later than that", {.iat = at(61)}, "issued"},
      {"issued eleven minutes ago", {.iat = at(-601)}, "issued"},
      {"issued with a fraction", {.iat = at(0) + ".5"}, ""},
      {"not issued", {.iat = ""}, "issued"},
      {"not to be used yet", {.nbf = at(61)}, "issued"},
      {"proved in the future", {.auth_time = at(61)}, "auth_time"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(outcome(keys.curve.token(keys.curve.header(), row.claims.json()), keys.read()) ==
          row.refused_for);
  }
  CHECK(outcome(keys.curve.token(keys.curve.header(), "[]"), keys.read()) == "format");
  CHECK(outcome(keys.curve.token(keys.curve.header(), "{"), keys.read()) == "format");
}

TEST_CASE("how recently somebody proved who they are is checked where it is asked for") {
  const Keys keys;
  struct Row {
    std::string auth_time;
    bool must_say_when;
    std::string refused_for;
  };
  const std::vector<Row> rows{{std::to_string(now - 359), true, ""},
                              {std::to_string(now - 361), true, "auth_time"},
                              {std::to_string(now - 361), false, "auth_time"},
                              {"", true, "auth_time"},
                              {"", false, ""}};
  for (const Row& row : rows) {
    Expected recent = expected;
    recent.not_before = core::Instant{(now - 300) * second};  // And a minute for the clocks.
    recent.must_say_when = row.must_say_when;
    CAPTURE(row.auth_time);
    CHECK(outcome(keys.rsa.token(keys.rsa.header(), Claims{.auth_time = row.auth_time}.json()),
                  keys.read(), recent) == row.refused_for);
  }
}

TEST_CASE("a token without a key's name needs the only key of its kind") {
  const Keys keys;
  const Signer second_rsa(Signer::Kind::rsa, "rsa-2");
  const std::string nameless = keys.rsa.token(R"({"alg":"RS256"})", Claims().json());
  CHECK(outcome(nameless, keys.read()).empty());
  auto more = keys.read();
  const auto added = read_key_set(R"({"keys":[)" + second_rsa.jwk() + "]}");
  REQUIRE(added.ok());
  more.push_back(added->front());
  CHECK(outcome(nameless, more) == "key");
  more.back().id = "rsa-1";  // Two keys of one name: neither is the one meant.
  CHECK(outcome(keys.rsa.token(keys.rsa.header(), Claims().json()), more) == "key");
}

TEST_CASE("keys that are none of ours, or none at all, are passed over") {
  const Signer rsa(Signer::Kind::rsa, "a");
  const Signer weak(Signer::Kind::rsa, "weak", 1024);
  const Signer curve(Signer::Kind::p256, "c");
  std::string off_curve = curve.jwk();
  const std::size_t at = off_curve.find("\"y\":\"") + 5;
  off_curve.replace(at, 2, off_curve.compare(at, 2, "AA") == 0 ? "BB" : "AA");
  const auto with_exponent = [&](std::string_view exponent) {
    std::string key = rsa.jwk();
    const std::size_t from = key.find("\"e\":\"") + 5;
    return key.replace(from, key.find('"', from) - from, exponent);
  };
  struct Row {
    std::string what;
    std::string key;
    std::size_t taken;
  };
  const std::vector<Row> rows{
      {"for signing", rsa.jwk(R"(,"use":"sig","alg":"RS256")"), 1},
      {"for encrypting", rsa.jwk(R"(,"use":"enc")"), 0},
      {"for another algorithm", rsa.jwk(R"(,"alg":"PS256")"), 0},
      {"of 1024 bits", weak.jwk(), 0},
      {"a point on the curve", curve.jwk(), 1},
      {"a point off the curve", off_curve, 0},
      {"a shared secret", R"({"kty":"oct","k":"c2VjcmV0"})", 0},
      {"exponent 1", with_exponent("AQ"), 0},
      {"an even exponent", with_exponent("AQAA"), 0},
      {"exponent 65537", with_exponent("AQAB"), 1},
      {"no numbers", R"({"kty":"RSA","n":7,"e":[]})", 0},
      {"a text", "\"key\"", 0},
      {"another curve", R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto keys = read_key_set(R"({"keys":[)" + row.key + "]}");
    REQUIRE(keys.ok());
    CHECK(keys->size() == row.taken);
  }
  std::string many = R"({"keys":[)";
  for (int i = 0; i < 65; ++i) {
    many += i == 0 ? "{}" : ",{}";
  }
  for (const std::string& none : {std::string("{}"), std::string("[]"), std::string(""),
                                  std::string(R"({"keys":{}})"), many + "]}"}) {
    const auto keys = read_key_set(none);
    CHECK((!keys && keys.error().reason == "provider.keys"));
  }
}

}  // namespace
}  // namespace caregrid::access
