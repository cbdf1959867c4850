import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay, type Operation } from '../access/may';
import { useSession } from '../access/session';
import { useToReview } from '../access/to_review';
import { get } from '../api/client';
import type { Home, VillagePoint } from '../api/types';
import { Broken, Defined, Empty, PageHead, Section, ShareBar, TierBadge, Waiting } from '../core/blocks';
import { Bars, type Bar } from '../core/chart/bars';
import { useFormat } from '../core/format';
import { Icon, type IconName } from '../core/icon';
import { colourOf } from '../core/map/map_data';
import { MapView } from '../core/map/map_view';
import { usePhone } from '../core/use_phone';
import './home.css';

/// Who can do something about it; others are not troubled with it.
const attentionNeeds: Record<string, Operation> = {
  plan_missing: 'make_plan',
  plan_to_review: 'decide_plan',
  urgent_unmet: 'see_plan',
  clearance_expired: 'see_offers',
  clearance_expiring: 'see_offers',
  import_rejects: 'import_records',
  children_without_village: 'see_children',
  conflicts: 'see_children',
};

const attentionIcon: Record<string, [IconName, string]> = {
  plan_missing: ['plan', 'warn'],
  plan_to_review: ['plan', 'info'],
  urgent_unmet: ['needs', 'bad'],
  clearance_expired: ['shield', 'bad'],
  clearance_expiring: ['shield', 'warn'],
  import_rejects: ['file', 'warn'],
  children_without_village: ['place', 'warn'],
  conflicts: ['warn', 'warn'],
  glass: ['eye', 'warn'],
  glass_overdue: ['eye', 'bad'],
  corrections: ['file', 'warn'],
  corrections_overdue: ['file', 'bad'],
  erasures: ['cross', 'warn'],
};

