#include "registry/form_summary.h"

namespace caregrid::registry {
namespace {

/// Columns summed, counted from 1, and how the sum is written.
struct Side {
  const char* words;
  std::array<std::size_t, 8> columns;
};

struct Identity {
  Side left;
  Side right;
};

constexpr Side all{"c1", {1}};
constexpr std::array<Identity, 10> identities{{
    {all, {"c2+c5+c8", {2, 5, 8}}},
    {all, {"c11+…+c18", {11, 12, 13, 14, 15, 16, 17, 18}}},
    {all, {"c19+c20", {19, 20}}},
    {all, {"c21+…+c25", {21, 22, 23, 24, 25}}},
    {all, {"c26+…+c29", {26, 27, 28, 29}}},
    {all, {"c30+c31+c32", {30, 31, 32}}},
    {{"c2", {2}}, {"c3+c4", {3, 4}}},
    {{"c5", {5}}, {"c6+c7", {6, 7}}},
    {{"c8", {8}}, {"c9+c10", {9, 10}}},
    {{"c13+c14", {13, 14}}, {"c24+c25", {24, 25}}},
}};

std::optional<std::int64_t> sum_of(const SummaryFigures& figures, const Side& side) {
  std::int64_t sum = 0;
  for (const std::size_t column : side.columns) {
    if (column == 0) {
      break;
    }
    if (!figures.at(column - 1)) {
      return std::nullopt;
    }
    sum += *figures.at(column - 1);
  }
  return sum;
}

}  // namespace

std::vector<BrokenIdentity> check_summary(const SummaryFigures& figures) {
  std::vector<BrokenIdentity> broken;
  for (const Identity& identity : identities) {
    const auto left = sum_of(figures, identity.left);
    const auto right = sum_of(figures, identity.right);
    if (left && right && *left != *right) {
      broken.push_back({identity.left.words, *left, identity.right.words, *right});
    }
  }
  return broken;
}

std::string to_text(const BrokenIdentity& broken) {
  return broken.left + " = " + std::to_string(broken.left_value) + " ≠ " + broken.right + " = " +
         std::to_string(broken.right_value);
}

}  // namespace caregrid::registry
