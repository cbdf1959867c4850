// Lists as files: what for, how many children, who let it go. Each file is given out once, to who asked for it.
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { download, get, post } from '../api/client';
import type { ExportKind } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useAskedExport, useWhatIsAsked, type AskedExport } from '../core/asked_export';
import { DivisionSelect } from '../core/filter_select';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';

type Export = {
  id: string;
  account_name: string;
  what: ExportKind;
  format: 'csv' | 'xlsx';
  purpose: string;
  children: number;
  state: 'ready' | 'waiting' | 'refused' | 'fetched';
  requested_at: string;
  decided_by: string;
  own: boolean;
  rows_done: number;
};
const tones = { ready: 'good', waiting: 'warn', refused: 'bad', fetched: 'quiet' } as const;

/// What the server is asked for: a list as it stood on its page, or a whole one.
const wishOf = (asked: AskedExport | null, what: string, day: string, gb18030: boolean) => {
  const own = asked ? asked.view : what === 'civil_form' && day ? { day } : {};
  const view = gb18030 ? { ...own, gb18030 } : own;
  return { what: asked ? asked.what : what, view: Object.keys(view).length > 0 ? view : null };
};

function AskForm({ asked, onDone }: { asked: AskedExport | null; onDone: () => void }) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const askedFor = useAskedExport();
  const [what, setWhat] = useState('children');
  const [day, setDay] = useState('');
  const [format, setFormat] = useState('xlsx');
  const [division, setDivision] = useState(asked?.division ?? '');
  const [purpose, setPurpose] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      post<Export>('/exports', { ...wishOf(asked, what, day, format === 'gb18030'), format: format === 'gb18030' ? 'csv' : format, division: division ? Number(division) : null, purpose: purpose.trim() }),
    onSuccess: () => {
      setPurpose('');
      askedFor(null);
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <div className="filters" style={{ margin: 0 }}>
        <Select
          size="sm"
          styles={{ input: { minHeight: 40 } }}
          label={t('export.what')}
          disabled={asked !== null}
          data={['children', 'needs', 'plan', 'civil_form', ...(asked ? ['comparison', 'changes'] : [])].map((each) => ({ value: each, label: t(`export.what_${each}`) }))}
          value={asked?.what ?? what}
          onChange={(next) => setWhat(next ?? 'children')}
          allowDeselect={false}
        />
        <DivisionSelect value={division} onChange={(next) => setDivision(next ?? '')} />
        <Select
          size="sm"
          styles={{ input: { minHeight: 40 } }}
          label={t('export.format')}
          data={['xlsx', 'csv', 'gb18030'].map((each) => ({ value: each, label: t(`children.export_${each}`) }))}
          value={format}
          onChange={(next) => setFormat(next ?? 'xlsx')}
          allowDeselect={false}
        />
      </div>
      {what === 'civil_form' && !asked ? (
        <>
          <TextInput type="date" label={t('export.day')} value={day} onChange={(event) => setDay(event.currentTarget.value)} styles={{ input: { minHeight: 40 } }} />
          <Notice tone="warn">{t('export.form_note')}</Notice>
        </>
      ) : null}
      {asked ? (
        <div className="row">
          <Badge tone="info">{t('export.as_seen')}</Badge>
          <Button size="xs" h={36} variant="default" onClick={() => askedFor(null)}>{t('export.all')}</Button>
        </div>
      ) : null}
      <Textarea
        label={t('export.why')}
        description={t('export.why_hint')}
        required
        minLength={5}
        maxLength={200}
        minRows={2}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      {ask.error ? <Notice tone="bad">{problem(ask.error)}</Notice> : null}
      <div>
        <Button type="submit" h={44} loading={ask.isPending} disabled={purpose.trim().length < 5}>
          {t('export.ask')}
        </Button>
      </div>
    </form>
  );
}

function Act({ item, onDone }: { item: Export; onDone: () => void }) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const decide = useMutation({
    mutationFn: (verdict: 'approve' | 'refuse') => post(`/exports/${item.id}/${verdict}`),
    onSettled: onDone,
  });
  const fetchFile = useMutation({
    mutationFn: () => download(`/exports/${item.id}/file`, `export.${item.format}`),
    onSettled: onDone,
  });
  const failed = decide.error ?? fetchFile.error;
  return (
    <>
      {item.own && item.state === 'ready' ? (
        <Button
          size="xs"
          h={36}
          loading={fetchFile.isPending}
          leftSection={<Icon name="download" size={16} />}
          onClick={() => fetchFile.mutate()}
        >
          {t('export.fetch')}
        </Button>
      ) : null}
      {!item.own && item.state === 'waiting' ? (
        <span className="row" style={{ gap: 8 }}>
          <Button size="xs" h={36} loading={decide.isPending} onClick={() => decide.mutate('approve')}>
            {t('export.approve')}
          </Button>
          <Button size="xs" h={36} variant="default" loading={decide.isPending} onClick={() => decide.mutate('refuse')}>
            {t('export.refuse')}
          </Button>
        </span>
      ) : null}
      {item.own && item.state === 'waiting' ? <span className="soft small">{t('export.waits')}</span> : null}
      {failed ? <span className="small" role="alert">{problem(failed)}</span> : null}
    </>
  );
}

export default function ExportsPage() {
  const { t, number, instant } = useFormat();
  const client = useQueryClient();
  const asked = useWhatIsAsked();
  // While a file is being made, how far it is.
  const list = useQuery({
    queryKey: ['exports'],
    queryFn: () => get<{ items: Export[] }>('/exports'),
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.own && item.state === 'ready') ? 2000 : false),
  });
  const again = () => void client.invalidateQueries({ queryKey: ['exports'] });
  if (list.isPending) return <Waiting />;
  if (list.isError) return <Broken cause={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data.items;
  return (
    <div className="stack">
      <PageHead title={t('export.title')} note={t('export.note')} />
      <Section title={t('export.new')}>
        <AskForm asked={asked} onDone={again} />
      </Section>
      {items.length === 0 ? null : (
        <Section title={t('export.list')} flush>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('export.list')}>
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{t('export.when')}</th>
                  <th scope="col">{t('export.who')}</th>
                  <th scope="col">{t('export.what')}</th>
                  <th scope="col" className="number">{t('export.children')}</th>
                  <th scope="col">{t('export.why')}</th>
                  <th scope="col">{t('export.state')}</th>
                  <th scope="col" aria-label={t('export.action')} />
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <td>{instant(item.requested_at)}</td>
                    <td>{item.account_name}</td>
                    <td>{t(`export.what_${item.what}`)}</td>
                    <td className="number">{number(item.children)}</td>
                    <td>{item.purpose}</td>
                    <td>
                      <Badge tone={tones[item.state]}>{t(`export.state_${item.state}`)}</Badge>
                      {item.rows_done > 0 ? <div className="small" role="status">{t('export.rows_done', { number: number(item.rows_done) })}</div> : null}
                      {item.decided_by ? <div className="soft small">{item.decided_by}</div> : null}
                    </td>
                    <td><Act item={item} onDone={again} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
    </div>
  );
}
