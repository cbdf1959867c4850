#include "registry/link_model_prior.h"

#include <algorithm>

#include "registry/link_compare.h"

namespace caregrid::registry {
namespace {

using stats::FieldModel;

/// How many of those that are described are in the register already, and how many of their family
/// are. An office looks before it enters, and clerks who are not sure ask.
constexpr double matches_expected = 0.3;
constexpr double family_expected = 0.05;

/// By field: shares of levels among pairs of one child, of any two, of two of one family. Levels
/// as `link_compare.h` has them. Source: `linkage_bench prior`, 300,000 generated rows.
std::vector<FieldModel> field_models() {
  return {
      // Name.
      {{0, 0.896, 0.0503, 0.000136, 0.0311, 0.0108, 7.59e-05, 0.00785, 0.00333},
       {0, 5.87e-06, 1.79e-05, 1.4e-05, 0.000382, 0.000134, 0.000155, 0.0207, 0.979},
       {0, 0.00641, 0.00271, 0.000883, 0.278, 0.00843, 0.000708, 0.621, 0.0826}},
      // Birth date.
      {{0, 0.904, 0.0287, 0.0435, 0.0224, 0.000212, 5.3e-06, 0.000492, 0.000203},
       {0, 0.000176, 0.00444, 0.0118, 0.00138, 0.00225, 0.00014, 0.0436, 0.936},
       {0, 0.475, 0.00742, 0.0105, 0.00726, 0.011, 0.000861, 0.0169, 0.471}},
      // Identity number.
      {{0, 0.965, 0.0343, 0.000121, 0.000605},
       {0, 1e-9, 1e-9, 0.0005, 0.9995},
       {0, 0.000303, 0.000153, 0.953, 0.0468}},
      // Guardian.
      {{0, 0.428, 0.0078, 0.565}, {0, 7.35e-06, 4.15e-05, 0.99995}, {0, 0.505, 0.00873, 0.486}},
      // Phone.
      {{0, 0.518, 0.00913, 0.473}, {0, 4.37e-06, 1.36e-06, 0.99999}, {0, 0.603, 0.00785, 0.389}},
      // Village.
      {{0, 0.931, 0.0668, 0.00248}, {0, 0.000243, 0.00343, 0.996}, {0, 0.944, 0.0507, 0.00507}},
      // Sex.
      {{0, 0.998, 0.00217}, {0, 0.501, 0.499}, {0, 0.557, 0.443}},
  };
}

}  // namespace

stats::LinkageModel link_model_prior(std::size_t children) {
  // A register of few children is still one of a county, where names and birthdays coincide.
  constexpr std::size_t children_min = 5000;
  stats::LinkageModel model;
  model.fields = field_models();
  model.pairs = static_cast<double>(std::max(children, children_min));
  model.matches = matches_expected;
  model.households = family_expected;
  return model;
}

}  // namespace caregrid::registry
