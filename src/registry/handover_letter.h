#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "access/consent.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"
#include "registry/child.h"
#include "registry/handover.h"

namespace caregrid::registry {

struct LetterTag;
using LetterId = core::Id<LetterTag>;
struct StatementTag;
/// Names a statement for good, wherever it goes: the same one is not taken in twice.
using StatementId = core::Id<StatementTag>;

/// What one county tells another about a hand-over. The names are stored: append only.
enum class LetterKind : std::uint8_t {
  offer,
  withdrawal,  ///< The sender wants the offer back.
  withdrawn,   ///< The receiver agrees.
  refusal,
  acceptance,
  supplement,  ///< What was said of the child after the offer was made.
  erasure      ///< A county has erased its record of a child that was elsewhere too.
};

/// A sheet, or a person's entry, that statements came from.
struct ParcelSource {
  std::int64_t id = 0;  ///< Within the parcel.
  std::string file;
  std::string sheet;
  std::string kind;
  std::int64_t at = 0;      ///< Microseconds.
  std::int64_t origin = 0;  ///< The county where it was made.
};

/// A statement on its way.
struct ParcelStatement {
  StatementId id;
  std::int64_t source = 0;
  std::int64_t row = 0;
  std::string content;               ///< Base64 of `pack(ChildRecord)`.
  std::optional<StatementId> about;  ///< The statement an entry confirms, ends, corrects, undoes.
};

/// What a guardian consented to and goes along.
struct ParcelConsent {
  access::ConsentId id;
  std::string purpose;
  access::ConsentAnswer answer = access::ConsentAnswer::given;
  access::ConsentRelation relation = access::ConsentRelation::guardian;
  access::ConsentMethod method = access::ConsentMethod::paper;
  core::Date said_on;
  std::optional<core::Date> expires_on;
  std::optional<bool> child_assent;
  std::int64_t text_version = 1;
  std::string given_by;
  std::string data_kinds;
  std::string recipient;
  std::string evidence;
};

/// Who the child is in a county it has been in.
struct ParcelPlace {
  std::int64_t county = 0;
  ChildId child;
};

/// The part of a record that goes along.
struct Parcel {
  std::vector<ParcelSource> sources;
  std::vector<ParcelStatement> statements;
  std::vector<ParcelConsent> consents;
  std::vector<ParcelPlace> places;
  std::vector<HandoverId> past;
};

/// The inside of a letter; what a kind does not need is left out.
struct LetterBody {
  std::optional<Parcel> parcel;
  std::optional<ChildId> child;       ///< Who the child is in the county that writes.
  std::optional<ChildId> peer_child;  ///< And in the one that is written to.
  std::optional<core::Date> day;
  std::string name;
  std::string born_on;
  std::string from_name;  ///< Of the county that writes.
  std::string why;
  std::string note;
  bool shielded = false;
};

std::string write_body(const LetterBody& body);
/// Errors: invalid "parcel.format" for what `write_body` did not make.
core::Result<LetterBody> read_body(std::string_view json);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::LetterKind> {
  using enum registry::LetterKind;
  static constexpr std::string_view name = "LetterKind";
  static constexpr std::array values = {
      ValueOf{offer, "offer"},           ValueOf{withdrawal, "withdrawal"},
      ValueOf{withdrawn, "withdrawn"},   ValueOf{refusal, "refusal"},
      ValueOf{acceptance, "acceptance"}, ValueOf{supplement, "supplement"},
      ValueOf{erasure, "erasure"}};
};
