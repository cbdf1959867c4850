// Shows that ids follow RFC 9562, sort by creation, and are read only in their one written form.
// The first case is the RFC's own UUIDv7 example, fed with the RFC's random bits.
#include "core/id.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace caregrid::core {
namespace {

struct ChildTag;
using ChildId = Id<ChildTag>;

/// Gives the same bytes again and again.
class FixedRng final : public Rng {
 public:
  explicit FixedRng(IdBytes bytes) : bytes_(bytes) {}
  void fill(std::span<std::byte> bytes) override {
    std::copy_n(bytes_.begin(), bytes.size(), bytes.begin());
  }

 private:
  IdBytes bytes_;
};

TEST_CASE("UUIDv7 of RFC 9562, appendix A.6") {
  IdBytes random{};
  REQUIRE(from_hex("0000000000000cc318c4dc0c0c07398f", random));
  FixedRng rng(random);
  const auto id = ChildId::make(Instant{1'645'557'742'000'000}, rng);
  CHECK(id.text() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST_CASE("ids of later milliseconds sort later, whatever the random bits") {
  SeededRng rng(7);
  std::vector<ChildId> ids;
  for (std::int64_t millis = 0; millis < 1000; ++millis) {
    ids.push_back(ChildId::make(Instant{(1'790'000'000'000 + millis) * 1000}, rng));
  }
  CHECK(std::ranges::is_sorted(ids));
}

TEST_CASE("a derived id depends on the name alone and is of version 8") {
  const auto id = ChildId::derive("620524/import/1/1");
  CHECK(id == ChildId::derive("620524/import/1/1"));
  CHECK(id != ChildId::derive("620524/import/1/2"));
  CHECK(id.text()[14] == '8');
  CHECK(std::string_view("89ab").find(id.text()[19]) != std::string_view::npos);
}

TEST_CASE("only the written form is read") {
  struct Row {
    std::string_view text;
    bool is_id;
  };
  constexpr std::array rows = {
      Row{"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true},
      Row{"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", true},
      Row{"00000000-0000-0000-0000-000000000000", true},
      Row{"017f22e279b07cc398c4dc0c0c07398f", false},
      Row{"017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
      Row{"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", false},
      Row{"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false},
      Row{"{17f22e2-79b0-7cc3-98c4-dc0c0c07398f}", false},
      Row{"017f22e2-79b0-7cc3-98c4-dc0c0c07-98f", false},
      Row{"", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(ChildId::parse(row.text).has_value() == row.is_id);
  }
  const auto id = ChildId::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  REQUIRE(id.has_value());
  CHECK(id->text() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST_CASE("a stored blob of 16 bytes comes back, any other does not") {
  const auto id = ChildId::derive("a name");
  CHECK(ChildId::from(id.view()) == id);
  CHECK_FALSE(ChildId::from(id.view().first(15)).has_value());
  CHECK(ChildId{}.is_nil());
  CHECK_FALSE(id.is_nil());
}

TEST_CASE("hashes of a thousand ids differ") {
  SeededRng rng(11);
  std::unordered_set<std::size_t> hashes;
  for (int i = 0; i < 1000; ++i) {
    hashes.insert(std::hash<ChildId>{}(ChildId::make(Instant{0}, rng)));
  }
  CHECK(hashes.size() == 1000);
}

}  // namespace
}  // namespace caregrid::core
