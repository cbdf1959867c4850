// The map without WebGL: for old phones, and while the moving map loads.
import { useMemo } from 'react';

import { tierColour } from '../theme';
import { outlineOf, type Point } from './geometry';
import { colourOf, quietDot, radiusOf, type MapProps } from './map_data';

const width = 800;

export default function SvgMap({ villages, strokes, planned, height, label, describe }: MapProps) {
  const outline = useMemo(() => outlineOf(villages), [villages]);
  const most = useMemo(() => Math.max(1, ...villages.map((village) => village.children)), [villages]);
  if (!outline) return null;
  const [low, high] = outline.bounds;
  const stretch = Math.cos((((low[1] + high[1]) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((high[0] - low[0]) * stretch), height / (high[1] - low[1]));
  const left = (width - (high[0] - low[0]) * stretch * scale) / 2;
  const top = (height - (high[1] - low[1]) * scale) / 2;
  const at = ([longitude, latitude]: Point): Point => [
    left + (longitude - low[0]) * stretch * scale,
    top + (high[1] - latitude) * scale,
  ];
  const path = (points: Point[]) => points.map((point) => at(point).map((v) => v.toFixed(1)).join(',')).join('L');
  const segments = (lines: [Point, Point][]) => lines.map((line) => `M${path(line)}`).join('');
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} role="img" aria-label={label} className="map-svg">
      <path d={outline.cells.map((cell) => `M${path(cell)}Z`).join('')} fill="var(--map-land)" stroke="var(--map-line)" strokeWidth={0.6} />
      <path d={segments(outline.borders)} stroke="var(--map-border)" strokeWidth={1.2} fill="none" />
      <path d={segments(outline.outline)} stroke="var(--map-border)" strokeWidth={1.6} fill="none" />
      {(strokes ?? []).map((stroke, index) => {
        const [a, b] = [at(stroke.from), at(stroke.to)];
        return <line key={index} x1={a[0]} y1={a[1]} x2={b[0]} y2={b[1]} stroke={tierColour[stroke.tier]} strokeOpacity={0.55} strokeWidth={1.2} />;
      })}
      {villages.map((village) => {
        const [x, y] = at([village.longitude, village.latitude]);
        return (
          <circle
            key={village.code}
            cx={x}
            cy={y}
            r={radiusOf(village.children, most) * (strokes ? quietDot.scale : 1)}
            fill={strokes ? quietDot.colour : colourOf(village, planned)}
            stroke="#fff"
            strokeWidth={1}
          >
            <title>{describe(village).join('\n')}</title>
          </circle>
        );
      })}
      {outline.townships.map((township) => {
        const [x, y] = at(township.at);
        return (
          <text key={township.name} x={x} y={y} className="map-name" textAnchor="middle">
            {township.name}
          </text>
        );
      })}
    </svg>
  );
}
