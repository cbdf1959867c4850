// Shows how files are put in order and how a column changes hands, as rows of what is given and what comes out.
import { describe, expect, it } from 'vitest';

import type { SheetKind, SheetMapping } from '../api/types';
import { assign, columnLetters, inOrder, missingFields } from './queries';

const sheet = (kind: SheetKind | null, ...fields: (string | null)[]): SheetMapping => ({
  sheet: '',
  kind,
  header_row: 1,
  columns: fields.map((field, column) => ({ column, header: `h${column}`, field, samples: [] })),
  format: null,
  saved: null,
  sender: null,
  role: null,
});
const fieldsOf = (of: SheetMapping) => of.columns.map((column) => column.field);

describe('columnLetters', () => {
  it.each([[0, 'A'], [25, 'Z'], [26, 'AA'], [51, 'AZ'], [52, 'BA'], [701, 'ZZ'], [702, 'AAA']])('%i is %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
  });
});

describe('inOrder', () => {
  it('puts villages first and what is not recognised last', () => {
    const file = (name: string, kind: SheetKind | null) => ({ name, sheets: [sheet(kind)] });
    const files = [file('n', 'need'), file('x', null), file('c', 'child'), file('v', 'division'), file('o', 'offer')];
    expect(inOrder(files).map((each) => each.name).join('')).toBe('vcnox');
  });
});

describe('assign', () => {
  it.each([
    ['takes the field from the column that had it', 1, 'name', [null, 'name', null]],
    ['leaves a column without a field', 0, null, [null, 'born_on', null]],
    ['gives a free field', 2, 'sex', ['name', 'born_on', 'sex']],
  ] as [string, number, string | null, (string | null)[]][])('%s', (_, column, field, expected) => {
    expect(fieldsOf(assign(sheet('child', 'name', 'born_on', null), column, field))).toEqual(expected);
  });
});

describe('missingFields', () => {
  it('names required fields without a column, and only those', () => {
    const fields = [
      { name: 'name', required: true },
      { name: 'born_on', required: true },
      { name: 'sex', required: false },
    ];
    expect(missingFields(sheet('child', 'name', null), fields)).toEqual(['born_on']);
    expect(missingFields(sheet('child', 'name', 'born_on'), fields)).toEqual([]);
  });
});
