#include "cli/console.h"

#include <algorithm>
#include <utility>

#include "cli/exit_code.h"
#include "core/json.h"

namespace caregrid::cli {
namespace {

/// Columns a text takes on a terminal: East Asian characters take two.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // Leading bytes from E3 on start CJK in UTF-8; continuation bytes take nothing.
    width += (byte & 0xC0U) == 0x80 ? 0U : byte >= 0xE3 ? 2U : 1U;
  }
  return width;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '%' || c == ' ' || c == '-';
  });
}

}  // namespace

ExitCode exit_code_of(const core::Error& error) {
  switch (error.code) {
    case core::Code::unavailable:
      return ExitCode::unavailable;
    default:
      return ExitCode::failed;
  }
}

void tell(const Console& console, const core::Error& error) {
  if (console.is_json) {
    core::json::Writer writer;
    writer.begin_object().member("reason", error.reason).member("field", error.field);
    writer.member("detail", error.detail).end_object();
    console.errors << writer.text() << '\n';
    return;
  }
  console.errors << core::message(console.language, error.reason);
  if (!error.field.empty()) {
    console.errors << " [" << error.field << "]";
  }
  if (!error.detail.empty()) {
    console.errors << ": " << error.detail;
  }
  console.errors << '\n';
}

ProgressBar::ProgressBar(const Console& console, std::string name)
    : console_(console), name_(std::move(name)) {}

ProgressBar::~ProgressBar() {
  if (shown_percent_ >= 0) {
    console_.errors << "\r\x1b[K" << std::flush;
  }
}

void ProgressBar::show(std::int64_t done, std::int64_t total, std::string_view note) {
  const std::int64_t percent = total > 0 ? std::clamp<std::int64_t>(done * 100 / total, 0, 100) : 0;
  if (!console_.is_terminal || percent == shown_percent_) {
    return;
  }
  constexpr std::int64_t bar_width = 30;
  const auto filled = static_cast<std::size_t>(percent * bar_width / 100);
  shown_percent_ = percent;
  console_.errors << '\r' << name_ << " [" << std::string(filled, '#')
                  << std::string(bar_width - filled, ' ') << "] " << percent << " % " << note
                  << "\x1b[K" << std::flush;
}

std::string align(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - width_of(row[i]), ' ');
      line += is_number(row[i]) ? gap + row[i] : row[i] + gap;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace caregrid::cli
