#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::http {

enum class Method { get, head, post, put, patch, remove, other };

std::string_view to_text(Method method);
Method parse_method(std::string_view text);

struct Header {
  std::string name;  ///< As sent; compared without case.
  std::string value;

  bool operator==(const Header&) const = default;
};

/// The value of the first header of that name; empty when there is none.
std::string_view find_header(const std::vector<Header>& headers, std::string_view name);

/// What a client asks, with nothing of sockets left in it.
struct Request {
  Method method = Method::get;
  std::string path;   ///< Percent-encoded, as sent, without the query.
  std::string query;  ///< What follows "?", as sent.
  std::vector<Header> headers;
  std::string body;
  std::filesystem::path upload;  ///< Where a streamed body was put; empty for ordinary requests.
  std::uint64_t upload_bytes = 0;
  std::string peer;  ///< Address of the other end.

  [[nodiscard]] std::string_view header(std::string_view name) const {
    return find_header(headers, name);
  }
  /// The value of a cookie; empty when it was not sent.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

/// Server-sent events: asked again and again until it says it is done.
class EventSource {
 public:
  EventSource() = default;
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;
  virtual ~EventSource() = default;

  struct Part {
    std::string text;  ///< Complete `event:`/`data:` lines; empty when nothing changed.
    bool is_last = false;
  };
  /// What changed since the last call. Called on a worker thread, a few times a second.
  virtual Part poll() = 0;
};

/// A file to send, removed afterwards when it was made for this answer alone.
struct FileBody {
  std::filesystem::path path;
  bool is_temporary = false;
};

/// The answer. Exactly one of `body`, `view`, `file`, `events` carries content.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  std::string_view view;  ///< Content that outlives the server (embedded assets).
  std::optional<FileBody> file;
  std::unique_ptr<EventSource> events;

  void set(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
  }
  [[nodiscard]] std::string_view header(std::string_view name) const {
    return find_header(headers, name);
  }
};

}  // namespace caregrid::http
