#pragma once

#include "http/route.h"

namespace caregrid::http {

/// Each puts the routes of one room into the table.
void add_system_routes(RouteTable& table);
void add_session_routes(RouteTable& table);
void add_provider_routes(RouteTable& table);
void add_security_routes(RouteTable& table);
void add_factor_routes(RouteTable& table);
void add_account_routes(RouteTable& table);
void add_home_routes(RouteTable& table);
void add_division_routes(RouteTable& table);
void add_import_routes(RouteTable& table);
void add_list_routes(RouteTable& table);
void add_job_routes(RouteTable& table);
void add_child_routes(RouteTable& table);
void add_search_routes(RouteTable& table);
void add_break_glass_routes(RouteTable& table);
void add_consent_routes(RouteTable& table);
void add_correction_routes(RouteTable& table);
void add_erasure_routes(RouteTable& table);
void add_duplicate_routes(RouteTable& table);
void add_fact_routes(RouteTable& table);
void add_handover_routes(RouteTable& table);
void add_handover_letter_routes(RouteTable& table);
void add_worklist_routes(RouteTable& table);
void add_status_routes(RouteTable& table);
void add_rule_routes(RouteTable& table);
void add_journal_routes(RouteTable& table);
void add_audit_routes(RouteTable& table);
void add_protection_routes(RouteTable& table);
void add_policy_routes(RouteTable& table);
void add_need_routes(RouteTable& table);
void add_offer_routes(RouteTable& table);
void add_plan_routes(RouteTable& table);
void add_publication_routes(RouteTable& table);
void add_export_routes(RouteTable& table);

/// All routes of the program.
RouteTable all_routes();

}  // namespace caregrid::http
