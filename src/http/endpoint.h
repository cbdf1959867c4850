#pragma once

#include <string>
#include <utility>

#include "access/call.h"
#include "core/json_codec.h"
#include "core/result.h"
#include "http/problem.h"
#include "http/query.h"
#include "http/route.h"

namespace caregrid::http {

/// A route that reads: query in, answer out, on one snapshot.
template <class Query, class Answer>
using Look = core::Result<Answer> (*)(const access::Call&, const Visit&, const Query&);

/// A route that writes: body in, answer out, inside the door.
template <class Input, class Answer>
using Act = core::Result<Answer> (*)(const access::Call&, const Visit&, const Input&);

/// The present state of what a write changes, for If-Match; none where it has no state to compare.
using Current = core::Result<std::string> (*)(const access::Call&, const Visit&);

/// A body without members, `{}`.
struct Nothing {};

/// The command id of a write: its Idempotency-Key.
/// Errors: invalid "command.key_missing", "command.key" (no UUID).
core::Result<access::CommandId> command_id(const Request& request);

/// Runs one write through the door: the JSON answer, or the stored one of an earlier send.
core::Result<std::string> submit(const Visit& visit, const Spec& spec, const std::string& input,
                                 Current current, access::Operate operate);

/// Reads on a snapshot, or takes the kept answer of the same question by somebody of the same role
/// and area on the same day, when nothing has changed in the county since.
core::Result<Response> read_cached(
    const Visit& visit, std::string_view question,
    core::FunctionRef<core::Result<std::string>(const access::Call&)> look);

/// The answer of a write, with its validator.
Response written(const Spec& spec, std::string body);

/// Adds the Idempotency-Key (and If-Match) header to what the document tells of a write.
std::vector<Parameter> write_parameters(bool has_current);

template <class Query, class Answer>
void add_read(RouteTable& table, const Spec& spec, Look<Query, Answer> look) {
  Route route;
  route.spec = spec;
  route.parameters = query_parameters<Query>(table.schemas);
  route.response_schema = core::schema_of<Answer>(table.schemas);
  route.handle = [look, id = spec.id](const Visit& visit) -> core::Result<Response> {
    const auto query = read_query<Query>(visit.request.query);
    if (!query) {
      return query.error();
    }
    std::string body;
    const auto done =
        visit.site.door.read(*visit.actor, id, [&](const access::Call& call) -> core::Result<void> {
          const auto answer = look(call, visit, *query);
          if (!answer) {
            return answer.error();
          }
          body = core::to_json(*answer);
          return {};
        });
    if (!done) {
      return done.error();
    }
    return json_response(200, std::move(body));
  };
  table.routes.push_back(std::move(route));
}

/// A route that reads what is asked for in a body: for questions that hold a name or a number,
/// which must not stand in an address. POST, with the headers of a write; no command is made.
template <class Input, class Answer>
void add_question(RouteTable& table, const Spec& spec, Look<Input, Answer> look) {
  Route route;
  route.spec = spec;
  route.request_schema = core::schema_of<Input>(table.schemas);
  route.response_schema = core::schema_of<Answer>(table.schemas);
  route.handle = [look, id = spec.id](const Visit& visit) -> core::Result<Response> {
    const auto input = core::from_json<Input>(visit.request.body);
    if (!input) {
      return input.error();
    }
    std::string body;
    const auto ask = [&](const access::Call& call) -> core::Result<void> {
      const auto answer = look(call, visit, *input);
      if (!answer) {
        return answer.error();
      }
      body = core::to_json(*answer);
      return {};
    };
    if (const auto done = visit.site.door.read(*visit.actor, id, ask); !done) {
      return done.error();
    }
    return json_response(200, std::move(body));
  };
  table.routes.push_back(std::move(route));
}

template <class Input, class Answer>
void add_write(RouteTable& table, const Spec& spec, Act<Input, Answer> act,
               Current current = nullptr) {
  Route route;
  route.spec = spec;
  route.parameters = write_parameters(current != nullptr);
  route.request_schema = core::schema_of<Input>(table.schemas);
  route.response_schema = core::schema_of<Answer>(table.schemas);
  route.handle = [spec, act, current](const Visit& visit) -> core::Result<Response> {
    const auto input = core::from_json<Input>(visit.request.body);
    if (!input) {
      return input.error();
    }
    const auto operate = [&](const access::Call& call) -> core::Result<std::string> {
      const auto answer = act(call, visit, *input);
      if (!answer) {
        return answer.error();
      }
      return core::to_json(*answer);
    };
    auto body = submit(visit, spec, core::to_json(*input), current, operate);
    if (!body) {
      return body.error();
    }
    return written(spec, std::move(*body));
  };
  table.routes.push_back(std::move(route));
}

/// A route that does everything itself: sessions, files, events.
Route& add_raw(RouteTable& table, const Spec& spec, Handle handle);

}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr auto fields = std::tuple{};
};
