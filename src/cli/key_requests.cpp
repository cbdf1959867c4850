#include "cli/key_requests.h"

#include <tuple>

#include "core/json_codec.h"

template <>
struct caregrid::core::Describe<caregrid::cli::KeyWork> {
  using It = cli::KeyWork;
  static constexpr std::string_view name = "KeyWork";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple{field("what", &It::what), field("key", &It::key)};
};

template <>
struct caregrid::core::Describe<caregrid::cli::KeyAnswer> {
  using It = cli::KeyAnswer;
  static constexpr std::string_view name = "KeyAnswer";
  static constexpr auto fields = std::tuple{
      field("done", &It::done), field("total", &It::total),   field("is_final", &It::is_final),
      field("text", &It::text), field("reason", &It::reason), field("detail", &It::detail)};
};

namespace caregrid::cli {
namespace {

constexpr std::string_view request_ending = ".request";
constexpr std::string_view answer_ending = ".answer";
constexpr std::int64_t bytes_max = 65'536;

std::string path_of(const std::string& data_folder, std::string_view name,
                    std::string_view ending) {
  return key_request_folder(data_folder) + "/" + std::string(name) + std::string(ending);
}

/// Does one wish, or as much of it as may be done now; false when it is to go on another time.
bool serve_one(Workplace& workplace, const std::string& name, const KeyWork& work,
               const std::function<bool()>& may_go_on) {
  bool was_stopped = false;
  KeyAnswer answer;
  const auto put = [&] {
    // Whoever waits for the answer sees the next one; the work goes on without a reader too.
    static_cast<void>(put_key_answer(workplace.files(), workplace.folder(), name, answer).ok());
  };
  put();
  const auto done = work_on_keys(workplace, work, [&](std::int64_t keys, std::int64_t total) {
    answer.done = keys;
    answer.total = total;
    put();
    was_stopped = !may_go_on();
    return !was_stopped;
  });
  if (was_stopped) {
    return false;
  }
  answer.is_final = true;
  if (done) {
    answer.text = *done;
  } else {
    answer.reason = done.error().reason;
    answer.detail = done.error().detail;
  }
  put();
  return true;
}

}  // namespace

std::string key_request_folder(const std::string& data_folder) {
  return data_folder + "/keys/requests";
}

core::Result<void> leave_key_request(core::FileSystem& files, const std::string& data_folder,
                                     std::string_view name, const KeyWork& work) {
  if (const auto made = files.make_folder(key_request_folder(data_folder)); !made) {
    return made;
  }
  return core::write_file(files, path_of(data_folder, name, request_ending),
                          core::as_bytes(core::to_json(work)));
}

std::vector<std::string> list_key_requests(core::FileSystem& files,
                                           const std::string& data_folder) {
  const auto names = files.list(key_request_folder(data_folder));
  std::vector<std::string> waiting;
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (name.ends_with(request_ending)) {
      waiting.push_back(name.substr(0, name.size() - request_ending.size()));
    }
  }
  return waiting;
}

core::Result<KeyWork> read_key_request(core::FileSystem& files, const std::string& data_folder,
                                       std::string_view name) {
  const auto text = core::read_file(files, path_of(data_folder, name, request_ending), bytes_max);
  if (!text) {
    return text.error();
  }
  auto work = core::from_json<KeyWork>(*text);
  return work ? std::move(work) : core::invalid("what", "keys.work_unknown");
}

core::Result<void> put_key_answer(core::FileSystem& files, const std::string& data_folder,
                                  std::string_view name, const KeyAnswer& answer) {
  return core::write_file(files, path_of(data_folder, name, answer_ending),
                          core::as_bytes(core::to_json(answer)));
}

std::optional<KeyAnswer> find_key_answer(core::FileSystem& files, const std::string& data_folder,
                                         std::string_view name) {
  const auto text = core::read_file(files, path_of(data_folder, name, answer_ending), bytes_max);
  auto answer = text ? core::from_json<KeyAnswer>(*text) : core::Result<KeyAnswer>(text.error());
  return answer ? std::optional(std::move(*answer)) : std::nullopt;
}

core::Result<void> end_key_request(core::FileSystem& files, const std::string& data_folder,
                                   std::string_view name) {
  return files.remove(path_of(data_folder, name, request_ending));
}

core::Result<void> forget_key_answer(core::FileSystem& files, const std::string& data_folder,
                                     std::string_view name) {
  return files.remove(path_of(data_folder, name, answer_ending));
}

void serve_key_requests(Workplace& workplace, const std::function<bool()>& may_go_on) {
  for (const std::string& name : list_key_requests(workplace.files(), workplace.folder())) {
    const auto work = read_key_request(workplace.files(), workplace.folder(), name);
    if (!may_go_on() || !serve_one(workplace, name, work ? *work : KeyWork{}, may_go_on)) {
      return;
    }
    if (!end_key_request(workplace.files(), workplace.folder(), name)) {
      return;  // Done again in a while; it changes nothing then.
    }
  }
}

}  // namespace caregrid::cli
