#include "http/routes.h"

namespace caregrid::http {

RouteTable all_routes() {
  RouteTable table;
  add_system_routes(table);
  add_session_routes(table);
  add_provider_routes(table);
  add_security_routes(table);
  add_factor_routes(table);
  add_account_routes(table);
  add_home_routes(table);
  add_division_routes(table);
  add_import_routes(table);
  add_list_routes(table);
  add_job_routes(table);
  add_child_routes(table);
  add_search_routes(table);
  add_break_glass_routes(table);
  add_consent_routes(table);
  add_correction_routes(table);
  add_erasure_routes(table);
  add_fact_routes(table);
  add_handover_routes(table);
  add_handover_letter_routes(table);
  add_worklist_routes(table);
  add_status_routes(table);
  add_rule_routes(table);
  add_duplicate_routes(table);
  add_journal_routes(table);
  add_audit_routes(table);
  add_protection_routes(table);
  add_policy_routes(table);
  add_need_routes(table);
  add_offer_routes(table);
  add_plan_routes(table);
  add_publication_routes(table);
  add_export_routes(table);
  return table;
}

}  // namespace caregrid::http
