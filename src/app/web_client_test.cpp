// Shows over real sockets what the way out does with what comes back: one answer whatever its
// status, nothing followed, nothing without end, nothing waited for long. That a certificate must
// be one of a known authority for the name asked shows tests/e2e/oidc_test.mjs.
#include "app/web_client.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>

namespace caregrid::app {
namespace {

/// Takes one connection, reads one request, answers with given bytes and, unless told to stay,
/// closes.
class OneAnswer {
 public:
  OneAnswer(std::string bytes, bool stays) : bytes_(std::move(bytes)), stays_(stays) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 4) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
    thread_ = std::thread([this] { serve(); });
  }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;
  ~OneAnswer() {
    ::shutdown(listener_, SHUT_RDWR);
    ::close(listener_);
    thread_.join();
  }

  [[nodiscard]] const std::string& url() const { return url_; }
  /// What was asked; call once the answer is there.
  [[nodiscard]] const std::string& heard() const { return heard_; }

 private:
  void serve() {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) {
      return;
    }
    std::string buffer(4096, '\0');
    const auto read = ::recv(client, buffer.data(), buffer.size(), 0);
    heard_ = buffer.substr(0, read > 0 ? static_cast<std::size_t>(read) : 0);
    std::size_t sent = 0;
    while (sent < bytes_.size()) {
      const auto step = ::send(client, bytes_.data() + sent, bytes_.size() - sent, MSG_NOSIGNAL);
      if (step <= 0) {
        break;
      }
      sent += static_cast<std::size_t>(step);
    }
    if (stays_) {  // Until the other side gives up.
      static_cast<void>(::recv(client, buffer.data(), buffer.size(), 0));
    }
    ::close(client);
  }

  std::string bytes_;
  bool stays_;
  int listener_ = -1;
  std::string url_;
  std::string heard_;
  std::thread thread_;
};

std::string answer_of(std::string_view status, std::string_view headers, const std::string& body) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

std::string outcome(const core::Result<access::WebAnswer>& answer) {
  return answer ? std::to_string(answer->status) + " " + answer->body
                : answer.error().reason + " " + answer.error().detail;
}

TEST_CASE("a form, its secret and its answer arrive as they are") {
  const auto web = make_web_client();
  OneAnswer server(answer_of("400 Bad Request", "", "{\"error\":\"no\"}"), false);
  CHECK(outcome(web->send({server.url(), "a=1&b=%20", "Basic abc"})) == "400 {\"error\":\"no\"}");
  CHECK(server.heard().starts_with("POST / HTTP/1.1\r\n"));
  CHECK(server.heard().find("Authorization: Basic abc\r\n") != std::string::npos);
  CHECK(server.heard().find("Content-Type: application/x-www-form-urlencoded\r\n") !=
        std::string::npos);
  CHECK(server.heard().ends_with("\r\n\r\na=1&b=%20"));
  OneAnswer plain(answer_of("200 OK", "", "{}"), false);
  CHECK(outcome(web->send({plain.url(), {}, {}})) == "200 {}");
  CHECK(plain.heard().starts_with("GET / HTTP/1.1\r\n"));
}

TEST_CASE("an answer without end, a redirect and silence are no answers") {
  const auto web = make_web_client({.connect_ms = 1000, .total_ms = 100});
  const auto patient = make_web_client();
  OneAnswer elsewhere(answer_of("200 OK", "", "caught"), false);
  OneAnswer sends_on(answer_of("302 Found", "Location: " + elsewhere.url() + "\r\n", ""), false);
  CHECK(outcome(patient->send({sends_on.url(), {}, {}})) == "302 ");
  CHECK(elsewhere.heard().empty());
  OneAnswer silent("", true);
  CHECK(web->send({silent.url(), {}, {}}).error().reason == "provider.unreachable");
  OneAnswer drips("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", true);
  CHECK(web->send({drips.url(), {}, {}}).error().reason == "provider.unreachable");
  OneAnswer most(answer_of("200 OK", "", std::string(access::web_answer_bytes_max, 'x')), false);
  CHECK(patient->send({most.url(), {}, {}}).ok());
  OneAnswer more(answer_of("200 OK", "", std::string(access::web_answer_bytes_max + 1, 'x')),
                 false);
  CHECK(outcome(patient->send({more.url(), {}, {}})) == "provider.unreachable size");
}

TEST_CASE("nothing but the two schemes is asked, and nobody's absence is an error of ours") {
  const auto web = make_web_client();
  for (const std::string& url : {std::string("file:///etc/passwd"), std::string("ftp://127.0.0.1/"),
                                 std::string("nothing"), std::string("http://127.0.0.1:1/")}) {
    CAPTURE(url);
    const auto answer = web->send({url, {}, {}});
    CHECK((!answer && answer.error().reason == "provider.unreachable"));
  }
}

}  // namespace
}  // namespace caregrid::app
