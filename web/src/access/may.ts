// What the signed-in person may do, as the server's table of rights says, so that a page offers nothing it would refuse.
import type { Session } from '../api/types';
import { useSession } from './session';

export type Operation =
  | 'see_counts'
  | 'see_children'
  | 'unmask_child'
  | 'unmask_shielded'
  | 'shield_child'
  | 'assign_children'
  | 'manage_accounts'
  | 'erase_child'
  | 'import_records'
  | 'export_records'
  | 'publish_counts'
  | 'change_rules'
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
  | 'record_facts'
  | 'register_child'
  | 'answer_correction'
  | 'offer_handover'
  | 'answer_handover'
  | 'see_handovers'
  | 'keep_worklists'
  | 'see_reads'
  | 'audit_journal'
  | 'link_children'
  | 'see_policy';

/// Parents and carers: they see their own children, and nobody else's.
export const isFamily = (session: Pick<Session, 'purposes'> | null | undefined): boolean =>
  session?.purposes.includes('family') ?? false;

export const mayDo = (session: Pick<Session, 'operations'> | null | undefined, operation: Operation): boolean =>
  session?.operations.includes(operation) ?? false;

export function useMay(): (operation: Operation) => boolean {
  const session = useSession().data;
  return (operation) => mayDo(session, operation);
}
