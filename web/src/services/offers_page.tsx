import { useTranslation } from 'react-i18next';

import type { Offer } from '../api/types';
import { Badge, Broken, Empty, PageHead, ShareBar, Waiting } from '../core/blocks';
import { DivisionSelect, FilterSelect, KindSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { ListFoot } from '../core/list_foot';
import { SlotGrid } from '../core/slot_grid';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePhone } from '../core/use_phone';
import { ClearanceBadge } from './clearance';

const providerKinds = [
  'volunteer', 'retired_teacher', 'remote_teacher', 'counsellor', 'social_worker', 'care_place', 'depot', 'other',
] as const;

function Where({ offer }: { offer: Offer }) {
  const { t, known, number } = useFormat();
  return (
    <span className="row" style={{ gap: 6, flexWrap: 'nowrap' }}>
      <Icon name={offer.online ? 'online' : 'place'} size={16} />
      <span>
        {offer.online ? t('offer.online') : known(offer.village?.name)}
        {!offer.online && offer.radius_km !== null ? (
          <span className="soft small"> {t('offer.within', { km: number(offer.radius_km, 1) })}</span>
        ) : null}
      </span>
    </span>
  );
}

function Use({ offer }: { offer: Offer }) {
  const { t, number } = useFormat();
  return (
    <div style={{ minWidth: 96 }}>
      <div className="small number">
        {t('offer.used_of', { used: number(offer.used), capacity: number(offer.capacity_weekly) })}
      </div>
      <ShareBar served={offer.used} units={offer.capacity_weekly} label={t('offer.use')} />
    </div>
  );
}

function Kinds({ offer }: { offer: Offer }) {
  const { kind } = useFormat();
  return (
    <span className="row" style={{ gap: 4 }}>
      {offer.kinds.map((each) => (
        <Badge key={each}>{kind(each)}</Badge>
      ))}
    </span>
  );
}

function OffersTable({ items }: { items: Offer[] }) {
  const { t } = useFormat();
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('offer.name')}</th>
            <th scope="col">{t('offer.kinds')}</th>
            <th scope="col">{t('offer.where')}</th>
            <th scope="col">{t('offer.slots')}</th>
            <th scope="col">{t('offer.use')}</th>
            <th scope="col">{t('offer.clearance')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((offer) => (
            <tr key={offer.id}>
              <td>
                <strong style={{ fontWeight: 600 }}>{offer.name}</strong>
                <div className="soft small">
                  {t(`provider_kind.${offer.provider_kind}`)} · {offer.code}
                </div>
              </td>
              <td style={{ maxWidth: 300 }}>
                <Kinds offer={offer} />
              </td>
              <td>
                <Where offer={offer} />
              </td>
              <td>
                <SlotGrid slots={offer.slots} />
              </td>
              <td>
                <Use offer={offer} />
              </td>
              <td>
                <ClearanceBadge clearance={offer.clearance} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OffersCards({ items }: { items: Offer[] }) {
  const { t } = useFormat();
  return (
    <ul className="cards">
      {items.map((offer) => (
        <li key={offer.id}>
          <div className="row" style={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
            <div>
              <strong>{offer.name}</strong>
              <div className="soft small">{t(`provider_kind.${offer.provider_kind}`)}</div>
            </div>
            <ClearanceBadge clearance={offer.clearance} />
          </div>
          <div style={{ margin: '8px 0' }}>
            <Kinds offer={offer} />
          </div>
          <Where offer={offer} />
          <div className="row" style={{ justifyContent: 'space-between', marginTop: 8 }}>
            <SlotGrid slots={offer.slots} />
            <Use offer={offer} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export default function OffersPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const phone = usePhone();
  const { filters, setFilter, clear, any, active } = useFilters(['kind', 'provider_kind', 'cleared', 'division'] as const);
  const { items, total, query } = useList<Offer>('/offers', filters);
  return (
    <>
      <PageHead
        title={t('nav.offers')}
        note={total === null ? undefined : t('offers.total', { count: total, number: number(total) })}
      />
      <Filters active={active}>
        <KindSelect value={filters.kind} onChange={(value) => setFilter('kind', value)} />
        <FilterSelect
          label={t('offer.provider')}
          value={filters.provider_kind}
          data={providerKinds.map((kind) => ({ value: kind, label: t(`provider_kind.${kind}`) }))}
          onChange={(value) => setFilter('provider_kind', value)}
        />
        <FilterSelect
          label={t('offer.clearance')}
          value={filters.cleared}
          data={['yes', 'no'].map((value) => ({ value, label: t(`offer.cleared_${value}`) }))}
          onChange={(value) => setFilter('cleared', value)}
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
            <Empty icon="offers" title={t('offers.empty')} hint={t('offers.empty_hint')} to="/import" action={t('nav.import')} />
          )}
        </div>
      ) : null}
      {items.length > 0 ? (
        <>
          {phone ? <OffersCards items={items} /> : <OffersTable items={items} />}
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
