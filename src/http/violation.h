#pragma once

#include <string_view>

#include "core/result.h"
#include "http/message.h"

namespace caregrid::http {

/// Where browsers send what our policy stopped; see `secure`.
inline constexpr std::string_view violation_path = "/api/violations";

/// What is kept of a browser's report: words of ours, nothing a page or a person wrote.
struct Violation {
  std::string_view directive;  ///< One of those our policy names, or "other".
  std::string_view blocked;    ///< "inline", "eval", "data", "own" (our origin), "foreign".

  bool operator==(const Violation&) const = default;
};

/// Reads a report (CSP level 3, `report-uri`). Addresses, samples and referrers are dropped: the
/// address of a page holds a child's id, a sample may hold a name.
///
/// Errors: those of the JSON reader; invalid "http.report" when it is no such report.
core::Result<Violation> read_violation(std::string_view body, std::string_view own_host);

}  // namespace caregrid::http
