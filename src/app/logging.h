#pragma once

#include <functional>
#include <string_view>

#include "http/service.h"

namespace caregrid::app {

/// Writes one JSON line an event to standard error, without personal data.
class Log final {
 public:
  /// `is_quiet` leaves out the lines of requests that went well.
  explicit Log(bool is_quiet);

  void event(std::string_view name, std::string_view detail = {}) const;
  void request(const http::AccessLine& line) const;
  void violation(const http::Violation& violation) const;

 private:
  bool is_quiet_;
};

}  // namespace caregrid::app
