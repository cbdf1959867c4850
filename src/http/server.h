#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "http/message.h"

namespace caregrid::http {

/// Everything above the socket. Called from many threads at once.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  /// Whether the body of this request goes to a file; asked before the body is read.
  [[nodiscard]] virtual bool takes_upload(const Request& head) const = 0;

  /// Refuses an upload before its body is read, or lets it through.
  virtual std::optional<Response> refuse_upload(const Request& head) = 0;

  virtual Response answer(const Request& request) = 0;

  /// The answer when nobody is free to work on a request.
  [[nodiscard]] virtual Response busy() const = 0;

  /// The answer to bytes that are no acceptable request (400, 413, 431, 408).
  [[nodiscard]] virtual Response malformed(int status) const = 0;
};

/// Where and how much a server serves. Source of the limits: reliability handbook 2.3.
struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 = any free one.
  std::size_t io_threads = 2;
  std::size_t read_workers = 3;    ///< Reads are work for the processor: a few threads, in order.
  std::size_t write_workers = 64;  ///< Writes wait for the disk: as many as one commit can carry.
  std::size_t queue_max = 1024;
  std::size_t connections_max = 4096;
  std::uint32_t header_bytes_max = 16U << 10U;
  std::uint64_t body_bytes_max = 1U << 20U;
  std::uint64_t upload_bytes_max = std::uint64_t{2} << 30U;
  std::filesystem::path upload_folder;
  int idle_seconds = 60;   ///< A silent connection is closed after this.
  int header_ms = 10'000;  ///< From a request's first byte to the end of its headers.
  int body_ms = 60'000;    ///< For a whole ordinary body; each piece of an upload has idle_seconds.
  int stop_seconds = 10;   ///< Requests under way may take this long after a stop.
};

/// An HTTP/1.1 server: keep-alive, streamed uploads, server-sent events, graceful stop.
class Server final {
 public:
  Server(ServerOptions options, Handler& handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Takes the port; gives its number. Errors: unavailable "serve.address" with the cause.
  core::Result<std::uint16_t> listen();

  /// Serves until `stop`, SIGTERM or SIGINT, then finishes what is under way and returns.
  void run();

  /// From any thread, at any time.
  void stop();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace caregrid::http
