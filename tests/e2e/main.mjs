// All browser tests, one after another: they share the machine's two cores, and times are part of what they show.
import './whole_day_test.mjs';
import './mapping_test.mjs';
import './lists_test.mjs';
import './roles_test.mjs';
import './consent_test.mjs';
import './protection_test.mjs';
import './facts_test.mjs';
import './handover_test.mjs';
import './status_test.mjs';
import './search_test.mjs';
import './duplicates_test.mjs';
import './publications_test.mjs';
import './robustness_test.mjs';
import './sign_in_test.mjs';
import './oidc_test.mjs';
