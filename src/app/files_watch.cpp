#include "app/files_watch.h"

#include "cli/county.h"
#include "registry/erasure_store.h"

namespace caregrid::app {
namespace {

constexpr std::int64_t sweep_every = 5'000'000;
constexpr std::int64_t forget_every = 3'600'000'000;

core::Result<void> empty_folder(core::FileSystem& files, const std::string& folder) {
  const auto names = files.list(folder);
  if (!names) {
    return names.error();
  }
  for (const std::string& name : *names) {
    if (auto done = files.remove(folder + "/" + name); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

core::Result<std::int64_t> FilesWatch::count_erased() {
  std::int64_t erased = 0;
  const auto done =
      workplace_.door().database().read([&](db::Transaction& transaction) -> core::Result<void> {
        const auto counted = registry::erasure_store::count_done(transaction);
        erased = counted ? *counted : 0;
        return counted ? core::Result<void>() : core::Result<void>(counted.error());
      });
  return done ? core::Result<std::int64_t>(erased) : core::Result<std::int64_t>(done.error());
}

core::Result<void> FilesWatch::begin(const std::string& exports) {
  if (auto done = empty_folder(workplace_.files(), exports); !done) {
    return done;
  }
  const auto erased = count_erased();
  if (!erased) {
    return erased.error();
  }
  erased_ = *erased;
  const auto cleared = imports_.sweep_at_start();
  return cleared ? imports_.sweep() : cleared;
}

void FilesWatch::look() {
  const std::int64_t now = workplace_.clock().now().micros;
  if (now >= forgotten_at_ + forget_every) {
    forgotten_at_ = now;
    forget_old();
  }
  if (now < swept_at_ + sweep_every) {
    return;
  }
  swept_at_ = now;
  const auto erased = count_erased();
  if (erased && *erased != erased_) {
    erased_ = *erased;
    forget_rejects();
  }
  static_cast<void>(imports_.sweep().ok());
}

void FilesWatch::forget_old() {
  const auto operators = cli::operators_for_all(workplace_, access::Role::county);
  if (!operators) {
    return;
  }
  for (const access::Actor& actor : *operators) {
    static_cast<void>(imports_.forget_old(actor, keep_days_).ok());
  }
}

void FilesWatch::forget_rejects() {
  static_cast<void>(empty_folder(workplace_.files(), workplace_.folder() + "/rejects").ok());
}

}  // namespace caregrid::app
