import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { EmergencyWay } from '../access/emergency_dialog';
import { useMay } from '../access/may';
import type { ChildRow } from '../api/types';
import { useAskedExport } from '../core/asked_export';
import { Badge, Broken, Empty, PageHead, Waiting } from '../core/blocks';
import { DivisionSelect, FilterSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { ListFoot } from '../core/list_foot';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePhone } from '../core/use_phone';
import { WorklistTabs } from './worklists';
import { StatusChips, StatusFilter } from './status_filter';
import { FoundList, RecentSearches, useFound } from './found_list';

const names = ['division', 'sex', 'age_min', 'age_max', 'sort', 'status'] as const;
type Filters = Record<(typeof names)[number], string>;

/// "girl · 9 · grade 3", with what is not known said to be unknown.
export function usePersonLine() {
  const { t, unknown } = useFormat();
  return (child: Pick<ChildRow, 'sex' | 'age'>) =>
    [t(`sex.${child.sex}`), child.age === null ? t('child.age_unknown', { unknown }) : t('child.age', { age: child.age })].join(
      ' · ',
    );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const settle = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      className="grow"
      type="search"
      label={t('children.search')}
      placeholder={t('children.search_hint')}
      leftSection={<Icon name="search" size={18} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        const found = document.querySelector<HTMLElement>('a.found-link');
        if (event.key === 'ArrowDown' && found) {
          event.preventDefault();
          found.focus();
        } else if (event.key === 'Enter' && text.trim() === value) {
          found?.click();
        }
      }}
      styles={{ input: { minHeight: 40 } }}
    />
  );
}

function AgeInput({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <NumberInput
      className="narrow"
      label={label}
      value={value === '' ? '' : Number(value)}
      onChange={(next) => onChange(next === '' ? '' : String(next))}
      min={0}
      max={25}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      styles={{ input: { minHeight: 40 } }}
    />
  );
}

function RegisterLink() {
  const { t } = useTranslation();
  return (
    <Button component={Link} href="/register" h={44} leftSection={<Icon name="plus" size={18} />}>
      {t('register.title')}
    </Button>
  );
}

/// The columns of the table, as the server calls them, in the order of the page.
const columns = ['name', 'sex', 'born_on', 'age', 'village', 'township', 'school', 'grade', 'identity_number', 'needs_open'];

/// The list as a file: the same filters, columns and order as on the page.
function ExportLink({ filters, sought }: { filters: Filters; sought: string }) {
  const { t } = useTranslation();
  const ask = useAskedExport();
  const view = {
    columns,
    ...(sought ? { query: sought } : {}),
    ...(filters.sex ? { sex: filters.sex as 'female' | 'male' | 'unknown' } : {}),
    ...(filters.age_min ? { age_min: Number(filters.age_min) } : {}),
    ...(filters.age_max ? { age_max: Number(filters.age_max) } : {}),
    sort: (filters.sort || 'village') as 'village' | 'name' | 'born_on',
  };
  return (
    <Button
      component={Link}
      href="/exports"
      variant="default"
      h={44}
      leftSection={<Icon name="download" size={18} />}
      onClick={() => ask({ what: 'children', view, division: filters.division })}
    >
      {t('children.export')}
    </Button>
  );
}

