// The connections: all that reads requests from a socket and writes answers to it.
#include "http/shore.h"

#include <unistd.h>

#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <fstream>
#include <list>
#include <type_traits>

#include "core/bytes.h"
#include "core/rng.h"

namespace caregrid::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A named executor instead of any_io_executor: the type-erased one costs a quarter more CPU.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Stream = beast::basic_stream<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using HeadParser = wire::request_parser<wire::empty_body>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Await = asio::use_awaitable_t<Executor>;
using AwaitError = asio::as_tuple_t<Await>;

/// Work for another thread and the way back to the connection that waits for it.
template <class Work, class Resume>
struct Errand {
  using Answer = std::optional<std::invoke_result_t<Work&>>;

  Work& work;
  Resume resume;
  // Keeps the connection's thread alive while the only work in sight is on another one.
  asio::executor_work_guard<Executor> home;

  void operator()() { bring(Answer(work())); }
  void bring(Answer answer) {
    const Executor executor = home.get_executor();
    asio::post(executor, [kept = std::move(*this), answer = std::move(answer)]() mutable {
      std::move(kept.resume)(std::move(answer));
    });
  }
};

/// Runs `work` on a worker thread and comes back to this one; none when all are busy.
template <class Work>
auto on_worker(Workers& workers, const Executor& home, Work& work)
    -> Awaitable<std::optional<std::invoke_result_t<Work&>>> {
  using Answer = std::optional<std::invoke_result_t<Work&>>;
  auto start = [&](auto resume) {
    Errand<Work, decltype(resume)> errand{work, std::move(resume), asio::make_work_guard(home)};
    if (!workers.submit(errand)) {
      errand.bring(std::nullopt);
    }
  };
  Await token;
  co_return co_await asio::async_initiate<Await, void(Answer)>(start, token);
}

class Connection;

/// Where the connections of one thread lie.
struct Pier {
  asio::io_context context{1};
  std::list<Connection*> connections;
};

int status_of(const error_code& failed) {
  if (failed == wire::error::header_limit) {
    return 431;
  }
  if (failed == wire::error::body_limit) {
    return 413;
  }
  return failed == beast::error::timeout ? 408 : 400;
}

/// Whether the other end is simply gone or silent, so that no answer would be read.
bool is_gone(const error_code& failed) {
  return failed == wire::error::end_of_stream || failed == asio::error::operation_aborted ||
         failed == beast::error::timeout || failed.category() == asio::error::get_system_category();
}

/// One client's connection, from accept to close.
class Connection final {
 public:
  Connection(Harbour& harbour, Pier& pier, Stream stream)
      : harbour_(harbour),
        pier_(pier),
        stream_(std::move(stream)),
        home_(pier.context.get_executor()) {
    pier_.connections.push_back(this);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    pier_.connections.remove(this);
    --harbour_.connections;
  }

  Awaitable<void> serve() {
    while (!harbour_.is_stopping && co_await serve_one()) {
    }
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  /// Ends the wait for a next request; one under way is finished first.
  void end_idle() {
    if (is_idle_) {
      stream_.close();
    }
  }

 private:
  /// Reads, answers and writes one request; false when the connection is over.
  Awaitable<bool> serve_one() {
    HeadParser parser;
    parser.header_limit(harbour_.options.header_bytes_max);
    parser.body_limit(harbour_.options.upload_bytes_max);
    if (buffer_.size() == 0 && !co_await hear_first_bytes()) {
      co_return false;
    }
    // From the first byte on the whole head has one deadline: letters that drip in keep no place.
    stream_.expires_after(milliseconds(harbour_.options.header_ms));
    const auto [failed, count] =
        co_await wire::async_read_header(stream_, buffer_, parser, AwaitError());
    if (failed) {
      if (!is_gone(failed)) {
        co_await refuse(status_of(failed));
      }
      co_return false;
    }
    if (ends_in_two_ways(parser)) {
      co_await refuse(400);
      co_return false;
    }
    is_idle_ = false;
    keeps_alive_ = parser.get().keep_alive() && parser.get().version() == 11;
    Request request = head_of(parser);
    const bool goes_on = co_await answer(parser, request);
    is_idle_ = true;
    co_return goes_on;
  }

  /// A transfer coding we do not know, or one beside a length: a proxy before us may see the end of
  /// such a request elsewhere than we do. Source: RFC 9112, 6.1 and 6.3.
  static bool ends_in_two_ways(const HeadParser& parser) {
    const auto& head = parser.get();
    return head.count(wire::field::transfer_encoding) > 0 &&
           (!parser.chunked() || head.count(wire::field::content_length) > 0 ||
            !beast::iequals(head[wire::field::transfer_encoding], "chunked"));
  }

  /// Waits for a request to begin; false when none does in time.
  Awaitable<bool> hear_first_bytes() {
    constexpr std::size_t piece_bytes = 4096;
    stream_.expires_after(seconds(harbour_.options.idle_seconds));
    const auto [failed, count] =
        co_await stream_.async_read_some(buffer_.prepare(piece_bytes), AwaitError());
    buffer_.commit(count);
    co_return !failed;
  }

  Request head_of(const HeadParser& parser) const {
    Request request;
    const auto& message = parser.get();
    request.method = parse_method({message.method_string().data(), message.method_string().size()});
    const std::string_view target(message.target().data(), message.target().size());
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& field : message) {
      request.headers.push_back(
          {std::string(field.name_string().data(), field.name_string().size()),
           std::string(field.value().data(), field.value().size())});
    }
    error_code failed;
    const auto peer = stream_.socket().remote_endpoint(failed);
    request.peer = failed ? std::string() : peer.address().to_string();
    return request;
  }

