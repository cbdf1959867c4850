#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "tabular/table_reader.h"

namespace caregrid::tabular {

/// One part of a package, inflated as it is read. Must not outlive its package.
class ZipEntry final {
 public:
  struct Handle;

  ZipEntry(std::unique_ptr<Handle> handle, std::int64_t size_bytes);
  ZipEntry(const ZipEntry&) = delete;
  ZipEntry& operator=(const ZipEntry&) = delete;
  ~ZipEntry();

  /// Inflated, as the directory says.
  [[nodiscard]] std::int64_t size_bytes() const { return size_bytes_; }

  /// 0 at the end. Errors: invalid "table.damaged" when the bytes do not inflate, fail their
  /// checksum or are more than the directory says.
  core::Result<std::size_t> read(std::span<char> into);

 private:
  std::unique_ptr<Handle> handle_;
  std::int64_t size_bytes_;
  std::int64_t read_bytes_ = 0;
};

/// A zip archive that was found harmless: small, not a bomb, no nested archives, plain names.
///
/// What the directory claims is checked before anything is unpacked; while unpacking, a part that
/// is longer than its claim stops there, so lying gains nothing.
/// Source: reliability handbook 2.3.
class ZipPackage final {
 public:
  struct Handle;

  /// Errors: as of `open_table`, for everything the directory and first bytes of the parts tell.
  static core::Result<std::unique_ptr<ZipPackage>> open(const std::string& path,
                                                        const Limits& limits);

  explicit ZipPackage(std::unique_ptr<Handle> handle);
  ZipPackage(const ZipPackage&) = delete;
  ZipPackage& operator=(const ZipPackage&) = delete;
  ~ZipPackage();

  /// The inflated size of a part; none when there is no such part.
  [[nodiscard]] std::optional<std::int64_t> find_size_bytes(const std::string& name) const;

  /// One entry at a time need not be closed before the next. Errors: invalid "table.damaged" when
  /// there is no such part.
  core::Result<std::unique_ptr<ZipEntry>> open_entry(const std::string& name);

 private:
  std::unique_ptr<Handle> handle_;
};

}  // namespace caregrid::tabular
