#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::http {

/// One number somebody else keeps ("caregrid_commits_total"), asked when metrics are read.
struct Gauge {
  std::string name;
  std::string help;
  std::string_view type;  ///< "gauge" or "counter".
  std::function<double()> read;
};

/// Counts requests by route and status, and how long they took. Safe from any thread.
/// Cost of counting: a few relaxed atomic additions.
class Metrics final {
 public:
  /// Names of the routes in the order of their index; one more counts what fits no route.
  Metrics(std::vector<std::string> routes, std::vector<Gauge> gauges);

  void count(std::size_t route, int status, std::int64_t micros);

  /// Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  static constexpr std::array<int, 9> bounds_ms{1, 2, 5, 10, 20, 50, 100, 500, 2000};
  static constexpr std::array<int, 21> statuses{200, 201, 202, 204, 304, 400, 401,
                                                403, 404, 405, 409, 412, 413, 422,
                                                429, 431, 500, 503, 507, 408, 0};
  struct Cell {
    std::array<std::atomic<std::uint64_t>, statuses.size()> by_status{};
    std::array<std::atomic<std::uint64_t>, bounds_ms.size() + 1> by_time{};
    std::atomic<std::uint64_t> micros{0};
  };

  void write_times(std::string& into) const;

  std::vector<std::string> routes_;
  std::vector<Gauge> gauges_;
  std::unique_ptr<Cell[]> cells_;
};

/// Bytes of memory the process holds (resident), from /proc; 0 where there is none.
double resident_bytes();

}  // namespace caregrid::http