function Attention({ items }: { items: Home['attention'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (items.length === 0) {
    return (
      <p className="row" style={{ margin: 0 }}>
        <span style={{ color: 'var(--good)' }}>
          <Icon name="check" />
        </span>
        {t('attention.nothing')}
      </p>
    );
  }
  return (
    <ul className="attention">
      {items.map((item) => {
        const [icon, tone] = attentionIcon[item.key] ?? (['info', 'info'] as const);
        return (
          <li key={item.key}>
            <Link href={item.link}>
              <span className={`attention-icon badge ${tone}`}>
                <Icon name={icon} size={20} />
              </span>
              <span className="attention-words">
                <strong>{t(`attention.${item.key}`, { count: item.count, number: number(item.count) })}</strong>
                <span className="soft small">{t(`attention.${item.key}.do`)}</span>
              </span>
              <Icon name="next" size={18} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Figures({ items }: { items: Home['figures'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <dl className="figures">
      {items.map((item) => (
        <div key={item.key} className="figure">
          <dt>
            <Defined label={t(`figure.${item.key}`)} definition={t(`definition.${item.key}`)} />
          </dt>
          <dd className="number">{number(item.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function PlanCard({ home }: { home: Home }) {
  const may = useMay();
  const { t } = useTranslation();
  const { number, percent, date } = useFormat();
  const plan = home.plan;
  if (!plan) {
    return (
      <>
        <p style={{ marginTop: 0 }}>{t('home.no_plan')}</p>
        {may('make_plan') ? (
          <Button component={Link} href="/plan" h={44}>
            {t('home.make_plan')}
          </Button>
        ) : null}
      </>
    );
  }
  const decided = plan.accepted + plan.refused + plan.pinned;
  return (
    <div className="stack" style={{ gap: 14 }}>
      <div>
        <div className="big-share number">{percent(plan.units > 0 ? plan.units_served / plan.units : 0)}</div>
        <div className="soft small">
          {t('home.plan_served', { served: number(plan.units_served), units: number(plan.units), week: date(plan.week_of) })}
        </div>
      </div>
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
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <span className="small soft number">
          {t('home.plan_decided', { decided: number(decided), lines: number(plan.lines) })}
        </span>
        <Button component={Link} href="/plan" variant="light" h={44}>
          {t('home.open_plan')}
        </Button>
      </div>
    </div>
  );
}

/// Where help is missing most: the map's message in words.
function MostUnmet({ villages }: { villages: VillagePoint[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const most = useMemo(
    () => [...villages].filter((village) => village.unmet > 0).sort((a, b) => b.unmet - a.unmet).slice(0, 10),
    [villages],
  );
  if (most.length === 0) return null;
  return (
    <div className="most-unmet">
      <h3>{t('home.most_unmet')}</h3>
      <ol>
        {most.map((village) => (
          <li key={village.code}>
            <i style={{ background: colourOf(village) }} aria-hidden="true" />
            <Link href={`/plan?view=unmet&division=${village.code}`}>
              {village.name}
              <span className="soft small">{village.township}</span>
            </Link>
            <span className="number small">
              {t('home.unmet_of', { unmet: number(village.unmet), needs: number(village.needs) })}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const toBars = (items: { name: string; needs: number; served: number }[]): Bar[] =>
  items.filter((item) => item.needs > 0).map((item) => ({ name: item.name, served: item.served, units: item.needs }));

function FirstRun() {
  const { t } = useTranslation();
  return (
    <div className="card">
      <Empty icon="import" title={t('home.first_title')} hint={t('home.first_hint')} to="/import" action={t('home.first_action')} />
    </div>
  );
}

function Dashboard({ home }: { home: Home }) {
  const { t } = useTranslation();
  const { kind } = useFormat();
  const phone = usePhone();
  const may = useMay();
  const planned = home.plan !== null;
  const toReview = useToReview();
  const attention = [...toReview, ...home.attention.filter((item) => {
    const operation = attentionNeeds[item.key];
    return operation === undefined || may(operation);
  })];
  // What no plan has settled is not known; it is left out rather than shown as nothing served.
  const figures = home.figures.filter((figure) => planned || !['needs_served', 'needs_unmet'].includes(figure.key));
  const townships = useMemo(() => toBars(home.townships), [home.townships]);
  const kinds = useMemo(
    () => toBars([...home.kinds].sort((a, b) => b.needs - a.needs).map((each) => ({ ...each, name: kind(each.kind) }))),
    // kind follows the language, which t follows too.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [home.kinds, t],
  );
  return (
    <div className="home-grid">
      <div className="home-attention">
        <Section title={t('home.attention')} flush={attention.length > 0}>
          <Attention items={attention} />
        </Section>
      </div>
      <div className="home-figures">
        <Section title={t('home.figures')} flush>
          <Figures items={figures} />
        </Section>
      </div>
      {may('see_plan') ? (
        <div className="home-plan">
          <Section title={t('home.plan')}>
            <PlanCard home={home} />
          </Section>
        </div>
      ) : null}
      <div className="home-map">
        <Section title={t('home.map')} flush>
          {home.villages.length > 0 ? (
            <div className={planned ? 'map-and-list' : undefined}>
              <MapView planned={planned} villages={home.villages} height={phone ? 340 : 500} label={planned ? t('home.map_label') : t('home.map_label_unplanned')} />
              {planned ? <MostUnmet villages={home.villages} /> : null}
            </div>
          ) : (
            <Empty icon="place" title={t('home.map_empty')} hint={t('home.map_empty_hint')} to="/import" action={t('nav.import')} />
          )}
        </Section>
      </div>
      {planned && townships.length > 0 ? (
        <div className="home-townships">
          <Section title={t('home.by_township')}>
            <p className="soft small" style={{ marginTop: 0 }}>{t('home.share_note')}</p>
            <Bars bars={townships} label={t('home.by_township')} />
          </Section>
        </div>
      ) : null}
      {planned && kinds.length > 0 ? (
        <div className="home-kinds">
          <Section title={t('home.by_kind')}>
            <p className="soft small" style={{ marginTop: 0 }}>{t('home.share_note')}</p>
            <Bars bars={kinds} label={t('home.by_kind')} />
          </Section>
        </div>
      ) : null}
    </div>
  );
}

/// Whoever may see published figures only: the tables stand on a page of their own.
function Published() {
  const { t } = useTranslation();
  return (
    <Section title={t('home.published')}>
      <p style={{ marginTop: 0 }}>{t('home.published_hint')}</p>
      <Link href="/publications">{t('home.published_open')}</Link>
    </Section>
  );
}

export default function HomePage() {
  const { t } = useTranslation();
  const { date } = useFormat();
  const session = useSession().data;
  const home = useQuery({ queryKey: ['home'], queryFn: ({ signal }) => get<Home>('/home', undefined, signal) });
  const children = home.data?.figures.find((figure) => figure.key === 'children')?.value ?? 0;
  const started = children > 0 || (home.data?.villages.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={session?.area.name || t('nav.home')}
        note={home.data ? t('home.today', { date: date(home.data.today) }) : undefined}
      />
      {home.isPending ? <Waiting rows={7} /> : null}
      {home.isError ? <Broken cause={home.error} onRetry={() => void home.refetch()} /> : null}
      {home.data && home.data.figures.length === 0 ? <Published /> : null}
      {home.data && home.data.figures.length > 0 ? started ? <Dashboard home={home.data} /> : <FirstRun /> : null}
    </>
  );
}
