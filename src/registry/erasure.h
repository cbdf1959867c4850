#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/describe.h"
#include "core/function_ref.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

struct ErasureTag;
using ErasureId = core::Id<ErasureTag>;

/// Why a child's data are erased. Source: domain handbook 7, P-10.
enum class ErasureGround : std::uint8_t {
  guardian_request,
  consent_withdrawn,
  purpose_ended,
  unlawful_record,
};

/// What an erasure destroyed, in numbers: proof that does not name anybody.
struct ErasureCertificate {
  ErasureId id;
  ChildId child;
  ErasureGround ground = ErasureGround::guardian_request;
  core::Instant requested_at;
  core::Instant erased_at;
  std::int64_t journal_seq = 0;  ///< The journal's entry of the erasure.
  std::int64_t keys = 0;         ///< 1: the child's key; what it sealed can be read nowhere again.
  std::int64_t statements = 0;
  std::int64_t index_entries = 0;      ///< Of numbers, rows, phones and lists.
  std::int64_t records_elsewhere = 0;  ///< Needs, consents, corrections and the like.
  std::int64_t texts = 0;              ///< Records with something written in people's own words.
  std::int64_t files = 0;              ///< Kept uploads and reject files that may name the child.
  /// Backups from before this moment are covered as soon as their keyrings are replaced.
  core::Instant covers_backups_before;
};

/// A wish to erase a child; done once it has a certificate.
struct Erasure {
  ErasureId id;
  ChildId child;
  ErasureGround ground = ErasureGround::guardian_request;
  core::Instant requested_at;
  access::AccountId requested_by;
  std::string certificate;  ///< JSON of an `ErasureCertificate`; empty while it waits.
};

/// Asks that a child be erased; a second person does it.
///
/// Errors: forbidden, not_found; conflict "erasure.held" with the reference while a proceeding
/// needs the record, "erasure.asked" when it has been asked for.
core::Result<Erasure> request_erasure(const access::Call& call, const ErasureId& id,
                                      const ChildId& child, ErasureGround ground);

/// Removes what other rooms keep of a child; how many records.
using ForgetElsewhere = core::FunctionRef<core::Result<std::int64_t>(const ChildId&)>;

/// Erases for good what was asked for: the child's key, everything sealed with it, its names in
/// lists and its blind indexes. A row without content stays, so that numbers and the journal hold.
///
/// Errors: as `request_erasure`; forbidden "erasure.same_person" to whoever asked for it; not_found
/// "erasure.not_found"; conflict "erasure.done".
core::Result<ErasureCertificate> confirm_erasure(const access::Call& call, const ErasureId& id,
                                                 ForgetElsewhere forget);

/// Newest first, at most 200.
core::Result<std::vector<Erasure>> list_erasures(const access::Call& call);

/// Keeps a child from being erased while a proceeding needs its record; `reference` names it, empty
/// lets go. Errors: forbidden, not_found, invalid "erasure.reference".
core::Result<void> hold_child(const access::Call& call, const ChildId& child,
                              std::string_view reference);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::ErasureGround> {
  using enum registry::ErasureGround;
  static constexpr std::string_view name = "ErasureGround";
  static constexpr std::array values = {ValueOf{guardian_request, "guardian_request"},
                                        ValueOf{consent_withdrawn, "consent_withdrawn"},
                                        ValueOf{purpose_ended, "purpose_ended"},
                                        ValueOf{unlawful_record, "unlawful_record"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::ErasureCertificate> {
  using It = registry::ErasureCertificate;
  static constexpr std::string_view name = "ErasureCertificate";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("child", &It::child),
      field("ground", &It::ground),
      field("requested_at", &It::requested_at),
      field("erased_at", &It::erased_at),
      field("journal_seq", &It::journal_seq, "The journal's entry of the erasure"),
      field("keys", &It::keys),
      field("statements", &It::statements),
      field("index_entries", &It::index_entries),
      field("records_elsewhere", &It::records_elsewhere,
            "Needs, consents, corrections and the like"),
      field("texts", &It::texts, "Notes and reasons in people's own words"),
      field("files", &It::files, "Kept uploads and reject files that may name the child"),
      field("covers_backups_before", &It::covers_backups_before)};
};
