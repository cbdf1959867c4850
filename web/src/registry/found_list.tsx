// What a search found: the best first, each with the parts that fit and, where a name alone does not say it, why.
import { useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { useRef, type KeyboardEvent } from 'react';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { request } from '../api/client';
import type { FoundChild, FoundPage } from '../api/types';
import { Badge, Broken, Notice, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { markName, tellingKinds } from './found';
import './found.css';

const recentMax = 5;
const recentKey = ['searches of this visit'];

/// What was looked for on this visit. In memory alone: these are names of children, and signing out clears them.
export function useRecent() {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: recentKey, queryFn: () => [] as string[], initialData: [] as string[], staleTime: Infinity });
  const add = (text: string) =>
    client.setQueryData(recentKey, [text, ...data.filter((other) => other !== text)].slice(0, recentMax));
  return [data, add] as const;
}

export const useFound = (text: string) =>
  useQuery({
    queryKey: ['/children/find', text],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => request<FoundPage>('POST', '/children/find', { body: { text, limit: 50 }, signal }),
    // While the index is being made, the whole answer comes a little later.
    refetchInterval: (query) => (query.state.data?.making ? 2000 : false),
  });

function FoundItem({ item, text, onOpen }: { item: FoundChild; text: string; onOpen: () => void }) {
  const { t, date } = useFormat();
  const { child } = item;
  const why = tellingKinds(item.matches).map((kind) => t(`match.${kind}`));
  const place = [child.township, child.village?.name].filter(Boolean).join(' · ');
  return (
    <li>
      <Link href={`/children/${child.id}`} className="found-link name-link" onClick={onOpen}>
        <span className="found-name">
          {markName(child.name, text, item.matches).map((piece, i) =>
            piece.marked ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
          )}
        </span>
        <span className="small">
          {[child.sex === 'unknown' ? '' : t(`sex.${child.sex}`), child.born_on ? date(child.born_on) : ''].filter(Boolean).join(' · ')}
        </span>
        <span className="soft small found-wide">{[place, child.school, child.grade].filter(Boolean).join(' · ')}</span>
        {child.shielded ? <Badge tone="warn">{t('child.shielded_badge')}</Badge> : null}
        {why.length > 0 ? <span className="found-why small">{why.join(' · ')}</span> : null}
      </Link>
    </li>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useFormat();
  const may = useMay();
  return (
    <div className="card found-none">
      <Icon name="search" size={32} />
      <h2>{t('find.none_title')}</h2>
      <ul className="soft">
        {['pinyin', 'short', 'number', 'place'].map((hint) => <li key={hint}>{t(`find.try_${hint}`)}</li>)}
      </ul>
      <div className="row" style={{ justifyContent: 'center' }}>
        {may('register_child') ? (
          <Button component={Link} href="/register" h={44} leftSection={<Icon name="plus" size={18} />}>{t('register.title')}</Button>
        ) : null}
        <Button variant="default" h={44} onClick={onClear}>{t('find.clear')}</Button>
      </div>
    </div>
  );
}

/// Arrows walk through the children; above the first one is the search box again.
function walk(event: KeyboardEvent<HTMLElement>, list: HTMLElement | null) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...(list?.querySelectorAll<HTMLElement>('a.found-link') ?? [])];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const next = event.key === 'ArrowDown' ? here + 1 : here - 1;
  event.preventDefault();
  if (next < 0) document.querySelector<HTMLElement>('input[type=search]')?.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

export function FoundList({ text, onClear, query }: { text: string; onClear: () => void; query: ReturnType<typeof useFound> }) {
  const { t, number } = useFormat();
  const [, remember] = useRecent();
  const list = useRef<HTMLUListElement>(null);
  if (query.isPending) return <Waiting />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  const { items, total, making } = query.data;
  return (
    <>
      {making ? (
        <Notice tone="info">{t('find.making', { done: number(making.done), total: number(making.total) })}</Notice>
      ) : null}
      {items.length === 0 ? (
        <NothingFound onClear={onClear} />
      ) : (
        <ul className="card card-flush found" ref={list} aria-label={t('find.found')} onKeyDown={(event) => walk(event, list.current)}>
          {items.map((item) => <FoundItem key={item.child.id} item={item} text={text} onOpen={() => remember(text)} />)}
        </ul>
      )}
      {total > items.length ? <p className="soft small">{t('find.more', { shown: number(items.length), total: number(total) })}</p> : null}
    </>
  );
}

export function RecentSearches({ onChoose }: { onChoose: (text: string) => void }) {
  const { t } = useFormat();
  const [recent] = useRecent();
  if (recent.length === 0) return null;
  return (
    <div className="row found-recent">
      <span className="soft small">{t('find.recent')}</span>
      {recent.map((text) => (
        <Button key={text} variant="default" size="compact-md" h={40} onClick={() => onChoose(text)}>{text}</Button>
      ))}
    </div>
  );
}
