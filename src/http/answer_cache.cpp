#include "http/answer_cache.h"

#include <algorithm>

namespace caregrid::http {

std::optional<std::string> AnswerCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(answers_, key, &std::pair<std::string, std::string>::first);
  if (found == answers_.end()) {
    return std::nullopt;
  }
  answers_.splice(answers_.begin(), answers_, found);
  return found->second;
}

void AnswerCache::keep(const std::string& key, std::string answer) {
  const std::lock_guard lock(mutex_);
  answers_.emplace_front(key, std::move(answer));
  if (answers_.size() > answers_max_) {
    answers_.pop_back();
  }
}

}  // namespace caregrid::http
