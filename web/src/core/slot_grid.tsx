// A week at a glance: seven days by morning, afternoon, evening. The words are given to screen readers and on hover.
import { days, parts, useFormat } from './format';

export function SlotGrid({ slots }: { slots: string[] }) {
  const { slots: inWords, t } = useFormat();
  const taken = new Set(slots);
  const words = inWords(slots);
  if (slots.length === 0) return <span className="soft small">{t('slot.any')}</span>;
  if (slots.length <= 2) return <span className="small">{words}</span>;
  return (
    <svg width={7 * 11} height={3 * 9 + 1} role="img" aria-label={words} style={{ display: 'block' }}>
      <title>{words}</title>
      {days.flatMap((day, x) =>
        parts.map((part, y) => (
          <rect
            key={`${day}_${part}`}
            x={x * 11}
            y={y * 9}
            width={9}
            height={7}
            rx={2}
            fill={taken.has(`${day}_${part}`) ? 'var(--accent)' : 'var(--quiet-soft)'}
            stroke={taken.has(`${day}_${part}`) ? 'none' : 'var(--line)'}
          />
        )),
      )}
    </svg>
  );
}
