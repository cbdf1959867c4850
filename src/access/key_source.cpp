#include "access/key_source.h"

#include <sodium.h>

#include <utility>

namespace caregrid::access {
namespace {

constexpr std::int64_t file_bytes_max = 64 * 1024;
constexpr std::string_view heading =
    "# CareGrid wrapping keys, the one in use last. Whoever reads this file can read the "
    "register;\n"
    "# without it nobody can. Keep a copy in a safe, apart from the backups.\n";

core::Error wrong_format() { return core::failure(core::Code::unavailable, "keys.format"); }

core::Result<WrappingKey> parse_key(std::string_view text) {
  std::string bytes(core::SecretKey::size + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int done =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), " \t\r", &length, &end, sodium_base64_VARIANT_ORIGINAL);
  bytes.resize(done == 0 ? length : 0);
  auto secret = core::SecretKey::from(core::as_bytes(bytes));
  core::wipe(bytes);
  const bool is_whole = end == text.data() + text.size();
  return secret && is_whole ? core::Result<WrappingKey>(make_wrapping_key(std::move(*secret)))
                            : core::Result<WrappingKey>(wrong_format());
}

class FileSource final : public KeySource {
 public:
  FileSource(core::FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {}

  core::Result<std::vector<WrappingKey>> load() override {
    if (!files_.exists(path_)) {
      return core::failure(core::Code::unavailable, "keys.missing", path_);
    }
    if (!files_.is_private(path_)) {
      return core::failure(core::Code::unavailable, "keys.exposed", path_);
    }
    auto text = core::read_file(files_, path_, file_bytes_max);
    if (!text) {
      return text.error();
    }
    auto keys = parse_keys(*text);
    core::wipe(*text);
    return keys;
  }

  core::Result<void> store(const std::vector<WrappingKey>& keys) override {
    std::string text = std::string(heading) + write_keys(keys);
    const auto written = core::write_file(files_, path_, core::as_bytes(text));
    core::wipe(text);
    return written;
  }

 private:
  core::FileSystem& files_;
  std::string path_;
};

class TextSource final : public KeySource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  ~TextSource() override { core::wipe(text_); }

  core::Result<std::vector<WrappingKey>> load() override { return parse_keys(text_); }

  core::Result<void> store(const std::vector<WrappingKey>& /*keys*/) override {
    return core::failure(core::Code::unavailable, "keys.source_fixed");
  }

 private:
  std::string text_;
};

}  // namespace

core::Result<std::vector<WrappingKey>> parse_keys(std::string_view text) {
  std::vector<WrappingKey> keys;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of("\n,#"));
    const bool has_remark = word.size() < text.size() && text[word.size()] == '#';
    const std::size_t end = has_remark ? text.find('\n') : word.size();
    text = end >= text.size() ? std::string_view() : text.substr(end + 1);
    if (word.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    auto key = parse_key(word);
    if (!key) {
      return key.error();
    }
    keys.push_back(std::move(*key));
  }
  return keys.empty() ? core::Result<std::vector<WrappingKey>>(wrong_format())
                      : core::Result<std::vector<WrappingKey>>(std::move(keys));
}

std::string write_keys(const std::vector<WrappingKey>& keys) {
  constexpr std::size_t length =
      sodium_base64_ENCODED_LEN(core::SecretKey::size, sodium_base64_VARIANT_ORIGINAL);
  std::string text;
  for (const WrappingKey& key : keys) {
    std::string line(length, '\0');
    sodium_bin2base64(line.data(), line.size(),
                      reinterpret_cast<const unsigned char*>(key.secret.view().data()),
                      core::SecretKey::size, sodium_base64_VARIANT_ORIGINAL);
    text.append(line.data(), length - 1);
    text += "  # " + wrapping_key_name(key.id) + "\n";
    core::wipe(line);
  }
  return text;
}

std::unique_ptr<KeySource> make_file_source(core::FileSystem& files, std::string path) {
  return std::make_unique<FileSource>(files, std::move(path));
}

std::unique_ptr<KeySource> make_text_source(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

}  // namespace caregrid::access
