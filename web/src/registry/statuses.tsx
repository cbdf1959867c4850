// What the rules say of a child on a day and why: each definition beside the others, the facts behind an answer with who
// said so, what is not known and would settle it, what would turn it, and when it changed.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { get } from '../api/client';
import type { ChildStatus, ChildStatuses, Fact, StatusRule } from '../api/types';
import { Badge, Broken, Notice, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { kindOf, useFactWords, type FactValues } from './fact_words';
import { statusGroups } from './status_groups';
import { AnswerBadge, useStatusWords } from './status_words';
import './statuses.css';

type Facts = Map<string, Fact>;

const asked = (child: string, on: string, scheme?: string) => ({
  queryKey: ['statuses', child, on, scheme ?? ''],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<ChildStatuses>(`/children/${child}/statuses`, { on: on || undefined, scheme }, signal),
});

function Reasons({ ids, facts }: { ids: string[]; facts: Facts }) {
  const { t, date } = useFormat();
  const { title, lines, span, origin } = useFactWords();
  const shown = ids.map((id) => facts.get(id)).filter((fact): fact is Fact => fact !== undefined);
  if (shown.length === 0) return <p className="soft small">{t('status.no_reasons')}</p>;
  return (
    <ul className="reasons">
      {shown.map((fact) => {
        const kind = kindOf(fact.id);
        const value = fact.value as FactValues;
        if (kind === 'birth') return <li key={fact.id}>{t('status.born', { date: date(String(value.born_on)) })}</li>;
        return (
          <li key={fact.id}>
            <span>{t('fact.line', { name: title(kind, fact.subject), value: lines(kind, value).join(t('list.separator')) })}</span>
            <span className="soft small">
              {span(fact)}
              {fact.origins[0] ? ` · ${origin(fact.origins[0])}` : ''}
              {fact.contested ? ` · ${t('fact.contested')}` : ''}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function RuleText({ rule, alone }: { rule: StatusRule; alone: boolean }) {
  const { t, date } = useFormat();
  const { name } = useStatusWords();
  const { title, document, article, url } = rule.citation;
  const source = [title, document, article].filter(Boolean).join(' ');
  return (
    <li>
      <div>
        {name(rule)} {alone ? null : <AnswerBadge answer={rule.answer} />}
      </div>
      <div className="soft small">
        {url ? (
          <a href={url} target="_blank" rel="noreferrer">
            {source}
          </a>
        ) : (
          source
        )}
        {` · ${rule.valid_to ? t('status.valid_to', { from: date(rule.valid_from), to: date(rule.valid_to) }) : t('status.valid', { from: date(rule.valid_from) })}`}
        {rule.jurisdiction ? ` · ${t('status.place', { place: rule.jurisdiction })}` : ''}
      </div>
      {rule.confirmed ? null : <div className="soft small">{t('status.not_confirmed')}</div>}
    </li>
  );
}

/// What would turn the answer, and how it changed: asked for when somebody looks.
function Details({ child, on, scheme }: { child: string; on: string; scheme: string }) {
  const { t, date } = useFormat();
  const { change } = useStatusWords();
  const query = useQuery(asked(child, on, scheme));
  const status = query.data?.items[0];
  const facts: Facts = new Map(query.data?.facts.map((fact) => [fact.id, fact]));
  if (query.isPending) return <Waiting rows={2} />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  if (!status) return null;
  return (
    <>
      {status.turns.length > 0 ? (
        <>
          <h4>{t('status.turns')}</h4>
          <ul className="reasons">
            {status.turns.map((turn) => {
              const words = turn.changes.map(change).join(t('status.and'));
              return (
                <li key={words}>
                  <span>
                    {words} → <AnswerBadge answer={turn.answer} />
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
      <h4>{t('status.history')}</h4>
      {status.history.length === 0 ? <p className="soft small">{t('status.never_changed')}</p> : null}
      <ol className="reasons" data-history={scheme}>
        {status.history.map((event) => (
          <li key={event.on}>
            <span>
              <span className="number">{date(event.on)}</span> <AnswerBadge answer={event.before} /> → <AnswerBadge answer={event.after} />
            </span>
            <Reasons ids={event.because} facts={facts} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Status({ status, facts, child, on }: { status: ChildStatus; facts: Facts; child: string; on: string }) {
  const { t, number } = useFormat();
  const { name, question } = useStatusWords();
  const [opened, setOpened] = useState(false);
  const { scheme } = status;
  return (
    <li>
      <details data-scheme={scheme.id} onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>
          <span>
            {name(scheme)} <span className="soft small">{scheme.id}</span>
          </span>
          {!status.on_file ? (
            <Badge>{t('status.no_rule')}</Badge>
          ) : status.number === null ? (
            <AnswerBadge answer={status.answer} danger={scheme.group === 'danger'} />
          ) : (
            <strong>{t(`status.unit.${status.unit}`, { count: status.number, number: number(status.number), defaultValue: String(status.number) })}</strong>
          )}
        </summary>
        <div className="status-why">
          {status.on_file ? null : <p>{t('status.none_on_file')}</p>}
          {status.answer === 'unknown' && status.because.length === 0 ? null : (
            <>
              <h4>{t('status.because')}</h4>
              <Reasons ids={status.because} facts={facts} />
            </>
          )}
          {status.missing.length > 0 ? (
            <>
              <h4>{t('status.missing')}</h4>
              <ul className="reasons">
                {status.missing.map((one) => (
                  <li key={`${one.kind}.${one.subject}.${one.member}`}>{question(one)}</li>
                ))}
              </ul>
            </>
          ) : null}
          <h4>{t('status.rules')}</h4>
          <ul className="reasons">
            {status.rules.map((rule) => (
              <RuleText key={`${rule.id} ${rule.valid_from}`} rule={rule} alone={status.rules.length === 1} />
            ))}
          </ul>
          {opened ? <Details child={child} on={on} scheme={scheme.id} /> : null}
        </div>
      </details>
    </li>
  );
}

export function StatusPanel({ child, on }: { child: string; on: string }) {
  const { t, date } = useFormat();
  const { name, group } = useStatusWords();
  const query = useQuery(asked(child, on));
  const data = query.data;
  const facts: Facts = new Map(data?.facts.map((fact) => [fact.id, fact]));
  const known = new Set<string>(statusGroups);
  const groups = [...statusGroups, ...new Set(data?.items.map((item) => item.scheme.group).filter((each) => !known.has(each)))];
  return (
    <Section title={t('status.title')}>
      {query.isPending ? <Waiting rows={4} /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {data ? (
        <>
          <p className="soft small" role="status" style={{ marginTop: 0 }}>
            {t('status.as_of', { date: date(data.on) })}
          </p>
          {groups.map((each) => {
            const items = data.items.filter((item) => item.scheme.group === each);
            return items.length === 0 ? null : (
              <div key={each} className="status-group">
                <h3>{group(each)}</h3>
                <ul className="statuses">
                  {items.map((item) => (
                    <Status key={item.scheme.id} status={item} facts={facts} child={child} on={on} />
                  ))}
                </ul>
              </div>
            );
          })}
          {data.withheld.length > 0 ? (
            <Notice tone="info">{t('status.withheld', { names: data.withheld.map(name).join(t('list.separator')) })}</Notice>
          ) : null}
        </>
      ) : null}
    </Section>
  );
}
