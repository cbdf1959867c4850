#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace caregrid::stats {

/// A linear program over columns with bounds, where every row sums to zero.
///
/// Solving again after a change of costs or bounds goes on from the last solution. Deterministic.
class LinearProgram final {
 public:
  struct Column {
    double lower = 0;
    double upper = 0;
    double cost = 0;
    std::vector<std::pair<int, double>> entries;  ///< Row and coefficient.
  };

  LinearProgram(std::span<const Column> columns, std::size_t rows);
  LinearProgram(const LinearProgram&) = delete;
  LinearProgram& operator=(const LinearProgram&) = delete;
  ~LinearProgram();

  void set_cost(std::size_t column, double cost);
  void set_bounds(std::size_t column, double lower, double upper);

  /// Finds the least total cost; false when nothing satisfies bounds and rows.
  /// Source: the simplex method of COIN-OR Clp; decision 0017.
  bool minimise();

  /// The column's value in the last solution.
  [[nodiscard]] double at(std::size_t column) const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace caregrid::stats
