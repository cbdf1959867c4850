// Records that may be one child: two side by side, what agrees and what does not in words, and a decision by button or key.
import { Button, Switch } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get, post } from '../api/client';
import { useJob } from '../api/job';
import type { Child, Duplicate, DuplicateList, LinkStart } from '../api/types';
import { Badge, Broken, Empty, Notice, PageHead, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { agreementTone, ends, type Decision, type Ends } from './duplicates';
import './duplicates.css';

type Row = { field: string; left: string; right: string };

/// What is compared, as each record has it; what is kept back says so.
function useRows(item: Duplicate): Row[] {
  const { t, known, date } = useFormat();
  const seen = (child: Child, field: string, text: string) => (child.withheld.includes(field) ? t('child.not_shown') : text);
  const people = (child: Child) => child.relations.map((one) => one.name).filter(Boolean).join(t('list.separator'));
  const phones = (child: Child) => child.relations.map((one) => one.phone_masked).filter(Boolean).join(t('list.separator'));
  const both = (field: string, read: (child: Child) => string): Row => ({ field, left: read(item.a), right: read(item.b) });
  return [
    both('name', (child) => seen(child, 'child.name', known(child.name))),
    both('sex', (child) => seen(child, 'child.sex', t(`sex.${child.sex}`))),
    both('born_on', (child) => seen(child, 'child.born_on', date(child.born_on))),
    both('identity', (child) => seen(child, 'child.identity_number', known(child.id_number_masked))),
    both('guardian', (child) => seen(child, 'relation.person', known(people(child)))),
    both('phone', (child) => seen(child, 'relation.phone', known(phones(child)))),
    both('village', (child) => seen(child, 'child.village', known([child.township, child.village?.name].filter(Boolean).join(' · ')))),
    both('school', (child) => [seen(child, 'child.school', known(child.school)), child.grade].filter(Boolean).join(' · ')),
    both('sources', (child) => child.sources.map((source) => t('child.source', { file: source.file, row: source.row })).join(t('list.separator'))),
  ];
}

function Comparison({ item, weights }: { item: Duplicate; weights: boolean }) {
  const { t } = useTranslation();
  const rows = useRows(item);
  return (
    <table className="duplicate">
      <caption>{t('duplicates.side_by_side')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('duplicates.field')}</th>
          <th scope="col"><Link href={`/children/${item.a.id}`}>{t('duplicates.first')}</Link></th>
          <th scope="col"><Link href={`/children/${item.b.id}`}>{t('duplicates.second')}</Link></th>
          <th scope="col">{t('duplicates.agreement')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const agreement = item.fields.find((one) => one.field === row.field);
          const tone = agreement ? agreementTone(agreement.level) : 'quiet';
          return (
            <tr key={row.field} className={`is-${tone}`}>
              <th scope="row">{t(`duplicates.field.${row.field}`)}</th>
              <td data-side={t('duplicates.first')}>{row.left}</td>
              <td data-side={t('duplicates.second')}>{row.right}</td>
              <td>
                {agreement ? <Badge tone={tone}>{t(`duplicates.level.${row.field}.${agreement.level}`, { defaultValue: t(`duplicates.level.${agreement.level}`) })}</Badge> : null}
                {agreement && weights && agreement.level !== 'unknown' ? <span className="soft small number"> {agreement.weight > 0 ? '+' : ''}{agreement.weight.toFixed(1)}</span> : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/// The pair in hand and what can be done with it.
function Queue({ list }: { list: DuplicateList }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problem = useProblemWords();
  const [at, setAt] = useState(0);
  const [last, setLast] = useState<Ends | null>(null);
  const [weights, setWeights] = useState(false);
  const here = Math.min(at, list.items.length - 1);
  const item = list.items[here];
  const decide = useMutation({
    mutationFn: ({ pair, decision }: { pair: Ends; decision: Decision }) => post('/duplicates/decide', { ...pair, decision }),
    onSuccess: async (_, { pair, decision }) => {
      setLast(decision === 'open' ? null : pair);
      if (decision !== 'later') setAt(0);
      await client.invalidateQueries({ queryKey: ['duplicates'] });
      void client.invalidateQueries({ queryKey: ['child'] });
    },
  });
  const say = (decision: Decision) => {
    if (item && !decide.isPending) decide.mutate({ pair: ends(item), decision });
  };
  const undo = () => {
    if (last && !decide.isPending) decide.mutate({ pair: last, decision: 'open' });
  };
  const go = (step: number) => setAt(Math.max(0, Math.min(list.items.length - 1, here + step)));
  useHotkeys([
    ['s', () => say('same')],
    ['d', () => say('different')],
    ['l', () => say('later')],
    ['u', undo],
    ['ArrowRight', () => go(1)],
    ['ArrowLeft', () => go(-1)],
  ]);
  const total = list.open + list.later + list.decided;
  return (
    <div className="stack">
      <p role="status" className="soft" style={{ margin: 0 }}>
        {t('duplicates.progress', { done: list.decided, total })}
        {list.later > 0 ? ` · ${t('duplicates.put_off', { count: list.later })}` : ''}
      </p>
      {decide.error ? <Notice tone="bad">{problem(decide.error)}</Notice> : null}
      {item ? (
        <div className="card">
          <p style={{ margin: '0 0 12px' }}>
            <Badge tone={item.probability >= 0.9 ? 'good' : 'warn'}>{t(`duplicates.reason.${item.reason}`)}</Badge>
            {item.state === 'later' ? <> <Badge tone="quiet">{t('duplicates.state.later')}</Badge></> : null}
          </p>
          <Comparison item={item} weights={weights} />
        </div>
      ) : (
        <Empty icon="check" title={t('duplicates.empty.title')} hint={t('duplicates.empty.hint')} to="/children" action={t('nav.children')} />
      )}
      <div className="row duplicate-actions">
        {item ? (
          <>
            <Button h={44} onClick={() => say('same')} loading={decide.isPending} aria-keyshortcuts="s">{t('duplicates.same')} <kbd>S</kbd></Button>
            <Button h={44} variant="default" onClick={() => say('different')} disabled={decide.isPending} aria-keyshortcuts="d">{t('duplicates.different')} <kbd>D</kbd></Button>
            <Button h={44} variant="default" onClick={() => say('later')} disabled={decide.isPending} aria-keyshortcuts="l">{t('duplicates.later')} <kbd>L</kbd></Button>
          </>
        ) : null}
        {last ? <Button h={44} variant="default" onClick={undo} disabled={decide.isPending} aria-keyshortcuts="u">{t('duplicates.undo')} <kbd>U</kbd></Button> : null}
      </div>
      {item ? (
        <div className="row">
          <span className="soft small">{t('duplicates.keys')}</span>
          <Switch label={t('duplicates.weights')} checked={weights} onChange={(event) => setWeights(event.currentTarget.checked)} />
        </div>
      ) : null}
    </div>
  );
}

export default function DuplicatesPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problem = useProblemWords();
  const [job, setJob] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['duplicates'],
    queryFn: ({ signal }) => get<DuplicateList>('/duplicates', { limit: 20 }, signal),
  });
  const find = useMutation({
    mutationFn: () => post<LinkStart>('/duplicates/find', {}),
    onSuccess: (start) => setJob(start.job),
  });
  const running = useJob(job, () => {
    setJob(null);
    void client.invalidateQueries();
  });
  return (
    <>
      <PageHead title={t('duplicates.title')} note={t('duplicates.note')}>
        <Button h={44} variant="default" loading={find.isPending || job !== null} onClick={() => find.mutate()}>{t('duplicates.find')}</Button>
      </PageHead>
      {find.error ? <Notice tone="bad">{problem(find.error)}</Notice> : null}
      {running && job ? <p role="status" className="soft">{t('duplicates.finding', { done: running.done, total: running.total })}</p> : null}
      {list.isPending ? <Waiting /> : null}
      {list.isError ? <Broken cause={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data ? <Queue list={list.data} /> : null}
    </>
  );
}
