// Draws a county from nothing but its villages' positions: an area around each village, borders between townships.
// The areas are Voronoi cells cut to the villages' surroundings. They are schematic, and the page says so.
import { Delaunay } from 'd3-delaunay';

export type Point = [number, number];
export type PlacedVillage = { code: number; township: string; longitude: number; latitude: number };
export type Outline = {
  cells: Point[][];
  borders: [Point, Point][];
  outline: [Point, Point][];
  townships: { name: string; at: Point }[];
  bounds: [Point, Point];
};

const discSides = 28;

/// The part of a convex polygon inside another, both counter-clockwise. Sutherland and Hodgman (1974).
export function clipConvex(polygon: Point[], clip: Point[]): Point[] {
  let result = polygon;
  for (let index = 0; index < clip.length && result.length > 0; ++index) {
    const a = clip[index] as Point;
    const b = clip[(index + 1) % clip.length] as Point;
    result = clipByEdge(result, a, b);
  }
  return result;
}

function clipByEdge(polygon: Point[], a: Point, b: Point): Point[] {
  const side = (p: Point) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
  const kept: Point[] = [];
  polygon.forEach((current, index) => {
    const previous = polygon[(index + polygon.length - 1) % polygon.length] as Point;
    const now = side(current);
    const before = side(previous);
    if (now >= 0 !== before >= 0) {
      const share = before / (before - now);
      kept.push([previous[0] + share * (current[0] - previous[0]), previous[1] + share * (current[1] - previous[1])]);
    }
    if (now >= 0) kept.push(current);
  });
  return kept;
}

const counterClockwise = (polygon: Point[]): Point[] => {
  let area = 0;
  polygon.forEach((p, index) => {
    const q = polygon[(index + 1) % polygon.length] as Point;
    area += p[0] * q[1] - q[0] * p[1];
  });
  return area < 0 ? [...polygon].reverse() : polygon;
};

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

// With one point, or all in one place, d3-delaunay names neighbours that do not exist.
const neighboursOf = (delaunay: Delaunay<Point>, index: number, count: number): number[] =>
  [...delaunay.neighbors(index)].filter((other) => other >= 0 && other < count && other !== index);

function reachOf(points: Point[], delaunay: Delaunay<Point>): number {
  const nearest = points
    .map((point, index) => {
      let best = Infinity;
      for (const other of neighboursOf(delaunay, index, points.length)) {
        best = Math.min(best, distance(point, points[other] as Point));
      }
      return best;
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const typical = nearest[Math.floor(nearest.length * 0.85)] ?? 0.02;
  return Math.max(typical * 2.4, 0.008);
}

const disc = (centre: Point, radius: number): Point[] =>
  Array.from({ length: discSides }, (_, index) => {
    const angle = (2 * Math.PI * index) / discSides;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)] as Point;
  });

/// Cost: O(n log n) for n villages; 450 of them take a few milliseconds.
export function outlineOf(villages: PlacedVillage[]): Outline | null {
  if (villages.length === 0) return null;
  const meanLatitude = villages.reduce((sum, village) => sum + village.latitude, 0) / villages.length;
  const stretch = Math.cos((meanLatitude * Math.PI) / 180);
  const points = villages.map((village): Point => [village.longitude * stretch, village.latitude]);
  const back = (point: Point): Point => [point[0] / stretch, point[1]];
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const delaunay = Delaunay.from(points);
  const reach = reachOf(points, delaunay);
  const box: [number, number, number, number] = [
    Math.min(...xs) - reach, Math.min(...ys) - reach, Math.max(...xs) + reach, Math.max(...ys) + reach,
  ];
  const voronoi = delaunay.voronoi(box);
  const cells: Point[][] = [];
  const borders: [Point, Point][] = [];
  const outline: [Point, Point][] = [];
  points.forEach((centre, index) => {
    const raw = voronoi.cellPolygon(index) as Point[] | null;
    const cell = raw ? clipConvex(counterClockwise(raw.slice(0, -1)), disc(centre, reach)) : disc(centre, reach);
    cells.push(cell.map(back));
    cell.forEach((a, corner) => {
      const b = cell[(corner + 1) % cell.length] as Point;
      const other = sharerOf(a, b, index, points, delaunay, reach);
      if (other === null) outline.push([back(a), back(b)]);
      else if (other > index && villages[other]?.township !== villages[index]?.township) borders.push([back(a), back(b)]);
    });
  });
  return {
    cells,
    borders,
    outline,
    townships: labelsOf(villages),
    bounds: [back([box[0], box[1]]), back([box[2], box[3]])],
  };
}

/// The village on the other side of a cell's edge, or null at the county's rim.
function sharerOf(a: Point, b: Point, index: number, points: Point[], delaunay: Delaunay<Point>, reach: number) {
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const own = distance(middle, points[index] as Point);
  for (const other of neighboursOf(delaunay, index, points.length)) {
    if (Math.abs(distance(middle, points[other] as Point) - own) < reach * 1e-6) return other;
  }
  return null;
}

function labelsOf(villages: PlacedVillage[]): { name: string; at: Point }[] {
  const groups = new Map<string, PlacedVillage[]>();
  for (const village of villages) groups.set(village.township, [...(groups.get(village.township) ?? []), village]);
  return [...groups].map(([name, members]) => {
    const sorted = (pick: (village: PlacedVillage) => number) => members.map(pick).sort((p, q) => p - q);
    const middle = (values: number[]) => values[Math.floor(values.length / 2)] ?? 0;
    return { name, at: [middle(sorted((v) => v.longitude)), middle(sorted((v) => v.latitude))] as Point };
  });
}
