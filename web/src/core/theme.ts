import { createTheme, type MantineColorsTuple } from '@mantine/core';

const grid: MantineColorsTuple = [
  '#e9f6f3', '#d3ebe6', '#a8d7ce', '#79c2b5', '#54b1a1', '#3ca694', '#2c9a88', '#188674', '#0b6e61', '#065a4f',
];

// System fonts only: nothing is fetched from elsewhere, and each platform's own Chinese face is the most legible there.
const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif';

export const theme = createTheme({
  primaryColor: 'grid',
  primaryShade: 8,
  autoContrast: true,
  colors: { grid },
  defaultRadius: 'md',
  fontFamily: sans,
  headings: {
    fontFamily: sans,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.3' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  // Mantine locks the page behind a dialog by an inline style sheet, which the security policy refuses; styles.css does it.
  components: { Modal: { defaultProps: { lockScroll: false } }, Drawer: { defaultProps: { lockScroll: false } } },
});

/// Colours that carry a meaning. Blue to red by way of yellow stays distinct for colour-blind readers.
export const unmetScale = ['#2f7fb0', '#8cbcd6', '#f2d071', '#ea9147', '#c23b22'] as const;
export const noNeedColour = '#a9b4b1';
export const tierColour: Record<number, string> = { 1: '#c23b22', 2: '#c26a12', 3: '#2f7fb0', 4: '#6b7a77' };

/// 0: nothing unmet … 4: more than three quarters unmet; null: no needs at all.
export function unmetClass(needs: number, unmet: number): number | null {
  if (needs <= 0) return null;
  const share = unmet / needs;
  if (share <= 0) return 0;
  if (share <= 0.25) return 1;
  if (share <= 0.5) return 2;
  return share <= 0.75 ? 3 : 4;
}
