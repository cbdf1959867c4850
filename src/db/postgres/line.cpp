#include "db/postgres/line.h"

#include <libpq-fe.h>

#include <map>
#include <memory>

namespace caregrid::db::postgres {
namespace {

/// Every option as libpq would use it; it resolves them when a connection is begun.
std::map<std::string, std::string, std::less<>> options_of(const std::string& connection) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> begun(PQconnectStart(connection.c_str()),
                                                         PQfinish);
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfo(begun.get()), PQconninfoFree);
  std::map<std::string, std::string, std::less<>> found;
  for (const PQconninfoOption* each = options.get(); each != nullptr && each->keyword != nullptr;
       ++each) {
    found[each->keyword] = each->val == nullptr ? "" : each->val;
  }
  return found;
}

/// A list of hosts as libpq takes them, "a,b": all of them on this machine.
bool are_this_machine(std::string_view hosts) {
  while (true) {
    const std::size_t comma = hosts.find(',');
    if (!is_this_machine(hosts.substr(0, comma))) {
      return false;
    }
    if (comma == std::string_view::npos) {
      return true;
    }
    hosts.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_this_machine(std::string_view host) {
  // Only an address begins with 127. and is nothing but digits and dots.
  const bool is_loopback =
      host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host.empty() || host.starts_with("/") || host.starts_with("@") || host == "localhost" ||
         host == "::1" || is_loopback;
}

core::Result<void> check_line(const std::string& connection) {
  const auto options = options_of(connection);
  const auto value = [&](std::string_view name) {
    const auto found = options.find(name);
    return found == options.end() ? std::string() : found->second;
  };
  if ((are_this_machine(value("host")) && are_this_machine(value("hostaddr"))) ||
      value("sslmode") == "verify-full") {
    return {};
  }
  return core::failure(core::Code::invalid, "db.clear_line",
                       "a PostgreSQL on another machine needs sslmode=verify-full and sslrootcert="
                       "FILE in the connection; --database-in-clear when a tunnel protects it");
}

}  // namespace caregrid::db::postgres
