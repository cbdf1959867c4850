// What happened in a child's record, newest first, twenty events at a time; and what was known to hold on any day.
import { Button, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { useMay } from '../access/may';
import { get, post } from '../api/client';
import type { ChildState, FactEntryAnswer, TimeEvent, TimeLine } from '../api/types';
import { Broken, Notice, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { kindOf, useFactWords, type FactValues } from './fact_words';

function EventText({ event }: { event: TimeEvent }) {
  const { t } = useFormat();
  const { title, lines, origin } = useFactWords();
  const kind = event.fact_kind ?? '';
  const what = (value: unknown) => lines(kind, (value ?? {}) as FactValues).join(t('list.separator'));
  return (
    <div>
      <strong>
        {t(`time.${event.kind}`)}
        {event.fact_kind && event.subject ? ` · ${title(event.fact_kind, event.subject)}` : ''}
      </strong>
      {event.kind === 'source_arrived' ? null : <div>{what(event.value)}</div>}
      {event.before ? <div className="soft">{t(event.kind === 'contradicted' ? 'time.other' : 'time.before', { what: what(event.before) })}</div> : null}
      {event.note ? <div>{event.note}</div> : null}
      <div className="soft small">{origin(event.origin)}</div>
    </div>
  );
}

const undoable = new Set(['began', 'changed', 'moved', 'carer_changed', 'ended', 'confirmed', 'corrected', 'undone']);

export function TimeLinePanel({ child }: { child: string }) {
  const { t, date } = useFormat();
  const may = useMay();
  const problem = useProblemWords();
  const client = useQueryClient();
  const line = useInfiniteQuery({
    queryKey: ['timeline', child],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      get<TimeLine>(`/children/${child}/timeline`, { after: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const undo = useMutation({
    mutationFn: (entry: string) => post<FactEntryAnswer>(`/children/${child}/facts/undo`, { entry }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['child', child] }),
        client.invalidateQueries({ queryKey: ['timeline', child] }),
        client.invalidateQueries({ queryKey: ['state', child] }),
        client.invalidateQueries({ queryKey: ['statuses', child] }),
      ]),
  });
  const events = line.data?.pages.flatMap((page) => page.items) ?? [];
  const canUndo = (event: TimeEvent) => may('record_facts') && event.origin.file === '' && event.origin.account !== '' && undoable.has(event.kind);
  return (
    <Section title={t('time.title')}>
      {line.isPending ? <Waiting rows={4} /> : null}
      {line.isError ? <Broken cause={line.error} onRetry={() => void line.refetch()} /> : null}
      {undo.error ? <Notice tone="bad">{problem(undo.error)}</Notice> : null}
      {line.data && events.length === 0 ? <p className="soft" style={{ margin: 0 }}>{t('time.nothing')}</p> : null}
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <div className="soft small number">{event.day_known ? date(event.on) : t('time.until', { date: date(event.on) })}</div>
            <div className="event">
              <EventText event={event} />
              {canUndo(event) ? (
                <Button variant="subtle" h={44} loading={undo.isPending && undo.variables?.startsWith(`${event.id.split('-')[0]}.`)}
                  onClick={() => undo.mutate(`${event.id.split('-')[0]}.${event.fact_kind}.${event.subject}`)}>
                  {t('fact.undo')}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {line.hasNextPage ? (
        <Button variant="default" h={44} loading={line.isFetchingNextPage} onClick={() => void line.fetchNextPage()}>
          {t('time.older')}
        </Button>
      ) : null}
    </Section>
  );
}

/// `on` is the day looked at, empty for today; what the rules say of the child goes by it too.
export function StatePanel({ child, on, setOn }: { child: string; on: string; setOn: (on: string) => void }) {
  const { t, date, known } = useFormat();
  const { title, lines, span } = useFactWords();
  const state = useQuery({
    queryKey: ['state', child, on],
    enabled: on !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<ChildState>(`/children/${child}/state`, { on }, signal),
  });
  const shown = on === '' ? undefined : state.data;
  return (
    <Section title={t('state.title')}>
      <TextInput type="date" label={t('state.on')} description={t('state.about')} value={on} onChange={(event) => setOn(event.currentTarget.value)} />
      {state.isError ? <Broken cause={state.error} onRetry={() => void state.refetch()} /> : null}
      <div role="status" className="state">
        {shown ? (
          <>
            <p className="soft small">
              {shown.facts.length + shown.people.length === 0 ? t('state.nothing', { date: date(shown.on) }) : t('state.known', { date: date(shown.on) })}
            </p>
            <dl className="pairs">
              {shown.people.map((person) => (
                <div key={person.id}>
                  <dt>{t(`relation.${person.subject}`)}</dt>
                  <dd>{known((person.value as FactValues).name as string)}</dd>
                </div>
              ))}
              {shown.facts.map((fact) => (
                <div key={fact.id}>
                  <dt>{title(kindOf(fact.id), fact.subject)}</dt>
                  <dd>
                    {lines(kindOf(fact.id), fact.value as FactValues).map((line) => (
                      <div key={line}>{line}</div>
                    ))}
                    <div className="soft small">
                      {span(fact)}
                      {fact.contested ? ` · ${t('fact.contested')}` : ''}
                    </div>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        ) : null}
      </div>
    </Section>
  );
}
