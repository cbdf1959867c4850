import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { Home } from '../api/types';
import { Broken, Waiting } from '../core/blocks';
import { KindSelect, TierSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import type { MapStroke } from '../core/map/map_data';
import { MapView } from '../core/map/map_view';
import { tierColour } from '../core/theme';
import { usePhone } from '../core/use_phone';
import { usePlanMap } from './queries';

const pointOf = ([longitude = 0, latitude = 0]: number[]): [number, number] => [longitude, latitude];

export function PlanMap({ plan }: { plan: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const phone = usePhone();
  const map = usePlanMap(plan);
  const home = useQuery({ queryKey: ['home'], queryFn: ({ signal }) => get<Home>('/home', undefined, signal) });
  const [kind, setKind] = useState('');
  const [tier, setTier] = useState('');
  const lines = useMemo(
    () =>
      (map.data?.lines ?? [])
        .filter((line) => (kind === '' || line.kind === kind) && (tier === '' || String(line.tier) === tier))
        .map((line): MapStroke => ({ from: pointOf(line.from), to: pointOf(line.to), tier: line.tier })),
    [map.data, kind, tier],
  );
  const failure = map.error ?? home.error;
  if (failure) return <Broken cause={failure} onRetry={() => void Promise.all([map.refetch(), home.refetch()])} />;
  if (!map.data || !home.data) return <Waiting rows={4} />;
  return (
    <>
      <Filters active={[kind, tier].filter((each) => each !== '').length}>
        <KindSelect value={kind} onChange={(value) => setKind(value ?? '')} />
        <TierSelect value={tier} onChange={(value) => setTier(value ?? '')} />
      </Filters>
      <p className="row small" style={{ margin: '0 0 10px' }}>
        <span role="status">{t('plan_map.lines', { count: lines.length, number: number(lines.length) })}</span>
        {([1, 2, 3, 4] as const).map((each) => (
          <span key={each} className="row" style={{ gap: 5 }}>
            <svg width={22} height={6} aria-hidden="true">
              <line x1={0} y1={3} x2={22} y2={3} stroke={tierColour[each]} strokeWidth={3} />
            </svg>
            {t(`tier.${each}`)}
          </span>
        ))}
      </p>
      <div className="card card-flush">
        <MapView villages={home.data.villages} strokes={lines} height={phone ? 420 : 600} label={t('plan_map.label')} />
      </div>
    </>
  );
}
