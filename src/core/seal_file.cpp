#include "core/seal_file.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/check.h"

namespace caregrid::core {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10U;
constexpr std::size_t added_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t header_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
static_assert(SecretKey::size == crypto_secretstream_xchacha20poly1305_KEYBYTES);

/// The first byte of a sealed file, as `SealFormat` is of a value.
constexpr std::byte stream_format{1};

const unsigned char* raw(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

Error broken() { return failure(Code::internal, "seal.broken", "file"); }

/// Both ends of a copy, and the state of the cipher between them; wiped when it goes.
struct Stream {
  std::unique_ptr<FileReader> from;
  std::unique_ptr<FileWriter> to;
  crypto_secretstream_xchacha20poly1305_state state = {};

  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { sodium_memzero(&state, sizeof state); }
};

Result<void> open_both(FileSystem& files, const FilePair& paths, Stream& stream) {
  auto from = files.open(paths.from);
  if (!from) {
    return from.error();
  }
  auto to = files.create(paths.to);
  if (!to) {
    return to.error();
  }
  stream.from = std::move(*from);
  stream.to = std::move(*to);
  return {};
}

/// Reads piece after piece of a size and has each written as `convert` makes it.
template <class Convert>
Result<void> copy(Stream& stream, std::int64_t begin, std::size_t size, Convert convert) {
  std::vector<std::byte> piece(size);
  std::vector<std::byte> made(size + added_bytes);
  const std::int64_t end = stream.from->size_bytes();
  for (std::int64_t at = begin; at < end || at == begin;) {
    const auto read = stream.from->read_at(at, piece);
    if (!read) {
      return read.error();
    }
    if (*read == 0 && at < end) {
      return failure(Code::unavailable, "file.read");
    }
    at += static_cast<std::int64_t>(*read);
    const Result<std::size_t> written = convert(Bytes(piece).first(*read), at >= end, made);
    if (!written) {
      return written.error();
    }
    if (auto done = stream.to->write(Bytes(made).first(*written)); !done) {
      return done;
    }
    if (*read == 0) {
      break;
    }
  }
  sodium_memzero(piece.data(), piece.size());
  sodium_memzero(made.data(), made.size());
  return stream.to->commit();
}

}  // namespace

Result<void> seal_file(FileSystem& files, const SecretKey& key, std::string_view about,
                       const FilePair& paths) {
  Stream stream;
  if (auto opened = open_both(files, paths, stream); !opened) {
    return opened;
  }
  check(sodium_init() >= 0);
  std::array<std::byte, 1 + header_bytes> header{stream_format};
  crypto_secretstream_xchacha20poly1305_init_push(&stream.state, raw(std::span(header).subspan(1)),
                                                  raw(key.view()));
  if (auto done = stream.to->write(header); !done) {
    return done;
  }
  const Bytes aside = as_bytes(about);
  return copy(
      stream, 0, piece_bytes,
      [&](Bytes plain, bool is_last, std::span<std::byte> into) -> Result<std::size_t> {
        const unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                          : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
        crypto_secretstream_xchacha20poly1305_push(&stream.state, raw(into), nullptr, raw(plain),
                                                   plain.size(), raw(aside), aside.size(), tag);
        return plain.size() + added_bytes;
      });
}

Result<void> open_sealed_file(FileSystem& files, const SecretKey& key, std::string_view about,
                              const FilePair& paths) {
  Stream stream;
  if (auto opened = open_both(files, paths, stream); !opened) {
    return opened;
  }
  std::array<std::byte, 1 + header_bytes> header{};
  const auto read = stream.from->read_at(0, header);
  if (!read) {
    return read.error();
  }
  const bool is_headed = *read == header.size() && header[0] == stream_format &&
                         crypto_secretstream_xchacha20poly1305_init_pull(
                             &stream.state, raw(Bytes(header).subspan(1)), raw(key.view())) == 0;
  if (!is_headed) {
    return broken();
  }
  const Bytes aside = as_bytes(about);
  return copy(stream, header.size(), piece_bytes + added_bytes,
              [&](Bytes sealed, bool is_last, std::span<std::byte> into) -> Result<std::size_t> {
                unsigned char tag = 0;
                if (sealed.size() < added_bytes ||
                    crypto_secretstream_xchacha20poly1305_pull(&stream.state, raw(into), nullptr,
                                                               &tag, raw(sealed), sealed.size(),
                                                               raw(aside), aside.size()) != 0) {
                  return broken();
                }
                const bool says_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
                return says_last == is_last ? Result<std::size_t>(sealed.size() - added_bytes)
                                            : Result<std::size_t>(broken());
              });
}

}  // namespace caregrid::core
