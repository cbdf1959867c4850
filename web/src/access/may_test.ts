// Shows that pages offer what the session lists and nothing else, and ask for operations the table of rights has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { mayDo, type Operation } from './may';

const table = JSON.parse(readFileSync(join(__dirname, '../../../packs/core/access.json'), 'utf8')) as { operations: Record<string, unknown> };
const source = readFileSync(join(__dirname, 'may.ts'), 'utf8');
const asked = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map((match) => match[1] ?? '');

describe('mayDo', () => {
  it('follows the session', () => {
    expect(mayDo({ operations: ['see_plan'] }, 'see_plan')).toBe(true);
    expect(mayDo({ operations: ['see_plan'] }, 'make_plan')).toBe(false);
    expect(mayDo(null, 'see_plan')).toBe(false);
    expect(mayDo(undefined, 'see_plan')).toBe(false);
  });
  it.each(asked as Operation[])('%s is an operation of the table of rights', (operation) => {
    expect(Object.keys(table.operations)).toContain(operation);
  });
  it('asks for something', () => expect(asked.length).toBeGreaterThan(8));
});
