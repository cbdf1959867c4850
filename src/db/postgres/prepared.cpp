#include "db/postgres/prepared.h"

#include <libpq-fe.h>

#include <utility>

#include "db/postgres/answer.h"

namespace caregrid::db::postgres {
namespace {

bool fits(const std::vector<std::uint32_t>& wanted, const Prepared& prepared) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != type::unknown && wanted[i] != prepared.types[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

PreparedStatements::Entry& PreparedStatements::find(const char* text) {
  const auto known = entries_.find(text);
  if (known != entries_.end()) {
    return known->second;
  }
  return entries_.emplace(text, Entry{number_parameters(text), {}}).first->second;
}

core::Result<const Prepared*> PreparedStatements::prepare(pg_conn* connection, Entry& entry,
                                                          const std::vector<std::uint32_t>& types) {
  for (const Prepared& variant : entry.variants) {
    if (fits(types, variant)) {
      return &variant;
    }
  }
  Prepared made{"s" + std::to_string(++prepared_count_), types};
  // A null now may be a value later: keep the type it had when it was one.
  for (std::size_t i = 0; i < types.size() && !entry.variants.empty(); ++i) {
    if (types[i] == type::unknown) {
      made.types[i] = entry.variants.back().types[i];
    }
  }
  const Answer answer(PQprepare(connection, made.name.c_str(), entry.numbered.text.c_str(),
                                static_cast<int>(types.size()), made.types.data()));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
    return to_error(connection, answer.get());
  }
  entry.variants.push_back(std::move(made));
  return &entry.variants.back();
}

}  // namespace caregrid::db::postgres
