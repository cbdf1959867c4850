// Shows the server over real sockets on the loopback: keep-alive, limits, uploads, events, busy
// workers, graceful stop. A small client writes bytes and reads until the answer is whole.
#include "http/server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "support/scratch_folder.h"

namespace caregrid::http {
namespace {

/// One connection of a client that does exactly what it is told.
class Client final {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return;  // The server may have heard enough.
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Reads until the text holds `mark` (or the connection ends) and gives everything read.
  std::string read_until(std::string_view mark) {
    std::string text;
    std::array<char, 4096> piece{};
    while (text.find(mark) == std::string::npos) {
      const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
      if (count <= 0) {
        break;
      }
      text.append(piece.data(), static_cast<std::size_t>(count));
    }
    return text;
  }
  std::string read_all() { return read_until("no such text will ever come"); }

 private:
  int socket_;
};

/// Says three things, then ends.
class ThreeEvents final : public EventSource {
 public:
  Part poll() override {
    ++count_;
    return {"data: " + std::to_string(count_) + "\n\n", count_ == 3};
  }

 private:
  int count_ = 0;
};

/// Tells back what it was asked.
class EchoHandler final : public Handler {
 public:
  [[nodiscard]] bool takes_upload(const Request& head) const override {
    return head.path == "/upload";
  }
  std::optional<Response> refuse_upload(const Request& head) override {
    if (head.header("X-Allowed") == "yes") {
      return std::nullopt;
    }
    return malformed(403);
  }
  Response answer(const Request& request) override {
    if (request.path == "/wait") {
      std::unique_lock lock(mutex_);
      ++waiting_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return is_free_; });
    }
    Response response;
    response.body = std::string(to_text(request.method)) + " " + request.path + " " +
                    request.query + " " + std::to_string(request.body.size());
    if (request.path == "/upload") {
      response.body = std::to_string(request.upload_bytes) + " " +
                      std::to_string(std::filesystem::file_size(request.upload));
      std::filesystem::remove(request.upload);
    }
    if (request.path == "/events") {
      response.body.clear();
      response.events = std::make_unique<ThreeEvents>();
    }
    return response;
  }
  [[nodiscard]] Response busy() const override { return malformed(503); }
  [[nodiscard]] Response malformed(int status) const override {
    Response response;
    response.status = status;
    response.body = "refused";
    return response;
  }

  /// Waits until that many requests are held at /wait.
  void await_held(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }
  void free_held() {
    const std::lock_guard lock(mutex_);
    is_free_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool is_free_ = false;
};

/// A server that runs as long as the test.
struct Running {
  explicit Running(ServerOptions options = {}) : server(with_folder(std::move(options)), handler) {
    const auto listening = server.listen();
    REQUIRE(listening.ok());
    port = *listening;
    thread = std::thread([this] { server.run(); });
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    server.stop();
    thread.join();
  }
  ServerOptions with_folder(ServerOptions options) const {
    options.port = 0;
    options.upload_folder = folder.path("");
    return options;
  }

