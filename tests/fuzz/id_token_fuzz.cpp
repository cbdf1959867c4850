// Any bytes: a key set, a line end, an ID token. The readers refuse them with a reason, or the
// token is one that a key of the set signed, for us, with a subject. Nothing crashes, nothing reads
// outside its input.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "access/id_token.h"
#include "access/provider_keys.h"
#include "core/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caregrid;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  const auto keys = access::read_key_set(text.substr(0, end));
  core::check(keys || keys.error().reason == "provider.keys");
  const auto token =
      access::read_id_token(end == std::string_view::npos ? text : text.substr(end + 1));
  core::check(token || token.error().reason == "provider.token");
  if (!keys || !token) {
    return 0;
  }
  const access::ProviderKey* key = access::find_key(*keys, *token);
  if (key == nullptr) {
    return 0;
  }
  const access::Expected expected{"https://id.example", "caregrid", "nonce",
                                  core::Instant{1'790'000'000 * std::int64_t{1'000'000}}};
  const auto identity = access::check_id_token(*token, *key, expected);
  core::check(identity || identity.error().reason == "provider.token");
  core::check(!identity || (!identity->subject.empty() &&
                            access::is_signed_by(*key, token->message, token->signature)));
  return 0;
}
