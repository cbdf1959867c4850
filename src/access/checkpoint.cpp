#include "access/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace caregrid::access {
namespace {

constexpr std::string_view origin_start = "caregrid/";
constexpr std::string_view signature_start = "— caregrid-journal ";
constexpr std::string_view anchor_heading = "# CareGrid journal anchor; key ";
constexpr std::int64_t anchor_bytes_max = std::int64_t{1} << 30U;

std::string body_of(const Checkpoint& checkpoint) {
  return std::string(origin_start) + std::to_string(checkpoint.county) + "\n" +
         std::to_string(checkpoint.head.size) + "\n" + to_base64(checkpoint.head.root) + "\nat " +
         std::to_string(checkpoint.at.micros) + "\n";
}

core::Error damaged_note() { return core::invalid("note", "journal.note_damaged"); }

/// Takes the text up to the next line feed off the front.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

bool read_number(std::string_view text, std::int64_t& number) {
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  return failed == std::errc{} && stop == end;
}

/// The number of a line that starts so.
bool read_number_after(std::string_view start, std::optional<std::string_view> line,
                       std::int64_t& number) {
  return line && line->starts_with(start) && read_number(line->substr(start.size()), number);
}

std::optional<Checkpoint> parse_body(std::string_view body) {
  Checkpoint checkpoint;
  const bool has_county = read_number_after(origin_start, take_line(body), checkpoint.county);
  const bool has_size = read_number_after("", take_line(body), checkpoint.head.size);
  const auto root_line = take_line(body);
  const auto root = root_line ? from_base64(*root_line) : std::nullopt;
  const bool has_time = read_number_after("at ", take_line(body), checkpoint.at.micros);
  if (!has_county || !has_size || !has_time || !root || root->size() != 32) {
    return std::nullopt;
  }
  std::ranges::copy(core::as_bytes(*root), checkpoint.head.root.begin());
  return checkpoint;
}

/// How many bytes at the start of the text are one whole note; 0 when it is cut off.
std::size_t note_size(std::string_view text) {
  const std::size_t signature = text.find("\n\n" + std::string(signature_start));
  if (signature == std::string_view::npos) {
    return 0;
  }
  const std::size_t end = text.find('\n', signature + 2);
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

std::string sign_checkpoint(const Checkpoint& checkpoint, const JournalKey& key) {
  const std::string body = body_of(checkpoint);
  const Signature signature = key.sign(body);
  std::vector<std::byte> signed_bytes;
  const auto id = key.public_key().id();
  signed_bytes.insert(signed_bytes.end(), id.begin(), id.end());
  signed_bytes.insert(signed_bytes.end(), signature.begin(), signature.end());
  return body + "\n" + std::string(signature_start) + to_base64(signed_bytes) + "\n";
}

core::Result<Checkpoint> read_checkpoint(std::string_view note) {
  const std::size_t size = note_size(note);
  const std::size_t cut = note.find("\n\n");
  if (size == 0 || size != note.size() || cut == std::string_view::npos) {
    return damaged_note();
  }
  const std::string_view body = note.substr(0, cut + 1);
  const auto checkpoint = parse_body(body);
  // Written back: one checkpoint has one text, so that two notes are equal or differ in meaning.
  if (!checkpoint || body_of(*checkpoint) != body) {
    return damaged_note();
  }
  return *checkpoint;
}

core::Result<Checkpoint> open_checkpoint(std::string_view note, const PublicKey& key) {
  auto checkpoint = read_checkpoint(note);
  if (!checkpoint) {
    return checkpoint;
  }
  const std::size_t cut = note.find("\n\n");
  const std::string_view body = note.substr(0, cut + 1);
  std::string_view line = note.substr(cut + 2 + signature_start.size());
  line.remove_suffix(1);
  const auto bytes = from_base64(line);
  const auto id = key.id();
  if (!bytes || bytes->size() != id.size() + Signature{}.size()) {
    return damaged_note();
  }
  Signature signature{};
  std::ranges::copy(core::as_bytes(*bytes).subspan(id.size()), signature.begin());
  const bool is_ours = std::ranges::equal(core::as_bytes(*bytes).first(id.size()), id);
  if (!is_ours || to_base64(core::as_bytes(*bytes)) != line || !key.check(body, signature)) {
    return core::invalid("note", "journal.note_signature");
  }
  return checkpoint;
}

std::string anchor_path(const std::string& folder, std::int64_t county) {
  return folder + "/" + std::to_string(county) + ".log";
}

core::Result<Anchor> parse_anchor(std::string_view text) {
  const auto heading = take_line(text);
  const bool is_heading = heading && heading->starts_with(anchor_heading);
  const auto key =
      is_heading ? PublicKey::parse(heading->substr(anchor_heading.size())) : std::nullopt;
  if (!key || !text.starts_with('\n')) {
    return core::invalid("--anchor", "journal.anchor_damaged");
  }
  text.remove_prefix(1);
  Anchor anchor{*key, {}, false};
  while (!text.empty()) {
    const std::size_t size = note_size(text);
    if (size == 0 || text.size() == size || text[size] != '\n') {
      anchor.is_torn = true;
      break;
    }
    anchor.notes.emplace_back(text.substr(0, size));
    text.remove_prefix(size + 1);
  }
  return anchor;
}

std::string to_text(const Anchor& anchor) {
  std::string text = std::string(anchor_heading) + anchor.key.text() + "\n\n";
  for (const std::string& note : anchor.notes) {
    text += note + "\n";
  }
  return text;
}

core::Result<std::optional<Anchor>> read_anchor(core::FileSystem& files, const std::string& path) {
  if (!files.exists(path)) {
    return std::optional<Anchor>();
  }
  const auto text = core::read_file(files, path, anchor_bytes_max);
  if (!text) {
    return text.error();
  }
  auto anchor = parse_anchor(*text);
  return anchor ? core::Result(std::optional(std::move(*anchor))) : anchor.error();
}

core::Result<void> append_anchor(core::FileSystem& files, const std::string& path,
                                 const PublicKey& key, const std::vector<std::string>& notes) {
  const auto existing = read_anchor(files, path);
  if (!existing) {
    return existing.error();
  }
  if (*existing && (*existing)->key != key) {
    return core::invalid("--anchor", "journal.anchor_key");
  }
  if (!*existing || (*existing)->is_torn) {
    if (auto made = files.make_folder(std::filesystem::path(path).parent_path().string()); !made) {
      return made;
    }
    Anchor anchor = *existing ? **existing : Anchor{key, {}, false};
    anchor.notes.insert(anchor.notes.end(), notes.begin(), notes.end());
    anchor.is_torn = false;
    return core::write_file(files, path, core::as_bytes(to_text(anchor)));
  }
  std::string added;
  for (const std::string& note : notes) {
    added += note + "\n";
  }
  return files.append(path, core::as_bytes(added));
}

}  // namespace caregrid::access
