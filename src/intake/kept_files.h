#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/call.h"
#include "access/key_store.h"
#include "core/result.h"
#include "core/seal_file.h"
#include "intake/import.h"

namespace caregrid::intake {

/// How the names of sealed files end; any other file lies in clear, and only for a while.
inline constexpr std::string_view sealed_ending = ".sealed";

/// What an import keeps on the disk; each has a key of its own.
enum class KeptFile : std::uint8_t {
  upload,   ///< The bytes somebody sent; gone once they are imported.
  outcome,  ///< Rows that were refused, and what is known of the sheets; gone after some days.
};

/// The number of its key among the county's keys: far below those of children and of the county.
std::int64_t key_number(const ImportId& id, KeptFile file);

/// The keys of a new import. The caller stores them with its row.
struct FileKeys {
  access::ChildKey upload;
  access::ChildKey outcome;
};
core::Result<FileKeys> make_file_keys(const access::KeyRing& keys, const ImportId& id);

/// Stores the keys wrapped.
core::Result<void> store_file_keys(const access::Call& call, const FileKeys& keys);

/// None when the file is gone for good: imported, too old, or erased with a child.
core::Result<std::optional<access::ChildKey>> find_file_key(const access::Call& call,
                                                            const ImportId& id, KeptFile file);

/// Makes an end of one kept file, wherever its bytes lie.
core::Result<void> delete_file_key(const access::Call& call, const ImportId& id, KeptFile file);

/// Puts a file beside the import, sealed, and removes it from where it was.
core::Result<void> keep_file(core::FileSystem& files, const access::ChildKey& key,
                             const core::FilePair& paths);
/// Writes a kept file in clear. Errors: internal "seal.broken"; not_found "file.not_found".
core::Result<void> open_kept_file(core::FileSystem& files, const access::ChildKey& key,
                                  const core::FilePair& paths);

/// Makes an end of every file and every import kept in the county; how many files. Part of erasing
/// a child: which of them name it cannot be told without reading each, and they are kept for days
/// only. What is being imported now goes on, and keeps nothing.
core::Result<std::int64_t> destroy_file_keys(const access::Call& call);

}  // namespace caregrid::intake
