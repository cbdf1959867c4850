// The three comparisons of the dropout check: work lists with reasons, and those of whom it cannot be said kept apart.
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { useMay } from '../access/may';
import { get } from '../api/client';
import type { ComparedChild, ComparedSet, Comparison } from '../api/types';
import { Badge, Broken, Empty, PageHead, Section, Waiting } from '../core/blocks';
import { useAskedExport } from '../core/asked_export';
import { useFormat } from '../core/format';
import { ListFoot } from '../core/list_foot';
import './comparison.css';

const sets: ComparedSet[] = ['never_enrolled', 'not_present', 'poor_not_present'];
const needed = ['hukou', 'student_register', 'present', 'ex_poor'] as const;

function Lists({ lists }: { lists: Comparison['lists'] }) {
  const { t, number, instant } = useFormat();
  if (lists.length === 0) {
    return <Empty icon="file" title={t('comparison.no_lists')} hint={t('comparison.no_lists_hint')} to="/import" action={t('nav.import')} />;
  }
  return (
    <ul className="cards">
      {lists.map((list) => (
        <li key={list.id}>
          <Badge tone="info">{t(`list_role.${list.role}`)}</Badge> <strong>{list.sender}</strong>
          <div className="soft small">{[list.file, instant(list.imported_at), `${t('lists.children')} ${number(list.children)}`].join(' · ')}</div>
        </li>
      ))}
      {needed.filter((role) => !lists.some((list) => list.role === role)).map((role) => (
        <li key={role}><Badge tone="warn">{t('comparison.list_missing', { role: t(`list_role.${role}`) })}</Badge></li>
      ))}
    </ul>
  );
}

function Children({ items }: { items: ComparedChild[] }) {
  const { t, known } = useFormat();
  return (
    <ul className="cards">
      {items.map(({ child, reason, unknown }) => (
        <li key={child.id}>
          <div className="row">
            <Link href={`/children/${child.id}`} className="name-link">{child.name}</Link>
            <Badge tone={unknown ? 'quiet' : 'warn'}>{t(`compare_reason.${reason}`)}</Badge>
          </div>
          <div className="soft small">
            {[t(`sex.${child.sex}`), child.age === null ? null : t('child.age', { age: child.age }), child.shielded ? t('child.shielded_badge') : known(child.village?.name), known(child.school), child.grade]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Counts({ counts, chosen, onChoose }: { counts: Comparison['counts']; chosen: ComparedSet; onChoose: (set: ComparedSet) => void }) {
  const { t, number } = useFormat();
  return (
    <div className="compare-sets" role="group" aria-label={t('comparison.title')}>
      {counts.map((count) => (
        <button key={count.set} type="button" className="card" aria-pressed={count.set === chosen} onClick={() => onChoose(count.set)}>
          <span>{t(`comparison.set_${count.set}`)}</span>
          <strong className="number">{number(count.children)}</strong>
          <span className="soft small">{t(`comparison.formula_${count.set}`)}</span>
          {count.unknown > 0 ? <span className="small">{t('comparison.unknown_count', { count: count.unknown, number: number(count.unknown) })}</span> : null}
        </button>
      ))}
    </div>
  );
}

export default function ComparisonPage() {
  const { t } = useFormat();
  const may = useMay();
  const ask = useAskedExport();
  const [, navigate] = useLocation();
  const [set, setSet] = useState<ComparedSet>('never_enrolled');
  const [unknown, setUnknown] = useState(false);
  const [day, setDay] = useState('');
  const query = useInfiniteQuery({
    queryKey: ['comparison', set, unknown, day],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      get<Comparison>('/comparison', { set, unknown: unknown ? 'yes' : 'no', day: day || undefined, limit: 50, after: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const first = query.data?.pages[0];
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const count = first?.counts.find((each) => each.set === set);
  return (
    <div className="stack">
      <PageHead title={t('comparison.title')} note={t('comparison.note')} />
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {first ? (
        <>
          <div className="filters" style={{ margin: 0 }}>
            <TextInput type="date" label={t('comparison.day')} value={day} onChange={(event) => setDay(event.currentTarget.value)} styles={{ input: { minHeight: 40 } }} />
          </div>
          <Counts counts={first.counts} chosen={set} onChoose={setSet} />
          <Section
            title={t(`comparison.set_${set}`)}
            aside={
              may('export_records') && items.length > 0 ? (
                <Button
                  h={44}
                  variant="default"
                  onClick={() => {
                    ask({ what: 'comparison', view: { set, only_unknown: unknown, ...(day ? { day } : {}) } });
                    navigate('/exports');
                  }}
                >
                  {t('comparison.export')}
                </Button>
              ) : null
            }
          >
            <SegmentedControl
              aria-label={t('comparison.certain')}
              data={sets.includes(set) ? [{ value: 'no', label: t('comparison.certain') }, { value: 'yes', label: t('comparison.unknown') }] : []}
              value={unknown ? 'yes' : 'no'}
              onChange={(next) => setUnknown(next === 'yes')}
              mb="md"
              styles={{ label: { minHeight: 40, alignContent: 'center' } }}
            />
            {items.length === 0 ? <Empty icon="check" title={t('comparison.empty')} hint={t('comparison.empty_hint')} /> : <Children items={items} />}
            {items.length > 0 ? (
              <ListFoot
                shown={items.length}
                total={count ? (unknown ? count.unknown : count.children) : null}
                more={query.hasNextPage}
                loading={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            ) : null}
          </Section>
          <Section title={t('comparison.lists')}><Lists lists={first.lists} /></Section>
        </>
      ) : null}
    </div>
  );
}
