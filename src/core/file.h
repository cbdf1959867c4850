#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace caregrid::core {

/// A file open for reading; what another writer puts in its place meanwhile is not seen.
class FileReader {
 public:
  FileReader() = default;
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;
  virtual ~FileReader() = default;

  [[nodiscard]] virtual std::int64_t size_bytes() const = 0;

  /// Fills `into` from `offset`; fewer bytes come back only at the end of the file.
  /// Errors: unavailable "file.read".
  virtual Result<std::size_t> read_at(std::int64_t offset, std::span<std::byte> into) = 0;
};

/// A file being written. Nothing is seen under its name before `commit`; without it, nothing stays.
class FileWriter {
 public:
  FileWriter() = default;
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  virtual ~FileWriter() = default;

  /// Appends. Errors: unavailable "file.full" when the disk is, "file.write".
  virtual Result<void> write(Bytes bytes) = 0;

  /// Makes the file durable, then puts it under its name, then makes the name durable: after a
  /// power cut there is the old file or the new one, whole. Call once.
  /// Errors: unavailable "file.full", "file.write"; the old file then stays.
  virtual Result<void> commit() = 0;
};

/// The disk as operations see it: the real one in production, one in memory in tests.
///
/// Paths are absolute or relative to the process. Safe from any thread.
class FileSystem {
 public:
  FileSystem() = default;
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;
  virtual ~FileSystem() = default;

  /// Errors: not_found "file.not_found", also for a folder or device.
  virtual Result<std::unique_ptr<FileReader>> open(const std::string& path) = 0;

  /// Starts a file that will replace `path`; its folder must exist.
  /// Errors: unavailable "file.write".
  virtual Result<std::unique_ptr<FileWriter>> create(const std::string& path) = 0;

  /// Puts bytes at the end of a file, made when it is missing, durably with its name. A power cut
  /// may leave a part of them. Its folder must exist. Errors: unavailable "file.full",
  /// "file.write".
  virtual Result<void> append(const std::string& path, Bytes bytes) = 0;

  /// Removes a file, durably; one that is absent already is no error.
  virtual Result<void> remove(const std::string& path) = 0;

  [[nodiscard]] virtual bool exists(const std::string& path) = 0;

  /// Whether nobody but the file's owner may read or change it.
  [[nodiscard]] virtual bool is_private(const std::string& path) = 0;

  /// Makes a folder and those above it that are missing; only the owner may enter it.
  virtual Result<void> make_folder(const std::string& path) = 0;

  /// Names of the files of a folder, sorted; none when there is no such folder.
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;

  /// Bytes this process may still write below a folder.
  virtual Result<std::int64_t> free_bytes(const std::string& folder) = 0;
};

/// The machine's own disk.
class RealFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<FileReader>> open(const std::string& path) override;
  Result<std::unique_ptr<FileWriter>> create(const std::string& path) override;
  Result<void> append(const std::string& path, Bytes bytes) override;
  Result<void> remove(const std::string& path) override;
  [[nodiscard]] bool exists(const std::string& path) override;
  [[nodiscard]] bool is_private(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;
  Result<std::int64_t> free_bytes(const std::string& folder) override;
};

/// The whole content. Errors: as `open`; too_large "file.too_large" past `bytes_max`.
Result<std::string> read_file(FileSystem& files, const std::string& path, std::int64_t bytes_max);

/// Writes a whole file in one step. Errors: as `FileWriter`.
Result<void> write_file(FileSystem& files, const std::string& path, Bytes content);

}  // namespace caregrid::core
