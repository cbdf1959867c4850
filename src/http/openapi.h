#pragma once

#include <string>
#include <string_view>

#include "http/route.h"

namespace caregrid::http {

/// The OpenAPI 3.1 document of a route table. The web's types are generated from it.
std::string openapi_document(const RouteTable& table, std::string_view version);

}  // namespace caregrid::http
