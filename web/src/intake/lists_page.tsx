// The lists that came in with a known sender, what changed between them, and the saved meanings of headers.
import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { get, post, request } from '../api/client';
import type { ListChange, SavedMapping, SentList } from '../api/types';
import { Broken, Empty, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useAskedExport } from '../core/asked_export';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { ListChanges } from './list_changes';
import { useSavedMappings } from './sheet_origin';
import './import.css';

function Changes({ list }: { list: number }) {
  const { t } = useFormat();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const ask = useAskedExport();
  const changes = useQuery({
    queryKey: ['list changes', list],
    queryFn: ({ signal }) => get<ListChange>('/lists/changes', { list }, signal),
  });
  if (changes.isPending) return <Waiting rows={3} />;
  if (changes.isError) return <Broken cause={changes.error} />;
  return (
    <Section
      title={t('changes.title')}
      aside={
        <Button
          variant="default"
          h={44}
          onClick={() => {
            ask({ what: 'changes', view: { list } });
            navigate('/exports');
          }}
        >
          {t('changes.export')}
        </Button>
      }
    >
      <ListChanges
        change={changes.data}
        list={list}
        onDone={() => void client.invalidateQueries({ queryKey: ['list changes', list] })}
      />
    </Section>
  );
}

function Sent({ lists, chosen, onChoose }: { lists: SentList[]; chosen: number | null; onChoose: (list: number) => void }) {
  const { t, number, instant } = useFormat();
  return (
    <ul className="cards">
      {lists.map((list) => (
        <li key={list.id} aria-current={chosen === list.id ? 'true' : undefined}>
          <strong>{list.sender || t(`list_role.${list.role}`)}</strong>
          <div className="soft small">
            {[t(`list_role.${list.role}`), list.file, instant(list.imported_at)].join(' · ')}
          </div>
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <span className="small number">
              {`${t('lists.children')} ${number(list.children)}`}
              {list.unread > 0 ? ` · ${t('lists.unread')} ${number(list.unread)}` : ''}
            </span>
            <Button h={44} variant="default" onClick={() => onChoose(list.id)} aria-label={`${t('lists.show')}: ${list.file}`}>
              {t('lists.show')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Saved({ mapping, onDone }: { mapping: SavedMapping; onDone: () => void }) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const [name, setName] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const rename = useMutation({
    mutationFn: (next: string) => post(`/mappings/${mapping.id}/name`, { name: next }),
    onSuccess: () => {
      setName(null);
      onDone();
    },
  });
  const forget = useMutation({ mutationFn: () => request<void>('DELETE', `/mappings/${mapping.id}`), onSuccess: onDone });
  return (
    <li>
      <strong>{mapping.name}</strong>
      <div className="soft small">
        {[t(`import_kind.${mapping.kind}`), mapping.sender, t('saved.uses', { count: mapping.uses })].filter(Boolean).join(' · ')}
      </div>
      {name === null ? (
        <span className="row">
          <Button h={44} variant="default" onClick={() => setName(mapping.name)}>{t('saved.rename')}</Button>
          <Button h={44} variant="default" onClick={() => setDeleting(true)}>{t('saved.delete')}</Button>
        </span>
      ) : (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate(name.trim());
          }}
        >
          <TextInput aria-label={t('saved.name')} value={name} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} styles={{ input: { minHeight: 40 } }} />
          <Button type="submit" h={44} disabled={name.trim() === ''} loading={rename.isPending}>{t('saved.save')}</Button>
          <Button h={44} variant="default" onClick={() => setName(null)}>{t('saved.cancel')}</Button>
        </form>
      )}
      {rename.error ?? forget.error ? <Notice tone="bad">{problem(rename.error ?? forget.error)}</Notice> : null}
      <Modal opened={deleting} onClose={() => setDeleting(false)} title={t('saved.delete')} closeButtonProps={{ 'aria-label': t('saved.cancel') }}>
        <p>{t('saved.delete_sure', { name: mapping.name })}</p>
        <span className="row">
          <Button h={44} color="red" loading={forget.isPending} onClick={() => forget.mutate()}>{t('saved.delete')}</Button>
          <Button h={44} variant="default" onClick={() => setDeleting(false)}>{t('saved.cancel')}</Button>
        </span>
      </Modal>
    </li>
  );
}

export default function ListsPage() {
  const { t } = useFormat();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<number | null>(null);
  const lists = useQuery({ queryKey: ['lists'], queryFn: () => get<{ items: SentList[] }>('/lists') });
  const saved = useSavedMappings();
  return (
    <div className="stack">
      <PageHead title={t('lists.title')} note={t('lists.note')}>
        <Button component={Link} href="/comparison" variant="default" h={44}>{t('lists.compare')}</Button>
      </PageHead>
      <Section title={t('lists.sent')}>
        {lists.isPending ? <Waiting rows={3} /> : null}
        {lists.isError ? <Broken cause={lists.error} onRetry={() => void lists.refetch()} /> : null}
        {lists.data?.items.length === 0 ? (
          <Empty icon="file" title={t('lists.none')} hint={t('lists.none_hint')} to="/import" action={t('nav.import')} />
        ) : null}
        {lists.data && lists.data.items.length > 0 ? <Sent lists={lists.data.items} chosen={chosen} onChoose={setChosen} /> : null}
      </Section>
      {chosen === null ? null : <Changes key={chosen} list={chosen} />}
      <Section title={t('saved.title')}>
        <p className="soft small" style={{ marginTop: 0 }}>{t('saved.note')}</p>
        {saved.isError ? <Broken cause={saved.error} onRetry={() => void saved.refetch()} /> : null}
        {saved.data?.items.length === 0 ? <Empty icon="file" title={t('saved.none')} hint={t('saved.none_hint')} /> : null}
        <ul className="cards">
          {(saved.data?.items ?? []).map((mapping) => (
            <Saved key={mapping.id} mapping={mapping} onDone={() => void client.invalidateQueries({ queryKey: ['mappings'] })} />
          ))}
        </ul>
      </Section>
    </div>
  );
}
