#include "db/postgres/stream.h"

#include <libpq-fe.h>

#include <charconv>
#include <string_view>
#include <utility>

namespace caregrid::db::postgres {

Stream::~Stream() {
  while (!is_finished_) {
    receive();
  }
}

Answer Stream::next() {
  if (kept_.empty()) {
    return is_finished_ ? Answer() : receive();
  }
  Answer first = std::move(kept_.front());
  kept_.pop_front();
  return first;
}

void Stream::take_rest() {
  while (!is_finished_) {
    if (Answer row = receive()) {
      kept_.push_back(std::move(row));
    }
  }
}

/// Reads up to the next row; null when there is none left.
Answer Stream::receive() {
  while (pg_result* result = PQgetResult(connection_)) {
    Answer answer(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_SINGLE_TUPLE) {
      return answer;
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      const std::string_view count = PQcmdTuples(result);
      std::from_chars(count.data(), count.data() + count.size(), changed_);
    } else {
      outcome_ = to_error(connection_, result);
    }
  }
  is_finished_ = true;
  return {};
}

}  // namespace caregrid::db::postgres
