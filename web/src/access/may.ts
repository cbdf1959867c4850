// What each role may do, so that a page offers nothing the server would refuse. The server's policy decides; this follows it.
import { useSession } from './session';

export type Operation =
  | 'see_children'
  | 'unmask_child'
  | 'import_records'
  | 'export_records'
  | 'see_needs'
  | 'see_offers'
  | 'see_plan'
  | 'make_plan'
  | 'decide_plan'
  | 'see_consents'
  | 'change_consents'
  | 'break_glass'
  | 'review_break_glass'
  | 'declare_conflict'
  | 'ask_correction'
  | 'answer_correction';

const field: Operation[] = [
  'see_children', 'unmask_child', 'see_needs', 'see_offers', 'see_plan', 'see_consents', 'change_consents',
  'break_glass', 'declare_conflict', 'ask_correction',
];
const allowed: Record<string, Operation[]> = {
  director: field,
  supervisor: [...field, 'decide_plan', 'review_break_glass'],
  county: [
    ...field, 'import_records', 'export_records', 'make_plan', 'decide_plan', 'review_break_glass', 'answer_correction',
  ],
  ngo_coordinator: ['see_needs', 'see_offers', 'see_plan'],
  administrator: [],
};

export const mayRole = (role: string, operation: Operation): boolean => allowed[role]?.includes(operation) ?? false;

export function useMay(): (operation: Operation) => boolean {
  const role = useSession().data?.role ?? '';
  return (operation) => mayRole(role, operation);
}
