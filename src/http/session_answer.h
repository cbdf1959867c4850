#pragma once

#include <string>

#include "access/sessions.h"
#include "core/json_schema.h"
#include "core/result.h"
#include "http/route.h"

namespace caregrid::http {

/// The answer to whoever has just been let in: who they are, with the session's cookies.
core::Result<Response> describe_grant(const Visit& visit,
                                      const core::Result<access::SessionGrant>& grant);

/// The schema of that answer.
std::string session_schema(core::SchemaBook& schemas);

}  // namespace caregrid::http
