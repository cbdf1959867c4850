#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "db/postgres/parameters.h"

struct pg_conn;

namespace caregrid::db::postgres {

/// A statement the server has parsed, for parameters of certain types.
struct Prepared {
  std::string name;
  std::vector<std::uint32_t> types;
};

/// The statements prepared on one connection, found by the address of their text.
class PreparedStatements final {
 public:
  struct Entry {
    NumberedText numbered;
    /// One for each set of parameter types met; a null fits every type, so there is rarely a
    /// second.
    std::vector<Prepared> variants;
  };

  Entry& find(const char* text);

  /// The variant that fits `types`, prepared now if need be.
  core::Result<const Prepared*> prepare(pg_conn* connection, Entry& entry,
                                        const std::vector<std::uint32_t>& types);

  /// Forgets all: the session they belonged to is gone.
  void clear() { entries_.clear(); }

 private:
  std::unordered_map<const char*, Entry> entries_;
  int prepared_count_ = 0;
};

}  // namespace caregrid::db::postgres
