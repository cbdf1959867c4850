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

core::Result<std::vector<std::int64_t>> known_counties(db::Transaction& transaction) {
  return list_counties(transaction);
}

}  // namespace caregrid::access
