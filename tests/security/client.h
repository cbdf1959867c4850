#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "golden/http_harness.h"
#include "http/server.h"

namespace caregrid::http {

/// The whole program behind a real port, as long as the test runs.
class OpenOffice final {
 public:
  explicit OpenOffice(support::TestDatabase& database, Rate rate = {},
                      std::vector<std::string> hosts = {}, Surroundings around = {})
      : office(database, rate, std::move(hosts), std::move(around)),
        server_(options(), office.handler()) {
    const auto listening = server_.listen();
    REQUIRE(listening.ok());
    port_ = *listening;
    thread_ = std::thread([this] { server_.run(); });
  }
  OpenOffice(const OpenOffice&) = delete;
  OpenOffice& operator=(const OpenOffice&) = delete;
  ~OpenOffice() {
    server_.stop();
    thread_.join();
  }

  /// Sends these bytes on a connection of their own and gives everything that comes back.
  [[nodiscard]] std::string send(std::string_view bytes) const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    while (!bytes.empty()) {
      const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        break;  // The server may have heard enough.
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    std::string answer;
    std::array<char, 8192> piece{};
    for (auto count = ::recv(socket, piece.data(), piece.size(), 0); count > 0;
         count = ::recv(socket, piece.data(), piece.size(), 0)) {
      answer.append(piece.data(), static_cast<std::size_t>(count));
    }
    ::close(socket);
    return answer;
  }

  /// One request with its own lines of headers ("A: b\r\n") on a connection that then closes.
  [[nodiscard]] std::string ask(const std::string& line, const std::string& headers = {},
                                const std::string& body = {}) const {
    std::string text = line + " HTTP/1.1\r\nConnection: close\r\n" + headers;
    text += headers.find("Host:") == std::string::npos ? "Host: localhost\r\n" : "";
    text += body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return send(text + "\r\n" + body);
  }

  [[nodiscard]] std::string cookie_of(const std::string& role) const {
    return "Cookie: caregrid_session=" + office.cookie_of(role) + "\r\n";
  }

  Office office;

 private:
  ServerOptions options() const {
    ServerOptions options;
    options.port = 0;
    options.upload_folder = office.folder();
    return options;
  }

  Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

inline bool has(const std::string& answer, std::string_view text) {
  return answer.find(text) != std::string::npos;
}

/// The first header of this name in an answer as sent; empty when there is none.
inline std::string header_in(const std::string& answer, const std::string& name) {
  const std::size_t start = answer.find("\r\n" + name + ": ");
  if (start == std::string::npos) {
    return {};
  }
  const std::size_t from = start + 2 + name.size() + 2;
  return answer.substr(from, answer.find("\r\n", from) - from);
}

/// The status of an answer as sent; 0 when there is none.
inline int status_in(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::atoi(std::string(answer.substr(9, 3)).c_str()) : 0;
}

}  // namespace caregrid::http