  Awaitable<bool> answer(HeadParser& parser, Request& request) {
    const bool is_upload = harbour_.handler.takes_upload(request);
    std::optional<Response> refused;
    if (is_upload) {
      auto ask = [&] { return harbour_.handler.refuse_upload(request); };
      auto asked = co_await on_worker(harbour_.readers, home_, ask);
      if (asked) {
        refused = std::move(*asked);
      } else {
        refused = harbour_.handler.busy();
      }
    }
    if (refused) {
      keeps_alive_ = false;  // The unread body would be taken for the next request.
      co_return co_await send(request, *refused);
    }
    int failed = 0;
    if (is_upload) {  // Not a conditional expression: g++ 12 destroys its temporaries twice.
      failed = co_await receive_upload(parser, request);
    } else {
      failed = co_await receive_body(parser, request);
    }
    if (failed != 0) {
      co_return co_await refuse(failed);
    }
    const bool reads = request.method == Method::get || request.method == Method::head;
    auto work = [&] { return harbour_.handler.answer(request); };
    Workers& workers = reads ? harbour_.readers : harbour_.writers;
    auto response = co_await on_worker(workers, home_, work);
    if (!response) {
      response = harbour_.handler.busy();
    }
    co_return co_await send(request, *response);
  }

  /// Tells a client that waits for it to go on with its body.
  Awaitable<void> invite(const HeadParser& parser) {
    if (beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
      const wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
      co_await wire::async_write(stream_, go_on, AwaitError());
    }
  }

  /// Reads an ordinary body into memory; gives the status of the failure, or 0.
  Awaitable<int> receive_body(HeadParser& head, Request& request) {
    const auto length = head.content_length();
    if (length && *length > harbour_.options.body_bytes_max) {
      co_return 413;
    }
    co_await invite(head);
    wire::request_parser<wire::string_body> parser(std::move(head));
    parser.body_limit(harbour_.options.body_bytes_max);
    stream_.expires_after(milliseconds(harbour_.options.body_ms));
    const auto [failed, count] = co_await wire::async_read(stream_, buffer_, parser, AwaitError());
    if (failed) {
      co_return status_of(failed);
    }
    request.body = std::move(parser.get().body());
    co_return 0;
  }

  /// Streams a body into a new file of the upload folder; gives the status of the failure, or 0.
  Awaitable<int> receive_upload(HeadParser& head, Request& request) {
    co_await invite(head);
    core::SystemRng rng;
    std::array<std::byte, 16> name{};
    rng.fill(name);
    request.upload = harbour_.options.upload_folder / core::to_hex(name);
    wire::request_parser<wire::buffer_body> parser(std::move(head));
    parser.body_limit(harbour_.options.upload_bytes_max);
    std::ofstream file(request.upload, std::ios::binary);
    std::vector<char> piece(std::size_t{256} << 10U);
    while (!parser.is_done()) {
      parser.get().body().data = piece.data();
      parser.get().body().size = piece.size();
      stream_.expires_after(seconds(harbour_.options.idle_seconds));
      const auto [failed, count] =
          co_await wire::async_read(stream_, buffer_, parser, AwaitError());
      const std::size_t size = piece.size() - parser.get().body().size;
      auto store = [&] {
        file.write(piece.data(), static_cast<std::streamsize>(size));
        return file.good();
      };
      const auto stored = co_await on_worker(harbour_.writers, home_, store);
      request.upload_bytes += size;
      if ((failed && failed != wire::error::need_buffer) || !stored || !*stored) {
        file.close();
        std::filesystem::remove(request.upload);
        co_return failed&& failed != wire::error::need_buffer ? status_of(failed) : 507;
      }
    }
    file.close();
    co_return file.good() ? 0 : 507;
  }

  Awaitable<bool> refuse(int status) {
    keeps_alive_ = false;
    const Request nothing;
    Response response = harbour_.handler.malformed(status);
    co_return co_await send(nothing, response);
  }

  template <class Body>
  void fill_head(wire::response<Body>& message, const Response& response) const {
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    for (const auto& header : response.headers) {
      message.insert(header.name, header.value);
    }
    message.keep_alive(keeps_alive_ && !harbour_.is_stopping);
  }

