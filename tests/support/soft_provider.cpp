#include "support/soft_provider.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "core/hash.h"

namespace caregrid::support {
namespace {

std::string base64(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) {
      text += alphabet[(buffer >> static_cast<unsigned>(bits - 6)) & 63U];
    }
  }
  if (bits > 0) {
    text += alphabet[(buffer << static_cast<unsigned>(6 - bits)) & 63U];
  }
  return text;
}

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string challenge_of(std::string_view verifier) {
  const core::Digest hash = core::sha256(core::as_bytes(verifier));
  return base64({reinterpret_cast<const char*>(hash.data()), hash.size()},
                std::string(letters) + "-_");
}

/// HTTP's Basic value; a client and secret of letters, digits and blanks is all there is here.
std::string basic(std::string_view client, std::string_view secret) {
  std::string pair(client);
  pair += ":";
  for (const char c : secret) {
    pair += c == ' ' ? "%20" : c == '\'' ? "%27" : std::string(1, c);
  }
  std::string text = base64(pair, std::string(letters) + "+/");
  text.append((4 - text.size() % 4) % 4, '=');
  return "Basic " + text;
}

}  // namespace

int SoftProvider::times(std::string_view url) const {
  return static_cast<int>(std::ranges::count(asked, url));
}

std::string SoftProvider::value_of(std::string_view url, std::string_view name) {
  const std::size_t at = std::min(url.find('?'), url.size());
  const std::string_view query = at == url.size() ? url : url.substr(at + 1);
  std::string value;
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    begin = end + 1;
    if (!pair.starts_with(name) || pair.substr(name.size(), 1) != "=") {
      continue;
    }
    const std::string_view coded = pair.substr(name.size() + 1);
    for (std::size_t i = 0; i < coded.size(); ++i) {
      std::array<std::byte, 1> byte{};
      const bool is_coded =
          coded[i] == '%' && i + 2 < coded.size() && core::from_hex(coded.substr(i + 1, 2), byte);
      value += is_coded ? static_cast<char>(byte[0]) : coded[i];
      i += is_coded ? 2 : 0;
    }
  }
  return value;
}

std::string SoftProvider::consent(const std::string& url, const std::string& subject,
                                  const Says& says) {
  const std::string code = "code-" + std::to_string(grants_.size());
  grants_[code] = {subject, value_of(url, "code_challenge"), value_of(url, "nonce"),
                   value_of(url, "redirect_uri"), says};
  return code;
}

std::string SoftProvider::claims_of(const Grant& grant) const {
  const Says& says = grant.says;
  const std::int64_t now = clock_.now().micros / 1'000'000;
  std::string text = R"({"iss":")" + says.issuer + R"(","aud":")" + says.audience + R"(","sub":")" +
                     grant.subject + R"(","nonce":")" +
                     (says.nonce.empty() ? grant.nonce : says.nonce) + R"(","exp":)" +
                     std::to_string(now - says.issued_ago + 300) + R"(,"iat":)" +
                     std::to_string(now - says.issued_ago);
  text += says.tells_when ? R"(,"auth_time":)" + std::to_string(now - says.age_seconds) : "";
  text += says.acr.empty() ? "" : R"(,"acr":")" + says.acr + '"';
  text += says.amr.empty() ? "" : R"(,"amr":)" + says.amr;
  return text + "}";
}

access::WebAnswer SoftProvider::redeem(const access::WebRequest& request) {
  const std::string form = "?" + request.form;
  const auto found = grants_.find(value_of(form, "code"));
  if (request.authorization != basic("caregrid", secret)) {
    return {401, R"({"error":"invalid_client"})"};
  }
  if (found == grants_.end() || value_of(form, "grant_type") != "authorization_code" ||
      value_of(form, "redirect_uri") != found->second.return_to ||
      challenge_of(value_of(form, "code_verifier")) != found->second.challenge) {
    return {400, R"({"error":"invalid_grant"})"};
  }
  const Grant grant = found->second;
  found->second.challenge = "used";
  const Signer& key = signs_with != nullptr ? *signs_with : signer;
  return {200, R"({"access_token":"not for us","token_type":"Bearer","id_token":")" +
                   key.token(key.header(), claims_of(grant)) + R"("})"};
}

core::Result<access::WebAnswer> SoftProvider::send(const access::WebRequest& request) {
  asked.push_back(request.url);
  if (is_down) {
    return core::failure(core::Code::unavailable, "provider.unreachable", "down");
  }
  if (status != 200) {
    return access::WebAnswer{status, {}};
  }
  if (request.url == "https://id.example/.well-known/openid-configuration") {
    return access::WebAnswer{
        200, R"({"issuer":")" + issuer +
                 R"(","authorization_endpoint":"https://id.example/auth","token_endpoint":")" +
                 token_url + R"(","jwks_uri":"https://id.example/keys")" + more_metadata + "}"};
  }
  if (request.url == "https://id.example/keys") {
    return access::WebAnswer{200,
                             keys_json.empty() ? R"({"keys":[)" + signer.jwk() + "]}" : keys_json};
  }
  return request.url == token_url ? redeem(request) : access::WebAnswer{404, {}};
}

}  // namespace caregrid::support
