#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "assessment/exports.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::assessment {

struct PublicationTag;
using PublicationId = core::Id<PublicationTag>;

/// What a published table counts.
enum class Measure : std::uint8_t { children, needs, served };

/// By what. A closed list: nothing below townships, nothing that names a school or a family.
enum class Dimension : std::uint8_t { township, sex, age, kind, tier };

/// What somebody wants published.
struct PublicationWish {
  Measure what = Measure::children;
  std::vector<Dimension> by;  ///< One to three, each once.
};

struct Category {
  std::string key;    ///< A division code, "female", "6-11", "mentor", "1".
  std::string label;  ///< The name of a place; empty where the key says it.
};

/// A table of counts from which nobody can be worked out.
struct Publication {
  PublicationId id;
  Measure what = Measure::children;
  std::vector<Dimension> by;
  core::Date day;
  core::Instant published_at;
  std::int64_t threshold = 5;
  std::vector<std::vector<Category>> categories;  ///< One list for each dimension, totals left out.
  /// Row-major; each dimension has its categories and then its total. None: hidden.
  std::vector<std::optional<std::int64_t>> counts;
};

/// What is told of a publication in lists.
struct PublicationHead {
  PublicationId id;
  Measure what = Measure::children;
  std::vector<Dimension> by;
  core::Date day;
  core::Instant published_at;
};
struct PublicationList {
  std::vector<PublicationHead> items;  ///< Newest first, at most 100.
};

/// Counts, hides what must be hidden, audits it with everything published before, and publishes it
/// to everybody who may see open figures. Run it through `access::Door::submit`.
///
/// Errors: forbidden; invalid "publication.dimensions"; conflict "publication.difference".
/// Cost: one statement, and the time of `stats::suppress`.
core::Result<Publication> publish_counts(const access::Call& call, const PublicationId& id,
                                         const PublicationWish& wish);

/// Errors: forbidden, not_found "publication.not_found".
core::Result<Publication> find_publication(const access::Call& call, const PublicationId& id);

/// Errors: forbidden.
core::Result<PublicationList> list_publications(const access::Call& call);

/// Writes a published table as a file, "·" for what is hidden; gives its rows.
core::Result<std::int64_t> export_publication(const Publication& publication,
                                              const ExportFile& file);

}  // namespace caregrid::assessment

namespace caregrid::core {

template <>
struct Describe<assessment::Measure> {
  using enum assessment::Measure;
  static constexpr std::string_view name = "Measure";
  static constexpr std::array values{ValueOf{children, "children"}, ValueOf{needs, "needs"},
                                     ValueOf{served, "served"}};
};

template <>
struct Describe<assessment::Dimension> {
  using enum assessment::Dimension;
  static constexpr std::string_view name = "Dimension";
  static constexpr std::array values{ValueOf{township, "township"}, ValueOf{sex, "sex"},
                                     ValueOf{age, "age"}, ValueOf{kind, "kind"},
                                     ValueOf{tier, "tier"}};
};

template <>
struct Describe<assessment::PublicationWish> {
  using It = assessment::PublicationWish;
  static constexpr std::string_view name = "PublicationWish";
  static constexpr auto fields = std::tuple{
      field("what", &It::what), field("by", &It::by, "One to three dimensions, each once")};
};

template <>
struct Describe<assessment::Category> {
  using It = assessment::Category;
  static constexpr std::string_view name = "Category";
  static constexpr auto fields =
      std::tuple{field("key", &It::key), field("label", &It::label, "Of places; else empty")};
};

template <>
struct Describe<assessment::Publication> {
  using It = assessment::Publication;
  static constexpr std::string_view name = "Publication";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("what", &It::what),
                 field("by", &It::by),
                 field("day", &It::day),
                 field("published_at", &It::published_at),
                 field("threshold", &It::threshold, "Counts from 1 to one less are hidden"),
                 field("categories", &It::categories, "Of each dimension, without the total"),
                 field("counts", &It::counts, "Row-major, totals last; null: hidden")};
};

template <>
struct Describe<assessment::PublicationHead> {
  using It = assessment::PublicationHead;
  static constexpr std::string_view name = "PublicationHead";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("what", &It::what), field("by", &It::by),
                 field("day", &It::day), field("published_at", &It::published_at)};
};

template <>
struct Describe<assessment::PublicationList> {
  using It = assessment::PublicationList;
  static constexpr std::string_view name = "PublicationList";
  static constexpr auto fields = std::tuple{field("items", &It::items)};
};

}  // namespace caregrid::core
