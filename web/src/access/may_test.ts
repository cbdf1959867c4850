// Shows who is offered what; the table is the one the server is built with, so that the two cannot part.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { mayRole, type Operation } from './may';

const roles = ['director', 'supervisor', 'county', 'ngo_coordinator', 'administrator'];
const table = JSON.parse(readFileSync(join(__dirname, '../../../packs/core/access.json'), 'utf8')) as {
  operations: Record<string, { roles: Record<string, string> }>;
};
const rolesOf = (operation: string): string[] => Object.keys(table.operations[operation]?.roles ?? {});

describe('mayRole', () => {
  it.each([
    'see_children', 'unmask_child', 'import_records', 'export_records', 'see_needs', 'see_offers', 'see_plan', 'make_plan',
    'decide_plan', 'see_consents', 'change_consents', 'break_glass', 'review_break_glass', 'declare_conflict',
    'ask_correction', 'answer_correction',
  ] as Operation[])('%s is offered to whom the policy allows it', (operation) => {
    expect(roles.filter((role) => mayRole(role, operation))).toEqual(roles.filter((role) => rolesOf(operation).includes(role)));
  });
});
