#include "access/settings.h"

#include "access/store.h"

namespace caregrid::access {

core::Result<std::optional<std::string>> county_setting(const Call& call, std::string_view name) {
  return find_setting(call.transaction, call.county, name);
}

core::Result<void> set_county_setting(const Call& call, std::string_view name,
                                      std::string_view value) {
  if (call.actor.role != Role::county && call.actor.role != Role::administrator) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  return upsert_setting(call, name, value);
}

core::Result<std::optional<std::int64_t>> find_real_county(db::Database& database) {
  std::optional<std::int64_t> real;
  const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto counties = list_counties(transaction);
    if (!counties) {
      return counties.error();
    }
    for (const std::int64_t county : *counties) {
      const auto synthetic = find_setting(transaction, county, synthetic_setting);
      if (!synthetic) {
        return synthetic.error();
      }
      real = *synthetic == "1" ? real : county;
    }
    return {};
  });
  return done ? core::Result<std::optional<std::int64_t>>(real)
              : core::Result<std::optional<std::int64_t>>(done.error());
}

core::Result<std::vector<std::int64_t>> known_counties(db::Transaction& transaction) {
  return list_counties(transaction);
}

}  // namespace caregrid::access
