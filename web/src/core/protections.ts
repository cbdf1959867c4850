// What a browser must do for us to protect what is shown; docs/security/handbook.md says what happens without.

export type Missing = 'policy' | 'line';

type Surroundings = { isSecureContext?: boolean; SecurityPolicyViolationEvent?: unknown };

/// `policy`: no content-security policy, so a page could be made to run what is not ours. `line`: plain HTTP from
/// another machine, so HSTS, secure cookies and the content itself are at the mercy of the line.
export function missingProtections(here: Surroundings): Missing[] {
  const missing: Missing[] = [];
  if (!('SecurityPolicyViolationEvent' in here)) missing.push('policy');
  if (here.isSecureContext !== true) missing.push('line');
  return missing;
}
