// Shows who is offered what; the table is the policy's, read from the server's source so that the two cannot part.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { mayRole, type Operation } from './may';

const roles = ['director', 'supervisor', 'county', 'ngo_coordinator', 'administrator'];
const policy = readFileSync(join(__dirname, '../../../src/access/policy.cpp'), 'utf8');

function rolesOf(operation: string): string[] {
  const line = new RegExp(`Rule\\{${operation},[^{]*\\{([^}]*)\\}`).exec(policy);
  if (!line?.[1]) throw new Error(`the policy has no rule ${operation}`);
  return line[1].split(',').map((role) => role.trim());
}

describe('mayRole', () => {
  it.each([
    'see_children', 'unmask_child', 'import_records', 'export_records', 'see_needs', 'see_offers', 'see_plan', 'make_plan',
    'decide_plan',
  ] as Operation[])('%s is offered to whom the policy allows it', (operation) => {
    expect(roles.filter((role) => mayRole(role, operation))).toEqual(roles.filter((role) => rolesOf(operation).includes(role)));
  });
});
