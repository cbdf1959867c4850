#include "http/metrics.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

namespace caregrid::http {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.17g", value);
  return {text.data(), static_cast<std::size_t>(length)};
}

void write_line(std::string& into, std::string_view name, const std::string& labels, double value) {
  into.append(name).append("{").append(labels).append("} ").append(number(value)).append("\n");
}

std::string label(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + '"';
}

}  // namespace

Metrics::Metrics(std::vector<std::string> routes, std::vector<Gauge> gauges)
    : routes_(std::move(routes)),
      gauges_(std::move(gauges)),
      cells_(std::make_unique<Cell[]>(routes_.size() + 1)) {
  routes_.emplace_back("none");
}

void Metrics::count(std::size_t route, int status, std::int64_t micros) {
  Cell& cell = cells_[std::min(route, routes_.size() - 1)];
  const auto at = std::ranges::find(statuses, status);
  const auto column = static_cast<std::size_t>(at - statuses.begin());
  cell.by_status[std::min(column, statuses.size() - 1)].fetch_add(1, std::memory_order_relaxed);
  const auto bucket =
      std::ranges::find_if(bounds_ms, [&](int bound) { return micros <= bound * 1000; });
  cell.by_time[static_cast<std::size_t>(bucket - bounds_ms.begin())].fetch_add(
      1, std::memory_order_relaxed);
  cell.micros.fetch_add(static_cast<std::uint64_t>(micros), std::memory_order_relaxed);
}

void Metrics::write_times(std::string& into) const {
  constexpr std::string_view name = "caregrid_request_seconds";
  into += "# TYPE caregrid_request_seconds histogram\n";
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const std::string route = label("route", routes_[i]);
    std::uint64_t below = 0;
    for (std::size_t bucket = 0; bucket <= bounds_ms.size(); ++bucket) {
      below += cells_[i].by_time[bucket].load(std::memory_order_relaxed);
      const std::string bound =
          bucket < bounds_ms.size() ? number(bounds_ms[bucket] / 1000.0) : std::string("+Inf");
      if (below > 0) {
        write_line(into, std::string(name) + "_bucket", route + "," + label("le", bound),
                   static_cast<double>(below));
      }
    }
    if (below > 0) {
      const auto micros = cells_[i].micros.load(std::memory_order_relaxed);
      write_line(into, std::string(name) + "_sum", route, static_cast<double>(micros) / 1e6);
      write_line(into, std::string(name) + "_count", route, static_cast<double>(below));
    }
  }
}

std::string Metrics::text() const {
  std::string text = "# TYPE caregrid_requests_total counter\n";
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    for (std::size_t column = 0; column < statuses.size(); ++column) {
      const auto count = cells_[i].by_status[column].load(std::memory_order_relaxed);
      if (count > 0) {
        const std::string labels =
            label("route", routes_[i]) + "," + label("status", std::to_string(statuses[column]));
        write_line(text, "caregrid_requests_total", labels, static_cast<double>(count));
      }
    }
  }
  write_times(text);
  for (const Gauge& gauge : gauges_) {
    text += "# HELP " + gauge.name + " " + gauge.help + "\n# TYPE " + gauge.name + " " +
            std::string(gauge.type) + "\n" + gauge.name + " " + number(gauge.read()) + "\n";
  }
  return text;
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  double resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace caregrid::http
