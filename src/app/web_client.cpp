#include "app/web_client.h"

#include <curl/curl.h>

#include <string>
#include <string_view>
#include <utility>

namespace caregrid::app {
namespace {

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeHeaders {
  void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using Headers = std::unique_ptr<curl_slist, FreeHeaders>;

/// Takes a piece of the body; taking less than was given ends the transfer.
std::size_t take_piece(const char* bytes, std::size_t unit, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  const std::size_t size = unit * count;
  if (body.size() + size > access::web_answer_bytes_max) {
    return 0;
  }
  body.append(bytes, size);
  return size;
}

core::Error unreachable(std::string why) {
  return core::failure(core::Code::unavailable, "provider.unreachable", std::move(why));
}

Headers headers_of(const access::WebRequest& request) {
  curl_slist* list = curl_slist_append(nullptr, "Accept: application/json");
  if (!request.authorization.empty()) {
    const std::string line = "Authorization: " + request.authorization;
    list = curl_slist_append(list, line.c_str());
  }
  return Headers(list);
}

class CurlClient final : public access::WebClient {
 public:
  explicit CurlClient(const Patience& patience)
      : is_ready_(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK), patience_(patience) {}
  ~CurlClient() override {
    if (is_ready_) {
      curl_global_cleanup();
    }
  }

  core::Result<access::WebAnswer> send(const access::WebRequest& request) override;

 private:
  [[nodiscard]] bool prepare(CURL* handle, const access::WebRequest& request) const;

  bool is_ready_;
  Patience patience_;
};

bool CurlClient::prepare(CURL* handle, const access::WebRequest& request) const {
  const bool is_secure = request.url.starts_with("https://");
  const auto set = [handle](CURLoption option, auto value) {
    return curl_easy_setopt(handle, option, value) == CURLE_OK;
  };
  bool is_set =
      set(CURLOPT_URL, request.url.c_str()) && set(CURLOPT_NOSIGNAL, 1L) &&
      set(CURLOPT_PROTOCOLS_STR, is_secure ? "https" : "http") && set(CURLOPT_FOLLOWLOCATION, 0L) &&
      set(CURLOPT_SSL_VERIFYPEER, 1L) && set(CURLOPT_SSL_VERIFYHOST, 2L) &&
      set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
      set(CURLOPT_CONNECTTIMEOUT_MS, patience_.connect_ms) &&
      set(CURLOPT_TIMEOUT_MS, patience_.total_ms) && set(CURLOPT_WRITEFUNCTION, take_piece);
  if (!is_secure) {  // This very machine is not reached through a proxy.
    is_set = is_set && set(CURLOPT_NOPROXY, "*");
  }
  if (!request.form.empty()) {
    is_set = is_set && set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.form.size())) &&
             set(CURLOPT_POSTFIELDS, request.form.c_str());
  }
  return is_set;
}

core::Result<access::WebAnswer> CurlClient::send(const access::WebRequest& request) {
  const Handle handle(is_ready_ ? curl_easy_init() : nullptr);
  const Headers headers = headers_of(request);
  access::WebAnswer answer;
  if (!handle || !headers || !prepare(handle.get(), request) ||
      curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get()) != CURLE_OK ||
      curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body) != CURLE_OK) {
    return unreachable("curl");
  }
  const CURLcode done = curl_easy_perform(handle.get());
  if (done != CURLE_OK) {
    return unreachable(done == CURLE_WRITE_ERROR ? "size" : curl_easy_strerror(done));
  }
  long status = 0;
  if (curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status) != CURLE_OK) {
    return unreachable("curl");
  }
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace

std::unique_ptr<access::WebClient> make_web_client(const Patience& patience) {
  return std::make_unique<CurlClient>(patience);
}

}  // namespace caregrid::app
