#include "http/browser.h"

#include <array>
#include <utility>

#include "http/guard.h"
#include "http/service.h"

namespace caregrid::http {
namespace {

/// 400 days, the most a browser keeps a cookie; each sign-in starts them anew.
constexpr std::string_view device_age = "; Max-Age=34560000";

std::string_view device_cookie(const Site& site) {
  return site.is_behind_tls ? "__Host-caregrid_device" : "caregrid_device";
}

void set_cookie(const Visit& visit, Response& response, std::string_view name,
                std::string_view value, std::string_view age) {
  std::string cookie(name);
  cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax").append(age);
  if (visit.site.is_behind_tls) {
    cookie += "; Secure";
  }
  response.set("Set-Cookie", std::move(cookie));
}

using Mark = std::pair<std::string_view, std::string_view>;

template <std::size_t count>
std::string_view name_in(const std::array<Mark, count>& marks, std::string_view text) {
  for (const auto& [mark, name] : marks) {
    if (text.find(mark) != std::string_view::npos) {
      return name;
    }
  }
  return {};
}

}  // namespace

access::Browser browser_of(const Visit& visit) {
  const Request& request = visit.request;
  return {.address = std::string(client_of(request, visit.site.is_behind_tls)),
          .device_token = std::string(request.cookie(device_cookie(visit.site))),
          .session_token = std::string(request.cookie(session_cookie(visit.site))),
          .name = device_name(request.header("User-Agent"))};
}

std::string origin_of(const Visit& visit) {
  const std::string_view host = visit.request.header("Host");
  const bool is_own_machine = host == "localhost" || host.starts_with("localhost:");
  return visit.site.origin.empty() && is_own_machine ? "http://" + std::string(host)
                                                     : visit.site.origin;
}

std::string device_name(std::string_view user_agent) {
  // In this order: most browsers name others too, and Android calls itself Linux.
  constexpr std::array browsers{Mark{"MicroMessenger", "WeChat"}, Mark{"Edg", "Edge"},
                                Mark{"HuaweiBrowser", "Huawei"},  Mark{"QQBrowser", "QQ"},
                                Mark{"MiuiBrowser", "Xiaomi"},    Mark{"Firefox", "Firefox"},
                                Mark{"Chrome", "Chrome"},         Mark{"Safari", "Safari"}};
  constexpr std::array systems{Mark{"Android", "Android"}, Mark{"iPhone", "iPhone"},
                               Mark{"iPad", "iPad"},       Mark{"Windows", "Windows"},
                               Mark{"Mac OS", "macOS"},    Mark{"OpenHarmony", "HarmonyOS"},
                               Mark{"Linux", "Linux"}};
  std::string name(name_in(browsers, user_agent));
  const std::string_view system = name_in(systems, user_agent);
  if (!name.empty() && !system.empty()) {
    name += ", ";
  }
  return name.append(system);
}

void set_cookies(const Visit& visit, Response& response, const access::SessionGrant& grant) {
  set_cookie(visit, response, session_cookie(visit.site), grant.token, {});
  if (!grant.device_token.empty()) {
    set_cookie(visit, response, device_cookie(visit.site), grant.device_token, device_age);
  }
}

std::string_view provider_cookie(const Site& site) {
  return site.is_behind_tls ? "__Host-caregrid_provider" : "caregrid_provider";
}

void set_provider_cookie(const Visit& visit, Response& response, std::string_view token) {
  set_cookie(visit, response, provider_cookie(visit.site), token,
             token.empty() ? "; Max-Age=0" : "; Max-Age=300");
}

void clear_session(const Visit& visit, Response& response) {
  set_cookie(visit, response, session_cookie(visit.site), {}, "; Max-Age=0");
  // Not "cookies": that would forget the device, and the next sign-in would look like a stranger's.
  response.set("Clear-Site-Data", "\"cache\", \"storage\"");
}

}  // namespace caregrid::http
