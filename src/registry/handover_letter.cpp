#include "registry/handover_letter.h"

#include "core/json_codec.h"

namespace caregrid::core {

template <>
struct Describe<registry::ParcelSource> {
  using It = registry::ParcelSource;
  static constexpr std::string_view name = "ParcelSource";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),     field("file", &It::file), field("sheet", &It::sheet),
                 field("kind", &It::kind), field("at", &It::at),     field("origin", &It::origin)};
};

template <>
struct Describe<registry::ParcelStatement> {
  using It = registry::ParcelStatement;
  static constexpr std::string_view name = "ParcelStatement";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("source", &It::source), field("row", &It::row),
                 field("content", &It::content), field("about", &It::about)};
};

template <>
struct Describe<registry::ParcelConsent> {
  using It = registry::ParcelConsent;
  static constexpr std::string_view name = "ParcelConsent";
  static constexpr auto fields = std::tuple{field("id", &It::id),
                                            field("purpose", &It::purpose),
                                            field("answer", &It::answer),
                                            field("relation", &It::relation),
                                            field("method", &It::method),
                                            field("said_on", &It::said_on),
                                            field("expires_on", &It::expires_on),
                                            field("child_assent", &It::child_assent),
                                            field("text_version", &It::text_version),
                                            field("given_by", &It::given_by),
                                            field("data_kinds", &It::data_kinds),
                                            field("recipient", &It::recipient),
                                            field("evidence", &It::evidence)};
};

template <>
struct Describe<registry::ParcelPlace> {
  using It = registry::ParcelPlace;
  static constexpr std::string_view name = "ParcelPlace";
  static constexpr auto fields =
      std::tuple{field("county", &It::county), field("child", &It::child)};
};

template <>
struct Describe<registry::Parcel> {
  using It = registry::Parcel;
  static constexpr std::string_view name = "Parcel";
  static constexpr auto fields = std::tuple{
      field("sources", &It::sources), field("statements", &It::statements),
      field("consents", &It::consents), field("places", &It::places), field("past", &It::past)};
};

template <>
struct Describe<registry::LetterBody> {
  using It = registry::LetterBody;
  static constexpr std::string_view name = "LetterBody";
  static constexpr auto fields = std::tuple{field("parcel", &It::parcel),
                                            field("child", &It::child),
                                            field("peer_child", &It::peer_child),
                                            field("day", &It::day),
                                            field("name", &It::name),
                                            field("born_on", &It::born_on),
                                            field("from_name", &It::from_name),
                                            field("why", &It::why),
                                            field("note", &It::note),
                                            field("shielded", &It::shielded)};
};

}  // namespace caregrid::core

namespace caregrid::registry {
namespace {

/// A record of 100,000 statements; a letter by hand is bounded by what the server takes in.
constexpr core::json::Limits body_limits{std::size_t{128} << 20U, 16, 2'000'000};

}  // namespace

std::string write_body(const LetterBody& body) { return core::to_json(body); }

core::Result<LetterBody> read_body(std::string_view json) {
  auto body = core::from_json<LetterBody>(json, body_limits);
  return body ? std::move(body)
              : core::Result<LetterBody>(core::invalid("parcel", "parcel.format"));
}

}  // namespace caregrid::registry
