#pragma once

#include <string>

#include "core/result.h"
#include "http/message.h"

namespace caregrid::http {

/// The status an expected failure is answered with.
int status_of(const core::Error& error);

/// `application/problem+json` (RFC 9457) with `reason` (a translation key) and `field` (a path).
Response problem(const core::Error& error);

/// A problem of the protocol itself, without field.
Response problem(int status, std::string reason, std::string detail = {});

/// A JSON answer.
Response json_response(int status, std::string body);

/// The strong validator of a body: the first 16 bytes of its SHA-256, quoted.
std::string etag_of(std::string_view body);

/// Whether a list of validators (If-Match, If-None-Match) names this one; "*" names all.
bool names_etag(std::string_view list, std::string_view etag);

}  // namespace caregrid::http
