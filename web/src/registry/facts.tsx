// What is known of a child today: each fact with who said so and when it was last confirmed; what sources disagree about
// side by side; entering, confirming, correcting, ending, and taking that back.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { useMay } from '../access/may';
import { post } from '../api/client';
import type { Fact, FactEntryAnswer } from '../api/types';
import { Badge, Notice, Section } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { FactDialog, type FactTask } from './fact_form';
import { kindOf, useFactWords, type FactValues } from './fact_words';
import './facts.css';

function FactText({ fact }: { fact: Fact }) {
  const { t } = useFormat();
  const { lines, span, origin } = useFactWords();
  const first = fact.origins[0];
  return (
    <>
      {lines(kindOf(fact.id), fact.value as FactValues).map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div className="soft small number">{span(fact)}</div>
      {first ? (
        <div className="soft small">
          {origin(first)}
          {fact.origins.length > 1 ? ` · ${t('fact.more_sources', { count: fact.origins.length - 1 })}` : ''}
        </div>
      ) : null}
      {fact.confirmed ? <div className="small confirmed">{t('fact.confirmed', { words: origin(fact.confirmed) })}</div> : null}
    </>
  );
}

/// Two or more values that cannot all be right, chosen among with the arrow keys.
function Contested({ facts, onConfirm, pending }: { facts: Fact[]; onConfirm: (id: string) => void; pending: boolean }) {
  const { t } = useFormat();
  const { title } = useFactWords();
  const may = useMay();
  const [chosen, setChosen] = useState('');
  const first = facts[0];
  if (!first) return null;
  const name = title(kindOf(first.id), first.subject);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen) onConfirm(chosen);
  };
  return (
    <form className="contested" onSubmit={submit}>
      <fieldset>
        <legend>
          <strong>{name}</strong> <Badge tone="warn">{t('fact.contested')}</Badge>
        </legend>
        <div className="claims">
          {facts.map((fact) => (
            <label key={fact.id} className="claim">
              {may('record_facts') ? (
                <input type="radio" name={`right-${first.id}`} value={fact.id} checked={chosen === fact.id} onChange={() => setChosen(fact.id)} />
              ) : null}
              <span>
                <FactText fact={fact} />
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {may('record_facts') ? (
        <Button type="submit" h={44} variant="default" disabled={!chosen} loading={pending}>
          {t('fact.this_is_right')}
        </Button>
      ) : null}
    </form>
  );
}

function Single({ fact, busy, onTask, onConfirm }: {
  fact: Fact;
  busy: boolean;
  onTask: (task: FactTask) => void;
  onConfirm: (id: string) => void;
}) {
  const { t } = useFormat();
  const { title, byId } = useFactWords();
  const may = useMay();
  const kind = kindOf(fact.id);
  const name = title(kind, fact.subject);
  const can = may('record_facts') && byId.get(kind)?.may_enter;
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <FactText fact={fact} />
      </div>
      {can ? (
        <div className="row fact-acts">
          <Button variant="default" h={44} disabled={busy} aria-label={t('fact.confirm_of', { name })} onClick={() => onConfirm(fact.id)}>
            {t('fact.confirm')}
          </Button>
          <Button variant="subtle" h={44} aria-label={t('fact.correct_of', { name })} onClick={() => onTask({ act: 'correct', fact })}>
            {t('fact.correct')}
          </Button>
          <Button variant="subtle" h={44} aria-label={t('fact.end_of', { name })} onClick={() => onTask({ act: 'end', fact })}>
            {t('fact.end')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/// Facts by kind and person: those that stand alone, and those that contradict each other.
export function grouped(facts: Fact[]): { single: Fact[]; contested: Fact[][] } {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts.filter((each) => each.contested)) {
    const key = `${kindOf(fact.id)}.${fact.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return { single: facts.filter((fact) => !fact.contested), contested: [...groups.values()] };
}

export function FactsPanel({ child, facts }: { child: string; facts: Fact[] }) {
  const { t } = useFormat();
  const may = useMay();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [task, setTask] = useState<FactTask | null>(null);
  const [entry, setEntry] = useState('');
  const refresh = async (made: string) => {
    setEntry(made);
    setTask(null);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['child', child] }),
      client.invalidateQueries({ queryKey: ['timeline', child] }),
      client.invalidateQueries({ queryKey: ['state', child] }),
      client.invalidateQueries({ queryKey: ['statuses', child] }),
    ]);
  };
  const confirm = useMutation({
    mutationFn: (fact: string) => post<FactEntryAnswer>(`/children/${child}/facts/confirm`, { fact }),
    onSuccess: (made) => refresh(made.entry),
  });
  const undo = useMutation({
    mutationFn: () => post<FactEntryAnswer>(`/children/${child}/facts/undo`, { entry }),
    onSuccess: () => refresh(''),
  });
  // The ethnic group stands among what identifies the child.
  const { single, contested } = grouped(facts.filter((fact) => fact.kind !== 'ethnicity' || fact.contested));
  const failed = confirm.error ?? undo.error;
  // Until the page is read again a fact shown here may be gone.
  const isChanging = confirm.isPending || undo.isPending;
  return (
    <Section title={t('child.facts')}
      aside={may('record_facts') ? (
        <Button variant="default" h={44} onClick={() => setTask({ act: 'record' })}>
          {t('fact.enter')}
        </Button>
      ) : null}>
      <div role="status">
        {entry ? (
          <p className="row saved">
            <span>{t('fact.saved')}</span>
            <Button variant="subtle" h={44} loading={undo.isPending} onClick={() => undo.mutate()}>
              {t('fact.undo')}
            </Button>
          </p>
        ) : null}
      </div>
      {failed ? <Notice tone="bad">{problem(failed)}</Notice> : null}
      {facts.length === 0 ? <p className="soft" style={{ margin: 0 }}>{t('child.no_facts')}</p> : null}
      {contested.map((group) => (
        <Contested key={group[0]?.id} facts={group} pending={confirm.isPending} onConfirm={(id) => confirm.mutate(id)} />
      ))}
      <ul className="people">
        {single.map((fact) => (
          <Single key={fact.id} fact={fact} busy={isChanging} onTask={setTask} onConfirm={(id) => confirm.mutate(id)} />
        ))}
      </ul>
      <FactDialog child={child} facts={facts} task={task} onClose={() => setTask(null)} onDone={(made) => void refresh(made)} />
    </Section>
  );
}