function ChildrenTable({ items }: { items: ChildRow[] }) {
  const { t, known, date, number } = useFormat();
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('child.name')}</th>
            <th scope="col">{t('child.sex')}</th>
            <th scope="col">{t('child.born_on')}</th>
            <th scope="col">{t('child.village')}</th>
            <th scope="col">{t('child.school')}</th>
            <th scope="col">{t('child.id_number')}</th>
            <th scope="col" className="number">{t('child.needs_open')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((child) => (
            <tr key={child.id}>
              <td>
                <Link href={`/children/${child.id}`} className="name-link">
                  {child.name}
                </Link>
              </td>
              <td>{t(`sex.${child.sex}`)}</td>
              <td className="number" style={{ textAlign: 'start', whiteSpace: 'nowrap' }}>
                {date(child.born_on)}
                {child.age === null ? null : <div className="soft small">{t('child.age', { age: child.age })}</div>}
              </td>
              <td>
                {child.shielded ? <Badge tone="warn">{t('child.shielded_badge')}</Badge> : known(child.village?.name)}
                <div className="soft small">{child.township}</div>
              </td>
              <td>
                {child.shielded ? null : known(child.school)}
                <div className="soft small">{child.grade}</div>
              </td>
              <td className="number" style={{ textAlign: 'start' }}>{known(child.id_number_masked)}</td>
              <td className="number">{child.needs_open === null ? '' : number(child.needs_open)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ChildrenCards({ items }: { items: ChildRow[] }) {
  const { t, known } = useFormat();
  const mark = (child: ChildRow, text: string | null | undefined) => (child.shielded || child.needs_open === null ? text : known(text));
  const person = usePersonLine();
  return (
    <ul className="cards">
      {items.map((child) => (
        <li key={child.id}>
          <div className="row" style={{ justifyContent: 'space-between', flexWrap: 'nowrap' }}>
            <Link href={`/children/${child.id}`} className="name-link" style={{ fontSize: '1.0625rem' }}>
              {child.name}
            </Link>
            {child.needs_open ? (
              <Badge tone="info">{t('child.needs_badge', { count: child.needs_open })}</Badge>
            ) : null}
          </div>
          {child.shielded ? <Badge tone="warn">{t('child.shielded_badge')}</Badge> : null}
          {/* Those who are not shown how many needs a child has see little of it: a gap says less than "unknown". */}
          {child.needs_open === null && child.sex === 'unknown' ? null : <div className="small">{person(child)}</div>}
          <div className="soft small">{[child.township, mark(child, child.village?.name)].filter(Boolean).join(' · ')}</div>
          <div className="soft small">{[mark(child, child.school), child.grade].filter(Boolean).join(' · ')}</div>
        </li>
      ))}
    </ul>
  );
}

/// What is looked for is a name or a number of somebody, so it is kept in memory, where going back to the list
/// finds it and signing out clears it; in the address it would stay in the browser's history.
function useSought() {
  const client = useQueryClient();
  const key = ['children sought'];
  const { data } = useQuery({ queryKey: key, queryFn: () => '', initialData: '', staleTime: Infinity });
  return [data, (text: string) => client.setQueryData(key, text)] as const;
}

/// A whole identity or student number: somebody is looking for one certain child.
const isWholeNumber = (text: string) => /^[GL]?\d{14,18}[\dX]?$/i.test(text);

export default function ChildrenPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const phone = usePhone();
  const may = useMay();
  const { filters, setFilter, clear, any, active } = useFilters(names);
  const [sought, setSought] = useSought();
  // Words are ranked; once something else narrows too, the list keeps its order and is read page by page.
  const ranked = sought !== '' && active === 0;
  const found = useFound(ranked ? sought : '');
  const { items, total, query } = useList<ChildRow>('/children', filters, ranked ? '' : sought);
  const shownTotal = ranked ? (found.data?.total ?? total) : total;
  const none = ranked ? found.data?.items.length === 0 : query.isSuccess && items.length === 0;
  const showAll = () => {
    setSought('');
    clear();
  };
  return (
    <>
      <PageHead
        title={t('nav.children')}
        note={shownTotal === null ? undefined : t('children.total', { count: shownTotal, number: number(shownTotal) })}
      >
        {may('register_child') ? <RegisterLink /> : null}
        {may('export_records') ? <ExportLink filters={filters} sought={sought} /> : null}
      </PageHead>
      <WorklistTabs filter={filters} />
      <Filters
        search={<SearchBox value={sought} onChange={setSought} />}
        active={active}
      >
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
        <FilterSelect
          label={t('child.sex')}
          value={filters.sex}
          data={['female', 'male', 'unknown'].map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
          onChange={(value) => setFilter('sex', value)}
        />
        {may('see_needs') ? <StatusFilter value={filters.status} onChange={(value) => setFilter('status', value)} /> : null}
        <AgeInput label={t('children.age_min')} value={filters.age_min} onChange={(value) => setFilter('age_min', value)} />
        <AgeInput label={t('children.age_max')} value={filters.age_max} onChange={(value) => setFilter('age_max', value)} />
        <Select
          label={t('children.sort')}
          data={['village', 'name', 'born_on'].map((sort) => ({ value: sort, label: t(`children.sort_${sort}`) }))}
          value={filters.sort || 'village'}
          allowDeselect={false}
          onChange={(value) => setFilter('sort', value)}
          styles={{ input: { minHeight: 40 } }}
        />
      </Filters>
      <StatusChips value={filters.status} onChange={(value) => setFilter('status', value)} />
      {ranked ? <FoundList text={sought} onClear={showAll} query={found} /> : <RecentSearches onChoose={setSought} />}
      {!ranked && query.isPending ? <Waiting /> : null}
      {!ranked && query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {!ranked && query.isSuccess && items.length === 0 ? (
        <div className="card">
          {any || sought ? (
            <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')} onAction={showAll} />
          ) : (
            <Empty icon="children" title={t('children.empty')} hint={t('children.empty_hint')} to="/import" action={t('nav.import')} />
          )}
        </div>
      ) : null}
      {none && isWholeNumber(sought) && may('break_glass') ? (
        <EmergencyWay asked={{ number: sought }} />
      ) : null}
      {!ranked && items.length > 0 ? (
        <>
          {phone ? <ChildrenCards items={items} /> : <ChildrenTable items={items} />}
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
