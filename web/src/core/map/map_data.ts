import { noNeedColour, unmetClass, unmetScale } from '../theme';

export type MapVillage = {
  code: number;
  name: string;
  township: string;
  longitude: number;
  latitude: number;
  children: number;
  needs: number;
  unmet: number;
};
export type MapStroke = { from: [number, number]; to: [number, number]; tier: number };
export type MapProps = {
  villages: MapVillage[];
  strokes: MapStroke[] | null;
  /// Whether there is a plan whose unmet share can colour the villages.
  planned: boolean;
  height: number;
  label: string;
  describe: (village: MapVillage) => [string, string];
  onReady?: (() => void) | undefined;
};

/// Under lines the villages step back: small and grey, so that the lines can be read.
export const quietDot = { colour: '#71807c', scale: 0.4 };

const unplannedColour = '#4d8a80';

export const colourOf = (village: MapVillage, planned = true): string => {
  if (!planned) return unplannedColour;
  const level = unmetClass(village.needs, village.unmet);
  return level === null ? noNeedColour : (unmetScale[level] ?? noNeedColour);
};

/// Area in proportion to the number of children, so that a dot twice as wide stands for four times as many.
export const radiusOf = (children: number, most: number): number =>
  most <= 0 ? 4 : 2.5 + 7.5 * Math.sqrt(Math.max(0, children) / most);
