import { useTranslation } from 'react-i18next';

import type { Import } from '../api/types';
import { Badge } from '../core/blocks';
import { useFormat } from '../core/format';
import { asksForMapping, kindsOf } from './queries';

const tone = {
  uploaded: 'quiet',
  inspected: 'info',
  running: 'info',
  checked: 'info',
  done: 'good',
  failed: 'bad',
  cancelled: 'quiet',
} as const;

export function ImportStateBadge({ file }: { file: Import }) {
  const { t } = useTranslation();
  if (asksForMapping(file)) return <Badge tone="warn">{t('import_state.asks')}</Badge>;
  return <Badge tone={tone[file.state]}>{t(`import_state.${file.state}`)}</Badge>;
}

export function KindBadges({ file }: { file: Import }) {
  const { t } = useTranslation();
  const kinds = kindsOf(file);
  if (kinds.length === 0) return <Badge tone="warn">{t('import.kind_unknown')}</Badge>;
  return (
    <span className="row" style={{ gap: 4 }}>
      {kinds.map((kind) => (
        <Badge key={kind}>{t(`import_kind.${kind}`)}</Badge>
      ))}
    </span>
  );
}

/// "1,204 rows: 1,180 new, 12 changed, 12 came back"
export function CountsLine({ file }: { file: Import }) {
  const { t, number } = useFormat();
  const { counts } = file;
  if (counts.rows === 0) return null;
  const parts = [
    t('count.rows', { count: counts.rows, number: number(counts.rows) }),
    counts.created ? t('count.created', { number: number(counts.created) }) : null,
    counts.updated ? t('count.updated', { number: number(counts.updated) }) : null,
    counts.unchanged ? t('count.unchanged', { number: number(counts.unchanged) }) : null,
    counts.rejected ? t('count.rejected', { number: number(counts.rejected) }) : null,
  ].filter((part) => part !== null);
  return <span className="small soft number">{parts.join(t('list.separator'))}</span>;
}
