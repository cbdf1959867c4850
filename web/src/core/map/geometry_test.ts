// Shows that the county drawn from village positions is well formed: cells hold their village, borders part townships.
import { describe, expect, it } from 'vitest';

import { clipConvex, outlineOf, type Point } from './geometry';

const square: Point[] = [[0, 0], [2, 0], [2, 2], [0, 2]];
const area = (polygon: Point[]) =>
  Math.abs(
    polygon.reduce((sum, p, index) => {
      const q = polygon[(index + 1) % polygon.length] as Point;
      return sum + p[0] * q[1] - q[0] * p[1];
    }, 0) / 2,
  );

describe('clipConvex', () => {
  it.each([
    ['inside', [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]] as Point[], 0.25],
    ['overlapping a corner', [[1, 1], [3, 1], [3, 3], [1, 3]] as Point[], 1],
    ['apart', [[5, 5], [6, 5], [6, 6], [5, 6]] as Point[], 0],
    ['around', [[-1, -1], [3, -1], [3, 3], [-1, 3]] as Point[], 4],
  ])('%s', (_, polygon, expected) => {
    expect(area(clipConvex(polygon, square))).toBeCloseTo(expected);
  });
});

describe('outlineOf', () => {
  const villages = Array.from({ length: 36 }, (_, index) => ({
    code: index,
    township: index % 6 < 3 ? 'west' : 'east',
    longitude: 105 + (index % 6) * 0.03,
    latitude: 34 + Math.floor(index / 6) * 0.03,
  }));
  const outline = outlineOf(villages);

  it('gives each village a cell', () => {
    expect(outline?.cells).toHaveLength(36);
    expect(outline?.cells.every((cell) => cell.length >= 3)).toBe(true);
  });
  it('parts the two townships by one line of six edges', () => {
    expect(outline?.borders).toHaveLength(6);
    for (const [a, b] of outline?.borders ?? []) {
      expect(a[0]).toBeCloseTo(105.075, 3);
      expect(b[0]).toBeCloseTo(105.075, 3);
    }
  });
  it('names each township once', () => {
    expect(outline?.townships.map((township) => township.name).sort()).toEqual(['east', 'west']);
  });
  it('draws nothing for no villages, and something for one or two', () => {
    expect(outlineOf([])).toBeNull();
    expect(outlineOf(villages.slice(0, 1))?.cells).toHaveLength(1);
    expect(outlineOf(villages.slice(0, 2))?.cells).toHaveLength(2);
  });
});
