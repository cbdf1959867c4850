// Shows when a saved mapping is offered, that it is never forced, and that a field goes to one column: rows of sheets.
import { describe, expect, it } from 'vitest';

import type { SavedMapping, SheetMapping } from '../api/types';
import { offersFor, sharedColumns, withMeaning } from './sheet_origin';

const sheet = (...headers: string[]): SheetMapping => ({
  sheet: '',
  kind: null,
  header_row: 1,
  columns: headers.map((header, column) => ({ column, header, field: null, samples: [] })),
  format: null,
  saved: null,
  sender: null,
  role: null,
});
const saved = (meaning: Record<string, string | null>): SavedMapping => ({
  id: '01900000-0000-7000-8000-000000000001',
  kind: 'child',
  name: 'roster',
  columns: Object.entries(meaning).map(([header, field], column) => ({ column, header, field })),
  sender: 'school',
  role: 'student_register',
  uses: 1,
  used_at: '2026-11-30T00:00:00Z',
});
const roster = saved({ 'Pupil': 'name', 'Where': 'village', 'Remark 2': null });

describe('saved mappings', () => {
  it.each([
    [['Pupil', 'Where', 'Class'], 1],
    [['pupil ', 'WHERE'], 1],
    [['Pupil', 'Class', 'Room'], 0],
    [['Pupil', 'Where', 'A', 'B', 'C'], 0],
  ])('%j: %i offers', (headers, offers) => {
    expect(offersFor(sheet(...headers), [roster])).toHaveLength(offers);
  });
  it('are not offered where one was used already', () => {
    expect(offersFor({ ...sheet('Pupil', 'Where'), saved: 'roster' }, [roster])).toEqual([]);
  });
  it('count only columns that mean something', () => {
    expect(sharedColumns(roster, sheet('Remark 2', 'Pupil'))).toBe(1);
  });
  it('give each field to one column', () => {
    const meant = withMeaning(sheet('Where', 'Pupil', 'Pupil'), roster);
    expect(meant.columns.map((column) => column.field)).toEqual(['village', 'name', null]);
    expect([meant.kind, meant.sender, meant.role]).toEqual(['child', 'school', 'student_register']);
  });
});
