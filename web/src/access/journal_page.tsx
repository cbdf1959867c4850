// The journal for those who audit: whether it holds, and its entries without what they were about.
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get } from '../api/client';
import type { JournalEntry, JournalStatus } from '../api/types';
import { Badge, Broken, Empty, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { FilterSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { ListFoot } from '../core/list_foot';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePhone } from '../core/use_phone';
import { useJournalWords } from './journal_words';

const events = ['command', 'read', 'denied'] as const;

function Status() {
  const { t, number, instant } = useFormat();
  const status = useQuery({
    queryKey: ['journal-status'],
    queryFn: ({ signal }) => get<JournalStatus>('/journal/status', undefined, signal),
  });
  if (status.isPending) return <Waiting rows={2} />;
  if (status.isError) return <Broken cause={status.error} onRetry={() => void status.refetch()} />;
  const { entries, signed_entries: signed, signed_at: at, root, holds } = status.data;
  const rows: [string, string][] = [
    [t('journal.entries'), number(entries)],
    [t('journal.signed'), number(signed)],
    [t('journal.signed_at'), at ? instant(at) : t('journal.not_yet')],
    [t('journal.root'), root || t('journal.not_yet')],
  ];
  return (
    <>
      {holds ? null : <Notice tone="bad">{t('journal.broken_notice')}</Notice>}
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number" style={{ overflowWrap: 'anywhere' }}>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small" style={{ margin: '12px 0 0' }}>{t('journal.verify_hint')}</p>
    </>
  );
}

function EventBadge({ event }: { event: string }) {
  const words = useJournalWords();
  return <Badge tone={event === 'denied' ? 'warn' : 'quiet'}>{words.event(event)}</Badge>;
}

function EntriesTable({ items }: { items: JournalEntry[] }) {
  const { t, instant } = useFormat();
  const words = useJournalWords();
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('journal.number')}</th>
            <th scope="col">{t('journal.at')}</th>
            <th scope="col">{t('journal.event')}</th>
            <th scope="col">{t('journal.kind')}</th>
            <th scope="col">{t('journal.role')}</th>
            <th scope="col">{t('journal.purpose')}</th>
            <th scope="col">{t('journal.class')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <tr key={entry.entry}>
              <td className="number">{entry.entry}</td>
              <td className="number" style={{ whiteSpace: 'nowrap', textAlign: 'start' }}>{instant(entry.at)}</td>
              <td><EventBadge event={entry.event} /></td>
              <td>{words.kind(entry.kind)}</td>
              <td>{words.role(entry.role)}</td>
              <td>{words.purpose(entry.purpose)}</td>
              <td>{words.fieldClass(entry.field_class)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntriesCards({ items }: { items: JournalEntry[] }) {
  const { t, instant } = useFormat();
  const words = useJournalWords();
  return (
    <ul className="cards">
      {items.map((entry) => (
        <li key={entry.entry}>
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <strong>{words.kind(entry.kind)}</strong>
            <EventBadge event={entry.event} />
          </div>
          <div className="small">
            {words.role(entry.role)} · {words.purpose(entry.purpose)} · {words.fieldClass(entry.field_class)}
          </div>
          <div className="soft small number">
            {instant(entry.at)} · {t('journal.entry', { entry: entry.entry })}
          </div>
        </li>
      ))}
    </ul>
  );
}

export default function JournalPage() {
  const { t } = useTranslation();
  const phone = usePhone();
  const words = useJournalWords();
  const { filters, setFilter, clear, active } = useFilters(['day', 'event'] as const);
  const { items, query } = useList<JournalEntry>('/journal', filters);
  return (
    <>
      <PageHead title={t('nav.journal')} note={t('journal.note')}>
        <Button component={Link} href="/audit" variant="default" h={44} leftSection={<Icon name="file" size={18} />}>
          {t('audit.title')}
        </Button>
      </PageHead>
      <div style={{ marginBottom: 20 }}>
        <Section title={t('journal.status')}>
          <Status />
        </Section>
      </div>
      <Filters active={active}>
        <TextInput
          type="date"
          size="sm"
          label={t('journal.day')}
          value={filters.day}
          onChange={(event) => setFilter('day', event.currentTarget.value || null)}
          styles={{ input: { minHeight: 40 } }}
        />
        <FilterSelect
          label={t('journal.event')}
          value={filters.event}
          data={events.map((event) => ({ value: event, label: words.event(event) }))}
          onChange={(value) => setFilter('event', value)}
        />
      </Filters>
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 && !query.hasNextPage ? (
        <div className="card">
          <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')} onAction={clear} />
        </div>
      ) : null}
      {items.length > 0 ? phone ? <EntriesCards items={items} /> : <EntriesTable items={items} /> : null}
      {items.length > 0 || query.hasNextPage ? (
        <ListFoot
          shown={items.length}
          total={null}
          more={query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      ) : null}
    </>
  );
}
