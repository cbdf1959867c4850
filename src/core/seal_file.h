#pragma once

#include <string>
#include <string_view>

#include "core/file.h"
#include "core/result.h"
#include "core/seal.h"

namespace caregrid::core {

/// Where a file is read from and where it goes.
struct FilePair {
  const std::string& from;
  const std::string& to;
};

/// Writes a file sealed: pieces of 64 KiB, each encrypted and authenticated in its order and the
/// last one marked, so that no piece can be changed, moved or cut off
/// (libsodium's secretstream, XChaCha20-Poly1305). `about` is authenticated but not stored.
///
/// Errors: those of the file system. Cost: about 1 GB/s, 128 KiB of memory.
Result<void> seal_file(FileSystem& files, const SecretKey& key, std::string_view about,
                       const FilePair& paths);

/// Writes the plain content of a sealed file. Nothing is seen under `to` unless all of it is right.
/// Errors: internal "seal.broken"; those of the file system.
Result<void> open_sealed_file(FileSystem& files, const SecretKey& key, std::string_view about,
                              const FilePair& paths);

}  // namespace caregrid::core
