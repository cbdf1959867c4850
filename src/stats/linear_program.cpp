#include "stats/linear_program.h"

#include <Clp_C_Interface.h>

namespace caregrid::stats {

struct LinearProgram::Body {
  Clp_Simplex* model = Clp_newModel();
  std::vector<double> costs;

  Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body() { Clp_deleteModel(model); }
};

LinearProgram::LinearProgram(std::span<const Column> columns, std::size_t rows)
    : body_(std::make_unique<Body>()) {
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> indices;
  std::vector<double> values;
  std::vector<double> lower;
  std::vector<double> upper;
  for (const Column& column : columns) {
    for (const auto& [row, value] : column.entries) {
      indices.push_back(row);
      values.push_back(value);
    }
    starts.push_back(static_cast<CoinBigIndex>(indices.size()));
    lower.push_back(column.lower);
    upper.push_back(column.upper);
    body_->costs.push_back(column.cost);
  }
  const std::vector<double> zeros(rows, 0.0);
  Clp_setLogLevel(body_->model, 0);
  Clp_loadProblem(body_->model, static_cast<int>(columns.size()), static_cast<int>(rows),
                  starts.data(), indices.data(), values.data(), lower.data(), upper.data(),
                  body_->costs.data(), zeros.data(), zeros.data());
}

LinearProgram::~LinearProgram() = default;

void LinearProgram::set_cost(std::size_t column, double cost) { body_->costs[column] = cost; }

void LinearProgram::set_bounds(std::size_t column, double lower, double upper) {
  Clp_columnLower(body_->model)[column] = lower;
  Clp_columnUpper(body_->model)[column] = upper;
}

bool LinearProgram::minimise() {
  Clp_chgObjCoefficients(body_->model, body_->costs.data());
  Clp_primal(body_->model, 0);
  return Clp_status(body_->model) == 0;
}

double LinearProgram::at(std::size_t column) const {
  return Clp_primalColumnSolution(body_->model)[column];
}

}  // namespace caregrid::stats
