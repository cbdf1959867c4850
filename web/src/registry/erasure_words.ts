/// Why a child's data may be erased, in the order of the handbook.
export const grounds = ['guardian_request', 'consent_withdrawn', 'purpose_ended', 'unlawful_record'] as const;
