// Who is not helped, what stands in the way, and what would change it.
import { useTranslation } from 'react-i18next';

import type { PlanSummary, Unmet } from '../api/types';
import { Broken, Empty, TierBadge, Waiting } from '../core/blocks';
import { DivisionSelect, FilterSelect, KindSelect, TierSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { ListFoot } from '../core/list_foot';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { ChildLink } from '../registry/child_link';

const reasons = [
  'no_offer_of_kind', 'only_uncleared', 'out_of_reach', 'no_common_slot', 'sex_rule', 'language', 'reachable_full', 'no_place', 'refused',
] as const;

/// The reasons with how much each accounts for; choosing one filters the list.
function ReasonChips({ plan, chosen, onChoose }: { plan: PlanSummary; chosen: string; onChoose: (reason: string | null) => void }) {
  const { t, number } = useFormat();
  const sorted = [...plan.unmet_reasons].filter((each) => each.units > 0).sort((a, b) => b.units - a.units);
  return (
    <ul className="reason-chips">
      {sorted.map((each) => (
        <li key={each.reason}>
          <button type="button" aria-pressed={chosen === each.reason} onClick={() => onChoose(chosen === each.reason ? null : each.reason)}>
            {t(`unmet_short.${each.reason}`)}
            <strong className="number">{number(each.units)}</strong>
          </button>
        </li>
      ))}
    </ul>
  );
}

function UnmetItem({ item }: { item: Unmet }) {
  const { t, kind, known, words } = useFormat();
  return (
    <li className="unmet">
      <div>
        <div className="row" style={{ gap: 8 }}>
          <strong>{kind(item.need.kind)}</strong>
          <TierBadge tier={item.need.tier} />
        </div>
        <ChildLink child={item.need.child} />
        <div className="soft small">
          {known(item.need.village?.name)} · {t('unmet.units', { count: item.units })}
        </div>
      </div>
      <div>
        <div className="soft small">{t('unmet.why')}</div>
        {words('unmet', { key: item.reason, values: item.values })}
      </div>
      <div>
        <div className="soft small">{t('unmet.what_helps')}</div>
        {item.would_help.length > 0 ? (
          <ul className="reasons">
            {item.would_help.map((help, index) => (
              <li key={index}>{words('help', help)}</li>
            ))}
          </ul>
        ) : (
          t('unmet.nothing_helps')
        )}
      </div>
    </li>
  );
}

export function UnmetList({ plan }: { plan: PlanSummary }) {
  const { t } = useTranslation();
  const { filters, setFilter, clear, any, active } = useFilters(['reason', 'kind', 'tier', 'division'] as const);
  const { items, total, query } = useList<Unmet>(`/plans/${plan.id}/unmet`, filters);
  return (
    <>
      <ReasonChips plan={plan} chosen={filters.reason} onChoose={(reason) => setFilter('reason', reason)} />
      <Filters active={active}>
        <FilterSelect
          label={t('unmet.reason')}
          value={filters.reason}
          data={reasons.map((reason) => ({ value: reason, label: t(`unmet_short.${reason}`) }))}
          onChange={(value) => setFilter('reason', value)}
        />
        <KindSelect value={filters.kind} onChange={(value) => setFilter('kind', value)} />
        <TierSelect value={filters.tier} onChange={(value) => setFilter('tier', value)} />
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
      </Filters>
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <div className="card">
          {any ? (
            <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')} onAction={clear} />
          ) : (
            <Empty icon="check" title={t('unmet.none')} hint={t('unmet.none_hint')} />
          )}
        </div>
      ) : null}
      {items.length > 0 ? (
        <>
          <ul className="cards">
            {items.map((item) => (
              <UnmetItem key={`${item.need.id}-${item.reason}`} item={item} />
            ))}
          </ul>
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
