#include "access/sign_in_key.h"

#include <sodium.h>

namespace caregrid::access {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::int64_t key_file_bytes_max = 256;

const unsigned char* raw(core::Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

core::Result<SignInKey> read_key(core::FileSystem& files, const std::string& path) {
  const auto text = core::read_file(files, path, key_file_bytes_max);
  if (!text) {
    return text.error();
  }
  SignInKey key{};
  if (!core::from_hex(text->substr(0, text->find('\n')), key)) {
    return core::failure(core::Code::internal, "key.broken");
  }
  return key;
}

}  // namespace

core::Result<SignInKey> load_sign_in_key(core::FileSystem& files, const std::string& folder,
                                         core::Rng& rng) {
  const std::string path = folder + "/keys/signin.key";
  if (files.exists(path)) {
    return read_key(files, path);
  }
  SignInKey key{};
  rng.fill(key);
  if (auto made = files.make_folder(folder + "/keys"); !made) {
    return made.error();
  }
  const std::string text = core::to_hex(key) + "\n";
  if (auto written = core::write_file(files, path, core::as_bytes(text)); !written) {
    return written.error();
  }
  return key;
}

std::string seal(const SignInKey& key, core::Bytes secret, core::Bytes owner, core::Rng& rng) {
  std::string sealed(nonce_bytes + secret.size() + tag_bytes, '\0');
  rng.fill(std::as_writable_bytes(std::span(sealed)).first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + nonce_bytes, nullptr, raw(secret),
                                             secret.size(), raw(owner), owner.size(), nullptr,
                                             raw(sealed), raw(core::Bytes(key)));
  return sealed;
}

std::optional<std::string> unseal(const SignInKey& key, core::Bytes sealed, core::Bytes owner) {
  if (sealed.size() < nonce_bytes + tag_bytes) {
    return std::nullopt;
  }
  std::string secret(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const int done = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(secret), nullptr, nullptr, raw(sealed) + nonce_bytes, sealed.size() - nonce_bytes,
      raw(owner), owner.size(), raw(sealed), raw(core::Bytes(key)));
  return done == 0 ? std::optional<std::string>(std::move(secret)) : std::nullopt;
}

}  // namespace caregrid::access
