export type Measure = 'children' | 'needs' | 'served';
export type Dimension = 'township' | 'sex' | 'age' | 'kind' | 'tier';
export type Category = { key: string; label: string };
export type Publication = {
  id: string;
  what: Measure;
  by: Dimension[];
  day: string;
  threshold: number;
  categories: Category[][];
  counts: (number | null)[];
};

type Row = { places: (Category | null)[]; counts: (number | null)[] };

/// Lays the counts out for reading: the last dimension across, the others down; null is the total of a dimension.
export function lineUp({ categories, counts }: Pick<Publication, 'categories' | 'counts'>) {
  const withTotal = categories.map((each) => [...each, null]);
  const columns = withTotal[withTotal.length - 1] ?? [];
  let down: (Category | null)[][] = [[]];
  for (const each of withTotal.slice(0, -1)) {
    down = down.flatMap((places) => each.map((category) => [...places, category]));
  }
  const rows: Row[] = down.map((places, index) => ({
    places,
    counts: counts.slice(index * columns.length, (index + 1) * columns.length),
  }));
  // Categories nobody falls into say nothing: a row of zeros is left out.
  return { columns, rows: rows.filter((row) => row.counts.some((count) => count !== 0)) };
}