  support::ScratchFolder folder;
  EchoHandler handler;
  Server server;
  std::uint16_t port = 0;
  std::thread thread;
};

TEST_CASE("requests share a connection") {
  Running running;
  Client client(running.port);
  client.send("GET /a?x=1 HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(client.read_until("GET /a x=1 0").find("HTTP/1.1 200") == 0);
  client.send("POST /b HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello");
  CHECK(client.read_until("POST /b  5").find("HTTP/1.1 200") == 0);
  client.send("HEAD /c HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  const std::string head = client.read_all();
  CHECK(head.find("Content-Length: 10") != std::string::npos);
  CHECK(head.find("HEAD /c") == std::string::npos);
}

TEST_CASE("what breaks a limit is refused with its status") {
  ServerOptions options;
  options.header_bytes_max = 1024;
  options.body_bytes_max = 100;
  Running running(options);
  const struct {
    std::string request;
    std::string_view status;
  } rows[] = {
      {"nonsense\r\n\r\n", "HTTP/1.1 400"},
      {"GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", "HTTP/1.1 431"},
      {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 101\r\n\r\n", "HTTP/1.1 413"},
      {"POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
           std::string(128, 'x') + "\r\n0\r\n\r\n",
       "HTTP/1.1 413"},
      {"POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
       "HTTP/1.1 400"},
      {"POST /upload HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 403"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.request.substr(0, 60));
    Client client(running.port);
    client.send(row.request);
    CHECK(client.read_all().find(row.status) == 0);
  }
}

TEST_CASE("letters that drip in keep no connection open") {
  ServerOptions options;
  options.header_ms = 50;
  options.body_ms = 50;
  Running running(options);
  const std::string_view beginnings[] = {
      "G", "GET / HTTP/1.1\r\nHost: t\r\nX-Slow: ",
      "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\nhalf"};
  for (const auto beginning : beginnings) {
    CAPTURE(beginning);
    Client client(running.port);
    client.send(beginning);
    CHECK(client.read_all().find("200") == std::string::npos);  // It ends, and by the server.
  }
}

TEST_CASE("connections past the limit are closed, those within it go on") {
  ServerOptions options;
  options.connections_max = 2;
  Running running(options);
  Client first(running.port);
  first.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n");
  first.read_until("GET /a");
  Client second(running.port);
  second.send("GET /b HTTP/1.1\r\nHost: t\r\n\r\n");
  second.read_until("GET /b");
  Client third(running.port);
  third.send("GET /c HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(third.read_all().empty());
  first.send("GET /d HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  CHECK(first.read_all().find("HTTP/1.1 200") == 0);
}

TEST_CASE("an upload goes to a file, whatever its size") {
  Running running;
  Client client(running.port);
  const std::string body(3'000'000, 'u');
  client.send(
      "POST /upload HTTP/1.1\r\nHost: t\r\nX-Allowed: yes\r\nExpect: 100-continue\r\n"
      "Content-Length: 3000000\r\nConnection: close\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n").find("HTTP/1.1 100") == 0);
  client.send(body);
  CHECK(client.read_all().find("3000000 3000000") != std::string::npos);
}

TEST_CASE("an upload that breaks off leaves no file") {
  Running running;
  {
    Client client(running.port);
    client.send(
        "POST /upload HTTP/1.1\r\nHost: t\r\nX-Allowed: yes\r\nContent-Length: 100\r\n\r\n"
        "half");
  }
  Client next(running.port);  // By the time this is answered, the broken one is done with.
  next.send("GET /done HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  next.read_all();
  running.server.stop();
  running.thread.join();
  running.thread = std::thread([] {});
  CHECK(std::filesystem::is_empty(running.folder.path("")));
}

TEST_CASE("events arrive one by one until the last") {
  Running running;
  Client client(running.port);
  client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
  const std::string text = client.read_all();
  CHECK(text.find("data: 1") != std::string::npos);
  CHECK(text.find("data: 3") != std::string::npos);
  CHECK(text.find("\r\n0\r\n") != std::string::npos);
}

TEST_CASE("a full queue is refused at once") {
  ServerOptions options;
  options.read_workers = 1;
  options.queue_max = 1;
  Running running(options);
  Client first(running.port);
  first.send("GET /wait HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  running.handler.await_held(1);
  // One more fits the queue; of the two after it, whichever is second finds it full.
  Client second(running.port);
  Client third(running.port);
  second.send("GET /wait HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  third.send("GET /wait HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  std::atomic<int> refused = 0;
  const auto count = [&](Client& client) {
    if (client.read_all().find("HTTP/1.1 503") == 0) {
      ++refused;
      running.handler.free_held();
    }
  };
  std::thread other([&] { count(second); });
  count(third);
  other.join();
  CHECK(refused == 1);
  CHECK(first.read_all().find("HTTP/1.1 200") == 0);
}

TEST_CASE("a stop finishes what is under way") {
  Running running;
  Client idle(running.port);
  idle.send("GET /first HTTP/1.1\r\nHost: t\r\n\r\n");
  idle.read_until("GET /first");
  Client client(running.port);
  client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
  running.handler.await_held(1);
  running.server.stop();
  CHECK(idle.read_all().empty());  // Closed, and nothing more.
  running.handler.free_held();
  CHECK(client.read_all().find("HTTP/1.1 200") == 0);
}

}  // namespace
}  // namespace caregrid::http
