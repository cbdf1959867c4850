#pragma once

#include <cstdint>
#include <string>

#include "cli/workplace.h"
#include "core/result.h"
#include "intake/import_operations.h"

namespace caregrid::app {

/// Makes an end of files that name people: those in clear that a crash left, those kept too long,
/// and all that are kept when a child is erased. One thread at a time.
class FilesWatch final {
 public:
  FilesWatch(cli::Workplace& workplace, intake::Imports& imports, int keep_days)
      : workplace_(workplace), imports_(imports), keep_days_(keep_days) {}

  /// Before anybody is served: empties `exports` of what a crash left, and clears away what lies in
  /// clear among the uploads. Errors: those of the disk and the database.
  core::Result<void> begin(const std::string& exports);
  /// Now and then; does something every few seconds. What fails is done the next time.
  void look();

 private:
  core::Result<std::int64_t> count_erased();
  void forget_old();
  /// Reject files of the command line lie in clear, for the person at the machine.
  void forget_rejects();

  cli::Workplace& workplace_;
  intake::Imports& imports_;
  int keep_days_;
  std::int64_t erased_ = 0;
  std::int64_t swept_at_ = 0;  ///< Microseconds, as the next.
  std::int64_t forgotten_at_ = 0;
};

}  // namespace caregrid::app
