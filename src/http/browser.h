#pragma once

#include <string>
#include <string_view>

#include "access/sessions.h"
#include "http/route.h"

namespace caregrid::http {

/// The browser a request comes from: its address (`client_of`), its cookies, what it calls itself.
access::Browser browser_of(const Visit& visit);

/// The origin passkeys are bound to: the one the server was told, or, told none, this machine's own
/// name as the browser calls it; empty for any other.
std::string origin_of(const Visit& visit);

/// "Chrome, Windows" for a User-Agent; "" when it is none we know. Only to tell devices apart.
std::string device_name(std::string_view user_agent);

/// Gives the browser its session, and its device cookie when there is a new one. Cookies are
/// HttpOnly and SameSite=Lax; behind TLS they are Secure and bear the `__Host-` prefix.
void set_cookies(const Visit& visit, Response& response, const access::SessionGrant& grant);

/// The cookie by which a browser that comes back from the identity provider is known again.
std::string_view provider_cookie(const Site& site);
/// Sets it for five minutes; with an empty token, takes it away.
void set_provider_cookie(const Visit& visit, Response& response, std::string_view token);

/// Takes the session away, and with it what the browser stored of the people it showed.
void clear_session(const Visit& visit, Response& response);

}  // namespace caregrid::http
