#include "intake/kept_files.h"

#include <utility>

#include "access/keys.h"
#include "intake/store.h"

namespace caregrid::intake {
namespace {

/// What the bytes of a file are bound to besides its key.
constexpr std::string_view about_file = "import_file|bytes";

}  // namespace

std::int64_t key_number(const ImportId& id, KeptFile file) {
  const auto name =
      ImportId::derive((file == KeptFile::upload ? "upload " : "outcome ") + id.text());
  std::uint64_t bits = 0;
  for (const std::byte byte : core::Bytes(name.bytes).first(8)) {
    bits = bits << 8U | std::to_integer<std::uint64_t>(byte);
  }
  constexpr std::uint64_t positive = (std::uint64_t{1} << 62U) - 1;
  return last_file_key - static_cast<std::int64_t>(bits & positive);
}

core::Result<FileKeys> make_file_keys(const access::KeyRing& keys, const ImportId& id) {
  auto upload = keys.make_key(key_number(id, KeptFile::upload), 1);
  auto outcome = keys.make_key(key_number(id, KeptFile::outcome), 1);
  if (!upload || !outcome) {
    return upload ? outcome.error() : upload.error();
  }
  return FileKeys{std::move(*upload), std::move(*outcome)};
}

core::Result<void> store_file_keys(const access::Call& call, const FileKeys& keys) {
  const auto upload = access::insert_key(call, keys.upload);
  return upload ? access::insert_key(call, keys.outcome) : upload;
}

core::Result<std::optional<access::ChildKey>> find_file_key(const access::Call& call,
                                                            const ImportId& id, KeptFile file) {
  return access::find_child_key(call, key_number(id, file));
}

core::Result<void> delete_file_key(const access::Call& call, const ImportId& id, KeptFile file) {
  return access::delete_key(call, key_number(id, file));
}

core::Result<void> keep_file(core::FileSystem& files, const access::ChildKey& key,
                             const core::FilePair& paths) {
  const auto sealed = core::seal_file(files, key.secret, about_file, paths);
  return sealed ? files.remove(paths.from) : sealed;
}

core::Result<void> open_kept_file(core::FileSystem& files, const access::ChildKey& key,
                                  const core::FilePair& paths) {
  return core::open_sealed_file(files, key.secret, about_file, paths);
}

core::Result<std::int64_t> destroy_file_keys(const access::Call& call) {
  const auto kept = count_kept_files(call);
  if (!kept) {
    return kept;
  }
  const auto gone = delete_kept(call);
  return gone ? kept : core::Result<std::int64_t>(gone.error());
}

}  // namespace caregrid::intake
