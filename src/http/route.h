#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "core/json_schema.h"
#include "core/result.h"
#include "http/message.h"
#include "http/site.h"

namespace caregrid::http {

/// One request on its way through a route.
struct Visit {
  const Site& site;
  const Request& request;
  const access::Actor* actor = nullptr;  ///< None on routes for everyone.
  std::vector<std::string> path;         ///< What stood for each `{name}` of the pattern, decoded.

  /// A path part as an id; one that is none is simply not found.
  template <class Tag>
  [[nodiscard]] core::Result<core::Id<Tag>> id(std::size_t index) const {
    const auto parsed = core::Id<Tag>::parse(path.at(index));
    if (!parsed) {
      return core::failure(core::Code::not_found, "access.not_found");
    }
    return *parsed;
  }
};

using Handle = std::function<core::Result<Response>(const Visit&)>;

/// Says what a call looks at personal data for; without it, the role's usual purpose.
inline constexpr const char* purpose_header = "X-CareGrid-Purpose";

enum class Who { everyone, signed_in };

/// A query parameter or header as the OpenAPI document tells of it.
struct Parameter {
  std::string name;
  std::string_view place;  ///< "query", "header".
  bool is_required = false;
  std::string schema;
  std::string doc;
};

/// What a person writes down of a route; the rest follows from its types.
struct Spec {
  Method method = Method::get;
  std::string_view pattern;  ///< "/api/children/{id}"; every `{…}` is a UUID.
  std::string_view id;       ///< Operation id, also the kind of its command: "withdraw_need".
  std::string_view summary;
  int status = 200;
};

/// One line of the one table that routes requests and prints the OpenAPI document.
struct Route {
  Spec spec;
  Who who = Who::signed_in;
  std::vector<Parameter> parameters;
  std::string request_schema;  ///< Empty: no body.
  std::string request_type = "application/json";
  std::string response_schema;  ///< Empty: no body, or a file.
  std::string response_type = "application/json";
  bool takes_upload = false;
  bool is_paced = false;  ///< Asked by a person who reads each answer: no faster than one can.
  Handle handle;
};

/// All routes, and the schemas they name.
struct RouteTable {
  std::vector<Route> routes;
  core::SchemaBook schemas;
};

/// A route that fits, and what its pattern caught.
struct Match {
  const Route* route = nullptr;
  std::size_t index = 0;
  std::vector<std::string> path;
};

/// What a look into the table found.
struct Found {
  std::optional<Match> match;
  std::string allowed;  ///< Methods the path has, when only the method is wrong.
};

/// Finds the route of a request. HEAD finds GET. Cost: one pass over the table.
Found find_route(const RouteTable& table, Method method, std::string_view path);

}  // namespace caregrid::http
