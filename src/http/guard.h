#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "http/message.h"

namespace caregrid::http {

/// Puts the headers on an answer that keep a browser from doing more with it than showing it.
/// With TLS in front also HSTS. Source: reliability handbook 2.3 (browser).
void secure(Response& response, bool is_behind_tls);

/// A write must come from our own pages: a header other sites cannot send without asking first,
/// and, where the browser says so, our own origin. Errors: forbidden "http.origin".
core::Result<void> check_origin(const Request& request);

/// Whether a request names us: one of `names`, or this very machine ("localhost"), or a bare
/// address (to rebind somebody's DNS one needs a name). Any port. A request without a host does
/// not. An empty list lets every name pass.
bool is_own_host(std::string_view host, const std::vector<std::string>& names);

/// Who is at the other end: the connection's address, or what the one proxy in front of us says.
/// A client can put anything into X-Forwarded-For, but only before what the proxy adds.
std::string_view client_of(const Request& request, bool is_behind_proxy);

/// Whether a client is this very machine (or a test without a socket): who may read the metrics.
bool is_this_machine(std::string_view client);

}  // namespace caregrid::http
