#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/key_work.h"
#include "core/file.h"
#include "core/result.h"

namespace caregrid::cli {

/// Work on keys left for the program that holds the database, and what it says of it: files in
/// DATA/keys/requests, which only the owner of the key file may enter. Whoever can write there can
/// read the keys as well, so that asking needs no right besides.
struct KeyAnswer {
  std::int64_t done = 0;
  std::int64_t total = 0;
  bool is_final = false;
  std::string text;    ///< What was done.
  std::string reason;  ///< Or why not; empty when it was.
  std::string detail;

  bool operator==(const KeyAnswer&) const = default;
};

std::string key_request_folder(const std::string& data_folder);

/// Leaves a wish under a name of the caller's. Errors: those of the disk.
core::Result<void> leave_key_request(core::FileSystem& files, const std::string& data_folder,
                                     std::string_view name, const KeyWork& work);

/// Names of the wishes that wait, sorted.
std::vector<std::string> list_key_requests(core::FileSystem& files, const std::string& data_folder);
/// Errors: not_found; invalid "keys.work_unknown" for what is no wish.
core::Result<KeyWork> read_key_request(core::FileSystem& files, const std::string& data_folder,
                                       std::string_view name);

core::Result<void> put_key_answer(core::FileSystem& files, const std::string& data_folder,
                                  std::string_view name, const KeyAnswer& answer);
/// None while nobody has taken the wish up.
std::optional<KeyAnswer> find_key_answer(core::FileSystem& files, const std::string& data_folder,
                                         std::string_view name);

/// The wish is done; its answer stays until it is fetched.
core::Result<void> end_key_request(core::FileSystem& files, const std::string& data_folder,
                                   std::string_view name);
/// The answer has been read.
core::Result<void> forget_key_answer(core::FileSystem& files, const std::string& data_folder,
                                     std::string_view name);

/// Does the wishes that wait, oldest name first, telling of each step. A wish stays until it is
/// done: one that a crash cut short goes on at the next call. `may_go_on` is asked between steps.
void serve_key_requests(Workplace& workplace, const std::function<bool()>& may_go_on);

}  // namespace caregrid::cli
