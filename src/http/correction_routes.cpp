// Requests of families to have a record put right, and the county's answers.
#include <tuple>

#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/correction.h"

namespace caregrid::http {
namespace {

struct CorrectionInput {
  registry::CorrectionId id;
  std::string about;
  std::string wish;
};

struct AnswerInput {
  registry::CorrectionState state = registry::CorrectionState::open;
  std::string answer;
};

struct CorrectionShape {
  registry::CorrectionId id;
  registry::ChildId child;
  std::string asked_by;
  std::string about;
  std::string wish;
  core::Instant asked_at;
  core::Date due_on;
  bool overdue = false;
  registry::CorrectionState state = registry::CorrectionState::open;
  std::string answer;
  std::optional<core::Instant> answered_at;
};

struct CorrectionList {
  int waiting = 0;
  int overdue = 0;
  std::vector<CorrectionShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::CorrectionInput> {
  using It = http::CorrectionInput;
  static constexpr std::string_view name = "NewCorrection";
  static constexpr auto fields =
      std::tuple{field("id", &It::id, "Made by the client"),
                 field("about", &It::about, "Which part of the record"),
                 field("wish", &It::wish, "What is wrong and what is right")};
};

template <>
struct Describe<http::AnswerInput> {
  using It = http::AnswerInput;
  static constexpr std::string_view name = "CorrectionAnswer";
  static constexpr auto fields =
      std::tuple{field("state", &It::state, "done or refused"),
                 field("answer", &It::answer, "To the family; a refusal with its reasons")};
};

template <>
struct Describe<http::CorrectionShape> {
  using It = http::CorrectionShape;
  static constexpr std::string_view name = "Correction";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("child", &It::child),
                 field("asked_by", &It::asked_by),
                 field("about", &It::about),
                 field("wish", &It::wish),
                 field("asked_at", &It::asked_at),
                 field("due_on", &It::due_on, "Fifteen working days after it was asked"),
                 field("overdue", &It::overdue),
                 field("state", &It::state),
                 field("answer", &It::answer),
                 field("answered_at", &It::answered_at)};
};

template <>
struct Describe<http::CorrectionList> {
  using It = http::CorrectionList;
  static constexpr std::string_view name = "Corrections";
  static constexpr auto fields = std::tuple{
      field("waiting", &It::waiting), field("overdue", &It::overdue), field("items", &It::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

CorrectionShape shape_of(const access::Call& call, const registry::Correction& correction) {
  return {correction.id,
          correction.child,
          correction.asked_by_name,
          correction.about,
          correction.wish,
          correction.asked_at,
          correction.due_on,
          correction.is_overdue(call.today),
          correction.state,
          correction.answer,
          correction.answered_at};
}

core::Result<CorrectionList> list_of(const access::Call& call,
                                     const core::Result<std::vector<registry::Correction>>& found) {
  if (!found) {
    return found.error();
  }
  CorrectionList list;
  for (const registry::Correction& correction : *found) {
    list.items.push_back(shape_of(call, correction));
    list.waiting += correction.state == registry::CorrectionState::open ? 1 : 0;
    list.overdue += list.items.back().overdue ? 1 : 0;
  }
  return list;
}

core::Result<CorrectionList> list_corrections(const access::Call& call, const Visit& visit,
                                              const NoQuery&) {
  const auto id = visit.id<registry::ChildTag>(0);
  return id ? list_of(call, registry::list_corrections(call, *id))
            : core::Result<CorrectionList>(id.error());
}

core::Result<CorrectionList> list_all(const access::Call& call, const Visit&, const NoQuery&) {
  return list_of(call, registry::list_all_corrections(call));
}

core::Result<CorrectionShape> ask(const access::Call& call, const Visit& visit,
                                  const CorrectionInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  registry::Correction wish;
  wish.id = input.id;
  wish.child = *id;
  wish.about = input.about;
  wish.wish = input.wish;
  const auto asked = registry::ask_correction(call, wish);
  return asked ? core::Result<CorrectionShape>(shape_of(call, *asked))
               : core::Result<CorrectionShape>(asked.error());
}

core::Result<CorrectionShape> answer(const access::Call& call, const Visit& visit,
                                     const AnswerInput& input) {
  const auto id = visit.id<registry::CorrectionTag>(0);
  if (!id) {
    return id.error();
  }
  const auto answered = registry::answer_correction(call, *id, input.state, input.answer);
  return answered ? core::Result<CorrectionShape>(shape_of(call, *answered))
                  : core::Result<CorrectionShape>(answered.error());
}

}  // namespace

void add_correction_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/children/{id}/corrections", "list_corrections",
            "What a family asked to have put right, with the answers"},
           list_corrections);
  add_write(table,
            {Method::post, "/api/children/{id}/corrections", "ask_correction",
             "Asks the county to put a record right"},
            ask);
  add_read(table,
           {Method::get, "/api/corrections", "list_all_corrections",
            "Requests for correction, those due first"},
           list_all);
  add_write(table,
            {Method::post, "/api/corrections/{id}/answer", "answer_correction",
             "Answers a request in writing"},
            answer);
}

}  // namespace caregrid::http
