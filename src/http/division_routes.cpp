// The places a person may look at.
#include <array>
#include <tuple>

#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/operations.h"

namespace caregrid::core {

template <>
struct Describe<access::Level> {
  using enum access::Level;
  static constexpr std::string_view name = "DivisionLevel";
  static constexpr std::array values{
      ValueOf{country, "country"}, ValueOf{province, "province"}, ValueOf{prefecture, "prefecture"},
      ValueOf{county, "county"},   ValueOf{township, "township"}, ValueOf{village, "village"}};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

struct DivisionShape {
  std::int64_t code = 0;
  std::string name;
  access::Level level = access::Level::village;
  std::int64_t parent = 0;
};

struct DivisionList {
  std::vector<DivisionShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::DivisionShape> {
  using It = http::DivisionShape;
  static constexpr std::string_view name = "Division";
  static constexpr auto fields =
      std::tuple{field("code", &It::code, "12 digits"), field("name", &It::name),
                 field("level", &It::level), field("parent", &It::parent, "Its code")};
};

template <>
struct Describe<http::DivisionList> {
  static constexpr std::string_view name = "DivisionList";
  static constexpr auto fields = std::tuple{field("items", &http::DivisionList::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<DivisionList> list_divisions(const access::Call& call, const Visit&, const NoQuery&) {
  const auto divisions = registry::list_divisions(call);
  if (!divisions) {
    return divisions.error();
  }
  DivisionList list;
  for (const auto& division : *divisions) {
    list.items.push_back({division.code, division.name, division.level(), division.parent()});
  }
  return list;
}

}  // namespace

void add_division_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/divisions", "list_divisions", "Places within the actor's area"},
           list_divisions);
}

}  // namespace caregrid::http
