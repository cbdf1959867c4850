#pragma once

#include <memory>

#include "access/web_client.h"

namespace caregrid::app {

/// How long an answer may take, in milliseconds.
struct Patience {
  long connect_ms = 3000;
  long total_ms = 5000;
};

/// Asks over HTTPS by libcurl, as `access::WebClient` promises: TLS 1.2 or newer with the machine's
/// own list of certificate authorities, no redirects, limits of time and size.
/// Plain HTTP for this very machine only.
std::unique_ptr<access::WebClient> make_web_client(const Patience& patience = {});

}  // namespace caregrid::app
