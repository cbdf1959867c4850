#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "intake/target.h"

namespace caregrid::intake {

/// A kind of record that can be imported, and what its sheets may hold.
struct Kind {
  std::string_view name;
  std::span<const Field> fields;
  bool keeps_extras = false;
  bool keeps_totals = false;
  std::span<const Format> formats = {};
};

using MakeTarget = std::function<std::unique_ptr<Target>()>;

/// All kinds the program can import, in the order they must go in: divisions, schools, children,
/// needs, offers. Filled once by `app`; read from any thread.
class Catalogue final {
 public:
  explicit Catalogue(std::vector<MakeTarget> makers);

  [[nodiscard]] std::span<const Kind> kinds() const { return kinds_; }
  [[nodiscard]] const Kind* find(std::string_view kind) const;
  /// Place in the order of import; one past the last for an unknown kind.
  [[nodiscard]] std::size_t order_of(std::string_view kind) const;
  /// A fresh target for one import; `kind` must be known.
  [[nodiscard]] std::unique_ptr<Target> make(std::string_view kind) const;

 private:
  std::vector<MakeTarget> makers_;
  std::vector<std::unique_ptr<Target>> prototypes_;  ///< Keep what `kinds_` points to alive.
  std::vector<Kind> kinds_;
};

}  // namespace caregrid::intake
