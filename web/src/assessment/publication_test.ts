import { expect, test } from 'vitest';

import { lineUp } from './publication';

const sex = [{ key: 'male', label: '' }, { key: 'female', label: '' }];
const places = [{ key: '1', label: 'A' }, { key: '2', label: 'B' }];

test('one dimension is one line', () => {
  const { columns, rows } = lineUp({ categories: [sex], counts: [7, null, 9] });
  expect(columns).toEqual([...sex, null]);
  expect(rows).toEqual([{ places: [], counts: [7, null, 9] }]);
});

test('two dimensions go down and across, with their totals; lines of zeros are left out', () => {
  const { rows } = lineUp({ categories: [places, sex], counts: [0, 0, 0, 6, null, null, 6, null, null] });
  expect(rows.map((row) => row.places[0]?.label ?? 'all')).toEqual(['B', 'all']);
  expect(rows[0]?.counts).toEqual([6, null, null]);
});

test('three dimensions make a line for each pair', () => {
  const { rows } = lineUp({ categories: [places, sex, sex], counts: Array.from({ length: 27 }, (_, at) => at + 1) });
  expect(rows).toHaveLength(9);
  expect(rows[4]?.places).toEqual([places[1], sex[1]]);
});
