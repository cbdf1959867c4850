#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "core/clock.h"
#include "core/describe.h"
#include "core/hash.h"
#include "core/id.h"
#include "core/result.h"
#include "intake/catalogue.h"
#include "intake/mapping.h"

namespace caregrid::intake {

struct MappingTag;
using MappingId = core::Id<MappingTag>;

/// One column a saved mapping knows.
struct SavedColumn {
  int column = 0;  ///< From 0.
  std::string header;
  std::optional<std::string> field;  ///< None: belongs to no field.

  bool operator==(const SavedColumn&) const = default;
};

/// What the columns of one header mean, as a person last said for the county.
struct SavedMapping {
  MappingId id;
  std::string kind;
  core::Digest fingerprint{};
  std::string name;             ///< At first that of the file.
  std::int64_t header_row = 0;  ///< As the person set it.
  std::vector<SavedColumn> columns;
  std::optional<std::string> sender;
  std::optional<ListRole> role;
  std::int64_t uses = 0;
  core::Instant used_at;
};

struct SavedMappings {
  std::vector<SavedMapping> items;  ///< The last used first, at most `saved_mappings_max`.
};
inline constexpr int saved_mappings_max = 200;

/// What a header is known by: its words column by column, as `normalise_header` writes them.
core::Digest fingerprint_of(const SheetMapping& sheet);

/// Gives a sheet the meaning that was saved for exactly its header, and says so in `sheet.saved`;
/// false when there is none or it no longer fits the catalogue. Cost: one look-up.
core::Result<bool> use_saved(const access::Call& call, const Catalogue& catalogue,
                             SheetMapping& sheet);

/// Remembers what a person said of a sheet, in place of what was remembered of the same header and
/// kind; the name it had stays. In the door.
core::Result<void> remember(const access::Call& call, const SheetMapping& sheet,
                            const std::string& file);

/// Errors: forbidden.
core::Result<SavedMappings> list_saved(const access::Call& call);

/// Errors: forbidden; not_found "mapping.not_found"; invalid "mapping.name" when empty or longer
/// than 200 bytes. In the door.
core::Result<SavedMapping> rename_saved(const access::Call& call, const MappingId& id,
                                        const std::string& name);
/// Errors: forbidden; not_found "mapping.not_found". In the door.
core::Result<void> delete_saved(const access::Call& call, const MappingId& id);

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::SavedColumn> {
  using It = intake::SavedColumn;
  static constexpr std::string_view name = "SavedColumn";
  static constexpr auto fields =
      std::tuple{field("column", &It::column, "Counted from 0"), field("header", &It::header),
                 field("field", &It::field)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::SavedMapping> {
  using It = intake::SavedMapping;
  static constexpr std::string_view name = "SavedMapping";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("kind", &It::kind),
                 field("name", &It::name),
                 field("columns", &It::columns),
                 field("sender", &It::sender),
                 field("role", &It::role),
                 field("uses", &It::uses, "How many files it was used for"),
                 field("used_at", &It::used_at)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::SavedMappings> {
  using It = intake::SavedMappings;
  static constexpr std::string_view name = "SavedMappings";
  static constexpr auto fields = std::tuple{field("items", &It::items)};
};