  template <class Body>
  Awaitable<bool> write(wire::response<Body>& message) {
    stream_.expires_after(seconds(harbour_.options.idle_seconds));
    const auto [failed, count] = co_await wire::async_write(stream_, message, AwaitError());
    co_return !failed && message.keep_alive();
  }

  Awaitable<bool> send(const Request& request, Response& response) {
    if (response.events) {
      co_return co_await send_events(response);
    }
    if (response.file && request.method != Method::head) {
      co_return co_await send_file(response);
    }
    const std::string_view content = response.view.empty() ? response.body : response.view;
    if (request.method == Method::head || response.status == 204 || response.status == 304) {
      wire::response<wire::empty_body> message;
      fill_head(message, response);
      if (request.method == Method::head) {
        message.content_length(content.size());
      }
      co_return co_await write(message);
    }
    wire::response<wire::span_body<const char>> message;
    message.body() = {content.data(), content.size()};
    fill_head(message, response);
    message.content_length(content.size());
    co_return co_await write(message);
  }

  Awaitable<bool> send_file(Response& response) {
    wire::response<wire::file_body> message;
    error_code failed;
    message.body().open(response.file->path.c_str(), beast::file_mode::scan, failed);
    if (failed) {
      co_return co_await refuse(500);
    }
    fill_head(message, response);
    message.prepare_payload();
    const bool goes_on = co_await write(message);
    if (response.file->is_temporary) {
      std::filesystem::remove(response.file->path);
    }
    co_return goes_on;
  }

  /// Asks the source four times a second; a comment line keeps proxies from giving up.
  Awaitable<bool> send_events(Response& response) {
    keeps_alive_ = false;
    wire::response<wire::empty_body> message;
    fill_head(message, response);
    message.chunked(true);
    wire::response_serializer<wire::empty_body> serializer(message);
    auto [failed, count] = co_await wire::async_write_header(stream_, serializer, AwaitError());
    constexpr int quiet_polls_max = 60;  // A quarter of a minute.
    Timer timer(home_);
    EventSource::Part part;
    for (int quiet = 0; !failed && !part.is_last && !harbour_.is_stopping; ++quiet) {
      auto poll = [&] { return response.events->poll(); };
      auto polled = co_await on_worker(harbour_.readers, home_, poll);
      part = polled ? std::move(*polled) : EventSource::Part{};
      if (part.text.empty() && quiet >= quiet_polls_max) {
        part.text = ": still here\n\n";
      }
      if (!part.text.empty()) {
        quiet = 0;
        stream_.expires_after(seconds(harbour_.options.idle_seconds));
        std::tie(failed, count) = co_await asio::async_write(
            stream_, wire::make_chunk(asio::buffer(part.text)), AwaitError());
      }
      if (!part.is_last) {
        timer.expires_after(milliseconds(250));
        co_await timer.async_wait(AwaitError());
      }
    }
    if (!failed) {
      co_await asio::async_write(stream_, wire::make_chunk_last(), AwaitError());
    }
    co_return false;
  }

  Harbour& harbour_;
  Pier& pier_;
  Stream stream_;
  Executor home_;
  beast::flat_buffer buffer_;
  bool is_idle_ = true;
  bool keeps_alive_ = true;
};

Awaitable<void> run_connection(Harbour& harbour, Pier& pier, Socket socket) {
  Connection connection(harbour, pier, Stream(std::move(socket)));
  co_await connection.serve();
}

}  // namespace

struct Shore::Body {
  explicit Body(Harbour& h) : harbour(h) {}

  Harbour& harbour;
  Pier pier;
  asio::executor_work_guard<Executor> open = asio::make_work_guard(pier.context);
};

Shore::Shore(Harbour& harbour) : body_(std::make_unique<Body>(harbour)) {}

Shore::~Shore() = default;

void Shore::run() { body_->pier.context.run(); }

void Shore::adopt(int descriptor, bool is_ipv6) {
  Body& body = *body_;
  Socket socket(body.pier.context);
  error_code failed;
  socket.assign(is_ipv6 ? tcp::v6() : tcp::v4(), descriptor, failed);
  if (failed) {
    ::close(descriptor);
    return;
  }
  socket.set_option(tcp::no_delay(true), failed);
  ++body.harbour.connections;
  asio::co_spawn(body.pier.context, run_connection(body.harbour, body.pier, std::move(socket)),
                 asio::detached);
}

void Shore::end_idle() {
  asio::post(body_->pier.context, [&pier = body_->pier] {
    for (Connection* connection : pier.connections) {
      connection->end_idle();
    }
  });
}

void Shore::finish() {
  asio::post(body_->pier.context, [&open = body_->open] { open.reset(); });
}

void Shore::stop() { body_->pier.context.stop(); }

}  // namespace caregrid::http
