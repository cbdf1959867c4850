// Shows that signed roots and anchors come back as they were written, that each flipped bit of a
// note is told, and that an anchor cut off anywhere keeps its whole notes.
#include "access/checkpoint.h"

#include <doctest/doctest.h>

#include "core/memory_files.h"
#include "core/rng.h"

namespace caregrid::access {
namespace {

Checkpoint checkpoint_of(std::int64_t size) {
  return {990'601, {size, core::sha256(core::as_bytes(std::to_string(size)))}, {size * 7}};
}

TEST_CASE("a signed root is read back, and no bit of it may differ") {
  core::SeededRng rng(1);
  const JournalKey key = JournalKey::make(rng);
  const std::string note = sign_checkpoint(checkpoint_of(1'024), key);
  CHECK(open_checkpoint(note, key.public_key()).value() == checkpoint_of(1'024));
  CHECK(open_checkpoint(note, JournalKey::make(rng).public_key()).error().reason ==
        "journal.note_signature");
  for (std::size_t bit = 0; bit < 8 * note.size(); ++bit) {
    std::string other = note;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(open_checkpoint(other, key.public_key()).ok());
  }
  CHECK_FALSE(open_checkpoint("", key.public_key()).ok());
  CHECK_FALSE(open_checkpoint(note + "\n", key.public_key()).ok());
}

TEST_CASE("keys are read back from their texts, and nothing else is a key") {
  core::SeededRng rng(1);
  const JournalKey key = JournalKey::make(rng);
  CHECK(JournalKey::parse(key.text()).value().public_key() == key.public_key());
  CHECK(PublicKey::parse(key.public_key().text()) == key.public_key());
  for (const std::string text : {"", "caregrid-journal", "caregrid-journal+00000000+AQ==", "+"}) {
    CHECK_FALSE(PublicKey::parse(text).has_value());
    CHECK_FALSE(JournalKey::parse(text).ok());
  }
}

TEST_CASE("an anchor cut off at any byte keeps the notes that are whole, and goes on") {
  core::SeededRng rng(1);
  const JournalKey key = JournalKey::make(rng);
  core::MemoryFileSystem files;
  const std::string path = anchor_path("/anchors", 990'601);
  const std::vector<std::string> notes{sign_checkpoint(checkpoint_of(5), key),
                                       sign_checkpoint(checkpoint_of(9), key)};
  CHECK(append_anchor(files, path, key.public_key(), {notes[0]}).ok());
  CHECK(append_anchor(files, path, key.public_key(), {notes[1]}).ok());
  const std::string whole = core::read_file(files, path, 10'000).value();
  const Anchor anchor{key.public_key(), notes, false};
  CHECK(parse_anchor(whole).value() == anchor);
  CHECK(append_anchor(files, path, JournalKey::make(rng).public_key(), notes).error().reason ==
        "journal.anchor_key");
  const std::size_t first_end = to_text({key.public_key(), {notes[0]}, false}).size();
  for (std::size_t size = first_end; size < whole.size(); ++size) {
    const auto cut = parse_anchor(std::string_view(whole).substr(0, size));
    CHECK(cut.value().notes.size() == 1);
    CHECK(cut.value().is_torn == (size != first_end));
    CHECK(core::write_file(files, path, core::as_bytes(whole).first(size)).ok());
    CHECK(append_anchor(files, path, key.public_key(), {notes[1]}).ok());
    CHECK(read_anchor(files, path).value().value() == anchor);
  }
  CHECK_FALSE(parse_anchor("no anchor").ok());
}

}  // namespace
}  // namespace caregrid::access
