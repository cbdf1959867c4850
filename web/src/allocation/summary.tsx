import { useTranslation } from 'react-i18next';

import type { PlanSummary } from '../api/types';
import { Defined, Section, ShareBar, TierBadge } from '../core/blocks';
import { useFormat } from '../core/format';

const shareOf = (served: number, units: number) => (units > 0 ? served / units : 0);

function Figures({ plan }: { plan: PlanSummary }) {
  const { t, number, percent } = useFormat();
  const open = plan.lines - plan.accepted - plan.refused - plan.pinned;
  const figures: [string, string][] = [
    ['units', `${number(plan.units_served)} / ${number(plan.units)}`],
    ['lines', number(plan.lines)],
    ['open', number(open)],
    ['travel', t('distance.km', { km: number(plan.travel_km) })],
  ];
  return (
    <div className="plan-figures">
      <div className="plan-share">
        <span className="big-share number">{percent(shareOf(plan.units_served, plan.units))}</span>
        <Defined label={t('plan.served')} definition={t('definition.plan_served')} />
      </div>
      <dl>
        {figures.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`plan.figure.${key}`)}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Row = { key: string; name: string; units: number; served: number; note?: string };

/// Shares side by side, with a mark at the average, so that who is left behind is seen at once.
export function FairnessBars({ rows, label }: { rows: Row[]; label: string }) {
  const { t, percent, number } = useFormat();
  const used = rows.filter((row) => row.units > 0);
  const mean = shareOf(
    used.reduce((sum, row) => sum + row.served, 0),
    used.reduce((sum, row) => sum + row.units, 0),
  );
  const shares = used.map((row) => shareOf(row.served, row.units));
  if (used.length === 0) return <p className="soft">{t('plan.no_units')}</p>;
  return (
    <div>
      <p className="soft small" style={{ margin: '0 0 10px' }}>
        {t('plan.fairness_note', {
          low: percent(Math.min(...shares)),
          high: percent(Math.max(...shares)),
          mean: percent(mean),
        })}
      </p>
      <ul className="fairness" aria-label={label}>
        {used.map((row) => (
          <li key={row.key}>
            <span className="fairness-name">{row.name}</span>
            <span className="fairness-bar">
              <ShareBar served={row.served} units={row.units} label={row.name} />
              <i style={{ insetInlineStart: `${100 * mean}%` }} aria-hidden="true" />
            </span>
            <span className="number small fairness-value">
              {percent(shareOf(row.served, row.units))}
              <span className="soft">
                {' '}
                {number(row.served)}/{number(row.units)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Summary({ plan }: { plan: PlanSummary }) {
  const { t, number } = useFormat();
  return (
    <div className="card plan-summary">
      <Figures plan={plan} />
      <ul className="tier-bars">
        {plan.tiers.map((tier) => (
          <li key={tier.tier}>
            <TierBadge tier={tier.tier} />
            <ShareBar served={tier.served} units={tier.units} label={t(`tier.${tier.tier}`)} />
            <span className="number small">
              {number(tier.served)} / {number(tier.units)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Fairness({ plan }: { plan: PlanSummary }) {
  const { t } = useTranslation();
  const { kind, number } = useFormat();
  const townships = plan.townships.map((each) => ({
    ...each,
    key: String(each.code),
    name: each.code === 0 ? t('plan.township_unknown') : each.name,
  }));
  const kinds = [...plan.kinds]
    .sort((a, b) => b.units - a.units)
    .map((each) => ({ ...each, key: each.kind, name: kind(each.kind) }));
  return (
    <div className="stack">
      <div className="fairness-grid">
        <Section title={t('home.by_township')}>
          <FairnessBars rows={townships} label={t('home.by_township')} />
        </Section>
        <Section title={t('home.by_kind')}>
          <FairnessBars rows={kinds} label={t('home.by_kind')} />
        </Section>
      </div>
      <p className="soft small" style={{ margin: 0 }}>
        {plan.solver.optimal
          ? t('plan.solver_proven', { name: plan.solver.name, seconds: number(plan.solver.milliseconds / 1000, 2) })
          : t('plan.solver_unproven', { name: plan.solver.name, seconds: number(plan.solver.milliseconds / 1000, 2) })}
      </p>
    </div>
  );
}
