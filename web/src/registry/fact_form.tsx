// The form to enter, change, correct or end a fact. It begins with what is known, so that only what changed is typed.
import { Button, Modal, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { post } from '../api/client';
import type { Fact, FactEntryAnswer, FactKind, FactMember, FactSubject, FactValue } from '../api/types';
import { Notice } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { filled, kindOf, prefilled, useFactWords, type FactValues } from './fact_words';

/// What the form is for: a new fact, another in place of a wrong one, or the end of one.
export type FactTask = { act: 'record' } | { act: 'correct'; fact: Fact } | { act: 'end'; fact: Fact };

function MemberInput({ member, value, onChange }: { member: FactMember; value: FactValue; onChange: (next: FactValue) => void }) {
  const { t } = useFormat();
  const { word, places } = useFactWords();
  const label = word(member);
  const codes = member.codes.map((code) => ({ value: code.id, label: word(code) }));
  const text = value === null || Array.isArray(value) ? '' : String(value);
  switch (member.type) {
    case 'bool':
      return (
        <Select label={label} clearable placeholder={t('unknown')} value={typeof value === 'boolean' ? String(value) : null}
          data={[{ value: 'true', label: t('fact.yes') }, { value: 'false', label: t('fact.no') }]}
          onChange={(next) => onChange(next === null ? null : next === 'true')} />
      );
    case 'code':
      return <Select label={label} clearable searchable placeholder={t('unknown')} value={text || null} data={codes} onChange={onChange} />;
    case 'codes':
      return <MultiSelect label={label} clearable value={Array.isArray(value) ? value : []} data={codes} onChange={onChange} />;
    case 'place':
      return (
        <Select label={label} clearable searchable placeholder={t('unknown')} value={text || null}
          data={[...places].map(([code, name]) => ({ value: String(code), label: name }))}
          onChange={(next) => onChange(next === null ? null : Number(next))} />
      );
    case 'number':
    case 'months':
      return codes.length > 0 ? (
        <Select label={label} clearable searchable placeholder={t('unknown')} value={text || null} data={codes}
          onChange={(next) => onChange(next === null ? null : Number(next))} />
      ) : (
        <NumberInput label={label} min={0} allowDecimal={false} value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)} />
      );
    case 'date':
      return <TextInput type="date" label={label} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    default:
      return <TextInput label={label} maxLength={200} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

function KindChoice({ kinds, kind, subject, onChange }: {
  kinds: FactKind[];
  kind: string;
  subject: FactSubject;
  onChange: (kind: string, subject: FactSubject) => void;
}) {
  const { t } = useFormat();
  const { word } = useFactWords();
  const chosen = kinds.find((each) => each.id === kind);
  return (
    <>
      <Select label={t('fact_form.kind')} required searchable value={kind || null}
        data={kinds.map((each) => ({ value: each.id, label: word(each) }))}
        onChange={(next) => {
          const found = kinds.find((each) => each.id === next);
          onChange(next ?? '', found?.subjects[0] ?? 'child');
        }} />
      {chosen && chosen.subjects.length > 1 ? (
        <Select label={t('fact_form.subject')} required allowDeselect={false} value={subject}
          data={chosen.subjects.map((each) => ({ value: each, label: t(`fact_subject.${each}`) }))}
          onChange={(next) => onChange(kind, (next ?? subject) as FactSubject)} />
      ) : null}
    </>
  );
}

function Form({ child, facts, task, onDone, onClose }: {
  child: string;
  facts: Fact[];
  task: FactTask;
  onDone: (entry: string) => void;
  onClose: () => void;
}) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const { kinds, byId, title, lines } = useFactWords();
  const given = task.act === 'record' ? undefined : task.fact;
  const [kind, setKind] = useState(given ? kindOf(given.id) : '');
  const [subject, setSubject] = useState<FactSubject>(given?.subject ?? 'child');
  const [value, setValue] = useState<FactValues>(() => prefilled(byId.get(kind), given?.value as FactValues | undefined));
  const [from, setFrom] = useState(task.act === 'correct' ? (task.fact.valid_from ?? '') : '');
  const [to, setTo] = useState(task.act === 'correct' ? (task.fact.valid_to ?? '') : '');
  const [note, setNote] = useState('');
  const chosen = byId.get(kind);
  const present = facts.find((fact) => kindOf(fact.id) === kind && fact.subject === subject);

  const choose = (next: string, who: FactSubject) => {
    setKind(next);
    setSubject(who);
    const known = facts.find((fact) => kindOf(fact.id) === next && fact.subject === who);
    setValue(prefilled(byId.get(next), known?.value as FactValues | undefined));
  };
  const send = useMutation({
    mutationFn: () => {
      const path = `/children/${child}/facts`;
      const words = note.trim() ? { note: note.trim() } : {};
      if (task.act === 'end') return post<FactEntryAnswer>(`${path}/end`, { fact: task.fact.id, on: to, ...words });
      const span = { ...(from ? { valid_from: from } : {}), ...(to ? { valid_to: to } : {}), ...words };
      if (task.act === 'correct') return post<FactEntryAnswer>(`${path}/correct`, { fact: task.fact.id, value: filled(value), ...span });
      return post<FactEntryAnswer>(path, { kind, subject, value: filled(value), ...span });
    },
    onSuccess: ({ entry }) => onDone(entry),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const isReady = task.act === 'end' ? to !== '' : kind !== '' && Object.keys(filled(value)).length > 0;
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      {given ? <strong>{title(kind, subject)}</strong> : null}
      {task.act === 'record' && kinds ? (
        <KindChoice kinds={kinds.filter((each) => each.may_enter)} kind={kind} subject={subject} onChange={choose} />
      ) : null}
      {task.act === 'record' && present ? <Notice tone="info">{t('fact_form.prefilled')}</Notice> : null}
      {task.act === 'correct' ? <Notice tone="info">{t('fact_form.correct_about')}</Notice> : null}
      {task.act === 'end'
        ? lines(kind, task.fact.value as FactValues).map((line) => <div key={line}>{line}</div>)
        : chosen?.members.map((member) => (
            <MemberInput key={`${kind}-${member.id}`} member={member} value={value[member.id] ?? null}
              onChange={(next) => setValue((now) => ({ ...now, [member.id]: next }))} />
          ))}
      <div className="fact-dates">
        {task.act !== 'end' && chosen?.dated ? (
          <TextInput type="date" label={t('fact_form.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        ) : null}
        {task.act === 'end' || chosen?.dated ? (
          <TextInput type="date" label={t('fact_form.to')} required={task.act === 'end'} value={to}
            onChange={(event) => setTo(event.currentTarget.value)} />
        ) : null}
      </div>
      <Textarea label={t('fact_form.note')} maxLength={200} autosize minRows={1} value={note}
        onChange={(event) => setNote(event.currentTarget.value)} />
      {send.error ? <Notice tone="bad">{problem(send.error)}</Notice> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" h={44} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" h={44} loading={send.isPending} disabled={!isReady}>
          {t(`fact_form.send.${task.act}`)}
        </Button>
      </div>
    </form>
  );
}

export function FactDialog({ child, facts, task, onDone, onClose }: {
  child: string;
  facts: Fact[];
  task: FactTask | null;
  onDone: (entry: string) => void;
  onClose: () => void;
}) {
  const { t } = useFormat();
  return (
    <Modal opened={task !== null} onClose={onClose} title={task ? t(`fact_form.title.${task.act}`) : ''} centered
      closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
      {task ? <Form child={child} facts={facts} task={task} onDone={onDone} onClose={onClose} /> : null}
    </Modal>
  );
}
