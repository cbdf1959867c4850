import { useTranslation } from 'react-i18next';

import type { Need } from '../api/types';
import { Broken, Empty, PageHead, TierBadge, Waiting } from '../core/blocks';
import { DivisionSelect, FilterSelect, KindSelect, TierSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { ListFoot } from '../core/list_foot';
import { SlotGrid } from '../core/slot_grid';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePhone } from '../core/use_phone';
import { ChildLink } from '../registry/child_link';
import { NeedStatusBadge } from './need_status';

const statuses = ['open', 'matched', 'in_service', 'met', 'partly', 'not_met', 'withdrawn'] as const;

function NeedsTable({ items }: { items: Need[] }) {
  const { t, kind, known, date } = useFormat();
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('need.child')}</th>
            <th scope="col">{t('need.kind')}</th>
            <th scope="col">{t('filter.tier')}</th>
            <th scope="col">{t('need.when')}</th>
            <th scope="col">{t('child.village')}</th>
            <th scope="col">{t('need.opened_on')}</th>
            <th scope="col">{t('need.status')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((need) => (
            <tr key={need.id}>
              <td>
                <ChildLink child={need.child} strong />
              </td>
              <td>
                {kind(need.kind)}
                <div className="soft small">
                  {t('units.weekly', { count: need.units_weekly })}
                  {need.sex_rule === 'any' ? '' : ` · ${t(`sex_rule.${need.sex_rule}`)}`}
                </div>
              </td>
              <td>
                <TierBadge tier={need.tier} />
              </td>
              <td>
                <SlotGrid slots={need.slots} />
              </td>
              <td>{known(need.village?.name)}</td>
              <td className="number" style={{ textAlign: 'start', whiteSpace: 'nowrap' }}>{date(need.opened_on)}</td>
              <td>
                <NeedStatusBadge status={need.status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NeedsCards({ items }: { items: Need[] }) {
  const { t, kind, known } = useFormat();
  return (
    <ul className="cards">
      {items.map((need) => (
        <li key={need.id}>
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <strong>{kind(need.kind)}</strong>
            <TierBadge tier={need.tier} />
          </div>
          <ChildLink child={need.child} strong />
          <div className="soft small">
            {known(need.village?.name)} · {t('units.weekly', { count: need.units_weekly })}
          </div>
          <div className="row" style={{ justifyContent: 'space-between', marginTop: 8 }}>
            <SlotGrid slots={need.slots} />
            <NeedStatusBadge status={need.status} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export default function NeedsPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const phone = usePhone();
  const { filters, setFilter, clear, any, active } = useFilters(['kind', 'tier', 'status', 'division'] as const);
  const { items, total, query } = useList<Need>('/needs', filters);
  return (
    <>
      <PageHead
        title={t('nav.needs')}
        note={total === null ? undefined : t('needs.total', { count: total, number: number(total) })}
      />
      <Filters active={active}>
        <KindSelect value={filters.kind} onChange={(value) => setFilter('kind', value)} />
        <TierSelect value={filters.tier} onChange={(value) => setFilter('tier', value)} />
        <FilterSelect
          label={t('need.status')}
          value={filters.status}
          data={statuses.map((status) => ({ value: status, label: t(`need_status.${status}`) }))}
          onChange={(value) => setFilter('status', value)}
        />
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
      </Filters>
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <div className="card">
          {any ? (
            <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')} onAction={clear} />
          ) : (
            <Empty icon="needs" title={t('needs.empty')} hint={t('needs.empty_hint')} to="/import" action={t('nav.import')} />
          )}
        </div>
      ) : null}
      {items.length > 0 ? (
        <>
          {phone ? <NeedsCards items={items} /> : <NeedsTable items={items} />}
          <ListFoot
            shown={items.length}
            total={total}
            more={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      ) : null}
    </>
  );
}
