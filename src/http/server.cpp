// The port: accepts connections, hands them to the shores, ends them all when told to.
#include "http/server.h"

#include <algorithm>
#include <boost/asio.hpp>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "http/shore.h"

namespace caregrid::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

// A named executor instead of any_io_executor, as in shore.cpp.
using Executor = asio::io_context::executor_type;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using AwaitError = asio::as_tuple_t<asio::use_awaitable_t<Executor>>;

}  // namespace

struct Server::Body {
  Harbour harbour;
  std::vector<std::unique_ptr<Shore>> shores;
  asio::io_context context{1};
  Acceptor acceptor{context};
  asio::basic_signal_set<Executor> signals{context};
  Timer deadline{context};

  Body(ServerOptions options, Handler& handler) : harbour(std::move(options), handler) {
    for (std::size_t i = 0; i < std::max<std::size_t>(harbour.options.io_threads, 1); ++i) {
      shores.push_back(std::make_unique<Shore>(harbour));
    }
  }

  Awaitable<void> accept_all() {
    for (std::size_t turn = 0; acceptor.is_open(); ++turn) {
      auto [failed, socket] = co_await acceptor.async_accept(AwaitError());
      if (failed || harbour.connections >= harbour.options.connections_max) {
        // Out of descriptors or full: wait a moment instead of spinning.
        Timer pause(context, milliseconds(failed ? 50 : 0));
        co_await pause.async_wait(AwaitError());
        continue;
      }
      error_code ignored;
      const bool is_ipv6 = socket.local_endpoint(ignored).protocol() == tcp::v6();
      const int descriptor = socket.release(ignored);
      if (!ignored) {
        shores[turn % shores.size()]->adopt(descriptor, is_ipv6);
      }
    }
  }

  /// On the first thread: no new connections, idle ones end, the rest get their time.
  void wind_down() {
    if (harbour.is_stopping.exchange(true)) {
      return;
    }
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    for (const auto& shore : shores) {
      shore->end_idle();
    }
    deadline.expires_after(std::chrono::seconds(harbour.options.stop_seconds));
    deadline.async_wait([this](const error_code& failed) {
      if (!failed) {
        for (const auto& shore : shores) {
          shore->stop();
        }
        context.stop();
      }
    });
    asio::co_spawn(context, watch_end(), asio::detached);
  }

  /// Lets go of the deadline once the last connection is gone.
  Awaitable<void> watch_end() {
    Timer pause(context);
    while (harbour.connections != 0) {
      pause.expires_after(milliseconds(10));
      co_await pause.async_wait(AwaitError());
    }
    deadline.cancel();
  }
};

Server::Server(ServerOptions options, Handler& handler)
    : body_(std::make_unique<Body>(std::move(options), handler)) {}

Server::~Server() {
  body_->harbour.readers.stop();
  body_->harbour.writers.stop();
}

core::Result<std::uint16_t> Server::listen() {
  const auto& options = body_->harbour.options;
  error_code failed;
  const auto address = asio::ip::make_address(options.host, failed);
  const tcp::endpoint endpoint(address, options.port);
  auto& acceptor = body_->acceptor;
  const auto step = [&](auto act) {
    if (!failed) {
      act();
    }
  };
  step([&] { acceptor.open(endpoint.protocol(), failed); });
  step([&] { acceptor.set_option(tcp::acceptor::reuse_address(true), failed); });
  step([&] { acceptor.bind(endpoint, failed); });
  step([&] { acceptor.listen(1024, failed); });
  if (failed) {
    return core::failure(
        core::Code::unavailable, "serve.address",
        options.host + ":" + std::to_string(options.port) + ": " + failed.message());
  }
  return acceptor.local_endpoint(failed).port();
}

void Server::run() {
  auto& body = *body_;
  error_code ignored;
  body.signals.add(SIGTERM, ignored);
  body.signals.add(SIGINT, ignored);
  body.signals.async_wait([&body](const error_code& failed, int) {
    if (!failed) {
      body.wind_down();
    }
  });
  asio::co_spawn(body.context, body.accept_all(), asio::detached);
  std::vector<std::thread> threads;
  for (const auto& shore : body.shores) {
    threads.emplace_back([&shore = *shore] { shore.run(); });
  }
  body.context.run();
  for (const auto& shore : body.shores) {
    shore->finish();
  }
  for (auto& thread : threads) {
    thread.join();
  }
}

void Server::stop() {
  asio::post(body_->context, [this] { body_->wind_down(); });
}

}  // namespace caregrid::http
