// Children a definition cannot decide yet, each with the question that would settle it.
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { get } from '../api/client';
import type { OfferedSchemes, UnsettledChild } from '../api/types';
import { Broken, Empty, PageHead, Waiting } from '../core/blocks';
import { DivisionSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { ListFoot } from '../core/list_foot';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePersonLine } from './children_page';
import { useStatusWords } from './status_words';

const names = ['scheme', 'division'] as const;

/// The definitions in force, for those whom lists by definition are offered.
export function useSchemes() {
  const may = useMay();
  return useQuery({
    queryKey: ['schemes'],
    staleTime: 60_000,
    enabled: may('see_needs'),
    queryFn: ({ signal }) => get<OfferedSchemes>('/schemes', {}, signal),
  });
}

function List({ scheme, division }: { scheme: string; division: string }) {
  const { t, known } = useFormat();
  const { question } = useStatusWords();
  const person = usePersonLine();
  const { items, total, query } = useList<UnsettledChild>('/unsettled-children', { scheme, division });
  if (query.isPending) return <Waiting />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0) {
    return (
      <div className="card">
        <Empty icon="check" title={t('unsettled.none')} hint={t('unsettled.none_hint')} to="/definitions" action={t('nav.definitions')} />
      </div>
    );
  }
  return (
    <>
      <ul className="cards">
        {items.map(({ child, questions }) => (
          <li key={child.id}>
            <Link href={`/children/${child.id}`} className="name-link" style={{ fontSize: '1.0625rem' }}>
              {child.name}
            </Link>
            <div className="small">{person(child)}</div>
            <div className="soft small">{[child.township, known(child.village?.name)].filter(Boolean).join(' · ')}</div>
            <div className="small">
              {t('status.missing')}: {questions.length === 0 ? t('unsettled.contradiction') : questions.map(question).join(t('list.separator'))}
            </div>
          </li>
        ))}
      </ul>
      <ListFoot shown={items.length} total={total} more={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    </>
  );
}

export default function UnsettledPage() {
  const { t } = useFormat();
  const { label } = useStatusWords();
  const { filters, setFilter, active } = useFilters(names);
  const schemes = useSchemes();
  const listed = schemes.data?.items.filter((one) => one.listed) ?? [];
  const scheme = filters.scheme || (listed.find((one) => one.group === 'left_behind')?.id ?? '');
  return (
    <>
      <PageHead title={t('unsettled.title')} note={t('unsettled.note')} />
      <Filters active={active}>
        <Select
          label={t('unsettled.scheme')}
          data={listed.map((one) => ({ value: one.id, label: label(one) }))}
          value={scheme || null}
          onChange={(value) => setFilter('scheme', value)}
          allowDeselect={false}
          searchable
          styles={{ input: { minHeight: 40 } }}
        />
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
      </Filters>
      {schemes.isPending ? <Waiting /> : null}
      {schemes.isError ? <Broken cause={schemes.error} onRetry={() => void schemes.refetch()} /> : null}
      {scheme ? <List scheme={scheme} division={filters.division} /> : null}
      {schemes.data && listed.length === 0 ? (
        <div className="card">
          <Empty icon="clock" title={t('definitions.none')} hint={t('definitions.none_hint')} to="/children" action={t('nav.children')} />
        </div>
      ) : null}
    </>
  );
}
