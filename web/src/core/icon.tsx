// A small set of line icons of our own, drawn on a 24-unit grid. Decorative: the words beside them carry the meaning.
const paths = {
  home: 'M4 11.5 12 4.5l8 7V20h-5.500v-5.500h-5V20H4z',
  plan: 'M5 5h14v15H5zM9 3v4M15 3v4M8.5 13.500l2.5 2.5 4.5-5',
  children: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19.500c.4-4 2.5-6 5.5-6s5.1 2 5.5 6M16.5 12.500a2.3 2.3 0 1 0 0-4.600M17 15c2.2.3 3.5 1.9 3.8 4.5',
  needs: 'M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.4 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z',
  offers: 'M4 13v-2.500A1.5 1.5 0 0 1 7 10.500V12M7 11V6.500a1.5 1.5 0 0 1 3 0V11M10 11V5.500a1.5 1.5 0 0 1 3 0V11M13 11.500V7a1.5 1.5 0 0 1 3 0v7l1.6-1.900a1.5 1.5 0 0 1 2.4 1.800l-3.6 5.100c-.9 1.3-2.1 2-3.9 2h-2.500C6.7 21 4 18.5 4 15z',
  import: 'M12 4v10M8 10.500l4 4 4-4M5 15.500V20h14v-4.5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 17.500a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM16 16l4 4',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  filter: 'M4 6h16M7 12h10M10 18h4',
  pin: 'M9 4h6l-.7 6.500L17 14H7l2.7-3.500zM12 14v6',
  undo: 'M9 7L5 11l4 4M5 11h9a5 5 0 0 1 0 10h-2',
  info: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5M12 8h.01',
  warn: 'M12 4.500l8.5 15h-17zM12 10.500v4M12 17h.01',
  next: 'M9.5 5.500l6.5 6.5-6.5 6.5',
  back: 'M14.5 5.500L8 12l6.5 6.5',
  down: 'M5.5 9.500L12 16l6.5-6.5',
  file: 'M6.5 3.500h7.500l4 4v13H6.500zM13.5 3.500V8H18',
  download: 'M12 4v11M8 11.500l4 4 4-4M5 20h14',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.800a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.600z',
  language: 'M4 6h9M8.5 4v2M11 6c-.8 4-3 6.8-6.5 8.500M6.5 9.500c1 2.2 2.9 4 5.5 5M12.5 20l4-9.5 4 9.500M14 17h5',
  out: 'M14 7V4.500H5v15h9V17M10 12h10M17 8.500l3.5 3.5-3.5 3.5',
  moon: 'M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.500M12 19.500V21M3 12h1.500M19.5 12H21M5.6 5.600l1.1 1.100M17.3 17.300l1.1 1.100M5.6 18.400l1.1-1.100M17.3 6.700l1.1-1.1',
  keyboard: 'M3.5 7h17v10.500h-17zM7 10.500h.01M10.5 10.500h.01M14 10.500h.01M17.5 10.500h.01M8 14.500h8',
  offline: 'M4 4l16 16M6.5 12.500a8 8 0 0 1 3-1.900M14 10.500a8 8 0 0 1 3.5 2M9.5 15.800a4 4 0 0 1 5 0M12 19h.01',
  online: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.500c2.5 2.3 3.7 5.2 3.7 8.500S14.5 18.2 12 20.500C9.5 18.2 8.3 15.3 8.3 12S9.5 5.8 12 3.500z',
  place: 'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z',
  clock: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.500V12l3 2',
  shield: 'M12 3.500l7 2.500v5.500c0 4.5-2.9 7.7-7 9-4.1-1.3-7-4.5-7-9V6zM9 12l2.3 2.300L15.3 10',
  play: 'M7 5l11 7-11 7z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
