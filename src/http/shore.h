#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "http/server.h"
#include "http/workers.h"

namespace caregrid::http {

/// What every connection of a server shares.
struct Harbour {
  ServerOptions options;
  Handler& handler;
  Workers readers;
  Workers writers;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> is_stopping{false};

  Harbour(ServerOptions o, Handler& h)
      : options(std::move(o)),
        handler(h),
        readers(options.read_workers, options.queue_max),
        writers(options.write_workers, options.queue_max) {}
};

/// One thread's connections, from accept to close; only that thread touches them.
///
/// All but `run` may be called from any thread.
class Shore final {
 public:
  explicit Shore(Harbour& harbour);
  Shore(const Shore&) = delete;
  Shore& operator=(const Shore&) = delete;
  ~Shore();

  /// Serves until `finish` was called and the last connection is over, or `stop`.
  void run();

  /// Takes over a connected socket, which becomes ours to close.
  void adopt(int descriptor, bool is_ipv6);

  /// Ends connections that wait for a next request; those at work finish it first.
  void end_idle();

  /// Lets `run` return once no connection is left.
  void finish();

  /// Makes `run` return at once, whatever is under way.
  void stop();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace caregrid::http
