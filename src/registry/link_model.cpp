#include "registry/link_model.h"

#include <span>

#include "core/check.h"
#include "core/json.h"
#include "registry/link_prior.h"

namespace caregrid::registry {
namespace {

using core::json::View;
using core::json::Writer;

/// Fewer records than this hold too few pairs of one child to learn each level from.
constexpr std::size_t records_min = 1'000;

void write_levels(Writer& json, std::string_view name, const stats::Levels& levels) {
  json.key(name).begin_array();
  for (const double level : levels) {
    json.number(level);
  }
  json.end_array();
}

double number_in(View object, std::string_view member) {
  const auto found = object.find(member);
  return (found ? found->as_number() : std::nullopt).value_or(0);
}

bool read_levels(View object, std::string_view member, stats::Levels& levels) {
  const auto found = object.find(member);
  if (!found || found->size() != levels.size()) {
    return false;
  }
  for (std::size_t i = 0; i < levels.size(); ++i) {
    levels[i] = found->at(i).as_number().value_or(0);
  }
  return true;
}

double pairs_of(std::size_t records) {
  const auto count = static_cast<double>(records);
  return count * (count - 1) / 2;
}

}  // namespace

bool teaches_enough(std::size_t records) { return records >= records_min; }

stats::LinkageModel prior_link_model(std::size_t records) {
  auto model = read_link_model(prior_model);
  core::check(model.has_value());
  const double share = static_cast<double>(records) / prior_records;
  model->pairs = pairs_of(records);
  model->matches *= share;
  model->households *= share;
  return std::move(*model);
}

std::string to_json(const stats::LinkageModel& model) {
  Writer json;
  json.begin_object().key("pairs").number(model.pairs).key("matches").number(model.matches);
  json.key("households").number(model.households).key("fields").begin_array();
  for (const stats::FieldModel& field : model.fields) {
    json.begin_object();
    write_levels(json, "match", field.match);
    write_levels(json, "rest", field.rest);
    write_levels(json, "household", field.household);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::optional<stats::LinkageModel> read_link_model(std::string_view json) {
  const auto document = core::json::Document::parse(json);
  if (!document) {
    return std::nullopt;
  }
  const View root = document->root();
  stats::LinkageModel model;
  model.pairs = number_in(root, "pairs");
  model.matches = number_in(root, "matches");
  model.households = number_in(root, "households");
  const auto fields = root.find("fields");
  for (std::size_t i = 0; fields && i < fields->size(); ++i) {
    stats::FieldModel field;
    const View stored = fields->at(i);
    if (!read_levels(stored, "match", field.match) || !read_levels(stored, "rest", field.rest) ||
        !read_levels(stored, "household", field.household)) {
      return std::nullopt;
    }
    model.fields.push_back(field);
  }
  return model.fields.empty() ? std::nullopt : std::optional(std::move(model));
}

}  // namespace caregrid::registry
