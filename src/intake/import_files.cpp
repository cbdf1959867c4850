// What imports keep on the disk: sealed, opened for a while, and made an end of in time.
#include <algorithm>
#include <utility>

#include "intake/import_operations.h"
#include "intake/kept_files.h"
#include "intake/store.h"

namespace caregrid::intake {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

}  // namespace

core::Result<std::string> Imports::rejects_path(const access::Actor& actor, const ImportId& id) {
  const auto import = load(actor, id);
  if (!import) {
    return import.error();
  }
  if (import->rejects_path.empty() || !parts_.files.exists(import->rejects_path)) {
    return core::failure(core::Code::not_found, "import.no_rejects");
  }
  const std::string copy =
      parts_.folder + "/" + ImportId::make(parts_.door.now(), parts_.rng).text() + ".rejects.xlsx";
  const auto opened = open_file(actor, id, KeptFile::outcome, {import->rejects_path, copy});
  return opened ? core::Result<std::string>(copy) : core::Result<std::string>(opened.error());
}

core::Result<access::ChildKey> Imports::file_key(const access::Actor& actor, const ImportId& id,
                                                 KeptFile file) {
  core::Result<access::ChildKey> key = core::failure(core::Code::conflict, "import.file_gone");
  const auto done = parts_.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto found = find_file_key(call, id, file);
    if (!found) {
      return found.error();
    }
    if (*found) {
      key = std::move(**found);
    }
    return {};
  });
  return done ? std::move(key) : core::Result<access::ChildKey>(done.error());
}

core::Result<void> Imports::open_file(const access::Actor& actor, const ImportId& id, KeptFile file,
                                      const core::FilePair& paths) {
  const auto key = file_key(actor, id, file);
  return key ? open_kept_file(parts_.files, *key, paths) : core::Result<void>(key.error());
}

void Imports::forget_files(const Import& import) {
  // A file that cannot be removed now is in nobody's way: nothing points to it any more.
  for (const std::string& path : {import.path, import.rejects_path}) {
    if (!path.empty()) {
      static_cast<void>(parts_.files.remove(path).ok());
    }
  }
}

/// Seals the rejected rows. When everything kept was erased meanwhile, they go too.
core::Result<void> Imports::keep_rejects(const access::Actor& actor, Import& import,
                                         const std::string& plain) {
  const auto key = file_key(actor, import.id, KeptFile::outcome);
  if (!key) {
    return key.error().reason == "import.file_gone" ? core::Result<void>()
                                                    : core::Result<void>(key.error());
  }
  import.rejects_path =
      parts_.folder + "/" + import.id.text() + ".rejects" + std::string(sealed_ending);
  return keep_file(parts_.files, *key, {plain, import.rejects_path});
}

core::Result<void> Imports::sweep_at_start() {
  const auto names = parts_.files.list(parts_.folder);
  if (!names) {
    return names.error();
  }
  for (const std::string& name : *names) {
    if (!name.ends_with(sealed_ending)) {
      if (auto done = parts_.files.remove(parts_.folder + "/" + name); !done) {
        return done;
      }
    }
  }
  return {};
}

core::Result<void> Imports::forget_old(const access::Actor& actor, int days) {
  constexpr int at_once = 200;
  const core::Instant now = parts_.door.now();
  const core::Instant before{now.micros - days * microseconds_per_day};
  std::vector<ImportId> stale;
  const auto looked = parts_.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto found = list_stale(call, before, at_once);
    if (!found) {
      return found.error();
    }
    stale = std::move(*found);
    return {};
  });
  if (!looked || stale.empty()) {
    return looked;
  }
  const std::string payload = std::to_string(days);
  const access::Command command{access::CommandId::make(now, parts_.rng), "forget_old_imports",
                                payload};
  const auto answer = parts_.door.submit(
      actor, command, [&](const access::Call& call) -> core::Result<std::string> {
        for (const ImportId& id : stale) {
          if (auto done = delete_import(call, id); !done) {
            return done.error();
          }
        }
        return std::string("{}");
      });
  return answer ? core::Result<void>() : core::Result<void>(answer.error());
}

core::Result<void> Imports::sweep() {
  const std::lock_guard keeping(keeping_);
  std::vector<std::string> kept;
  const auto looked =
      parts_.door.database().read([&](db::Transaction& transaction) -> core::Result<void> {
        auto paths = list_kept_paths(transaction);
        if (!paths) {
          return paths.error();
        }
        kept = std::move(*paths);
        return {};
      });
  const auto names = looked ? parts_.files.list(parts_.folder)
                            : core::Result<std::vector<std::string>>(looked.error());
  if (!names) {
    return names.error();
  }
  for (const std::string& name : *names) {
    const std::string path = parts_.folder + "/" + name;
    if (name.ends_with(sealed_ending) && std::ranges::find(kept, path) == kept.end()) {
      if (auto done = parts_.files.remove(path); !done) {
        return done;
      }
    }
  }
  return {};
}

}  // namespace caregrid::intake
