#pragma once

#include <string>

#include "core/result.h"

namespace caregrid::access {

/// One request to the identity provider.
struct WebRequest {
  std::string url;
  std::string form;           ///< Sent by POST as a form; empty: a GET.
  std::string authorization;  ///< Value of that header; empty: none.
};

struct WebAnswer {
  int status = 0;
  std::string body;
};

/// The only way out of the program but to its database: a seam, so that `access` opens no socket.
///
/// Whoever implements it checks certificates, follows no redirect, waits a few seconds at most and
/// reads no more than `web_answer_bytes_max`. Safe from any thread.
class WebClient {
 public:
  WebClient() = default;
  WebClient(const WebClient&) = delete;
  WebClient& operator=(const WebClient&) = delete;
  virtual ~WebClient() = default;

  /// Any status is an answer. Errors: unavailable "provider.unreachable", why in `detail`.
  virtual core::Result<WebAnswer> send(const WebRequest& request) = 0;
};

inline constexpr std::size_t web_answer_bytes_max = 256UL * 1024;

}  // namespace caregrid::access
