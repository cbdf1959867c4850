#include "app/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/json.h"

namespace caregrid::app {
namespace {

/// The one sink; spdlog keeps it, so that lines of many threads never mix.
spdlog::logger& logger() {
  static const auto sink = [] {
    auto made = spdlog::stderr_logger_mt("caregrid");
    made->set_pattern("%v");
    return made;
  }();
  return *sink;
}

void write(std::string_view time_and_rest) { logger().info(time_and_rest); }

std::string_view level_of(int status) {
  return status >= 500 ? "error" : status >= 400 ? "warning" : "info";
}

}  // namespace

Log::Log(bool is_quiet) : is_quiet_(is_quiet) {}

void Log::event(std::string_view name, std::string_view detail) const {
  core::json::Writer writer;
  writer.begin_object().member("at", core::to_iso(core::SystemClock().now()));
  writer.member("level", "info").member("event", name);
  if (!detail.empty()) {
    writer.member("detail", detail);
  }
  writer.end_object();
  write(writer.text());
}

void Log::request(const http::AccessLine& line) const {
  if (is_quiet_ && line.status < 500) {
    return;
  }
  core::json::Writer writer;
  writer.begin_object().member("at", core::to_iso(core::SystemClock().now()));
  writer.member("level", level_of(line.status)).member("event", "request");
  writer.member("method", line.method).member("route", line.route);
  writer.member("status", std::int64_t{line.status});
  writer.key("ms").number(static_cast<double>(line.micros) / 1000.0);
  if (!line.account.empty()) {
    writer.member("account", line.account);
  }
  if (!line.reason.empty()) {
    writer.member("reason", line.reason);
  }
  if (!line.detail.empty()) {
    writer.member("detail", line.detail);
  }
  writer.member("request", line.request_id).end_object();
  write(writer.text());
}

void Log::violation(const http::Violation& violation) const {
  core::json::Writer writer;
  writer.begin_object().member("at", core::to_iso(core::SystemClock().now()));
  writer.member("level", "warning").member("event", "violation");
  writer.member("directive", violation.directive).member("blocked", violation.blocked);
  writer.end_object();
  write(writer.text());
}

}  // namespace caregrid::app
