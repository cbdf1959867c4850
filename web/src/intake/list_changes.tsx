// What changed since the last list of the same sender: who is new, who is gone, which fields differ.
import { Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';

import { post } from '../api/client';
import type { ChangedRow, ListChange } from '../api/types';
import { Badge, Notice } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { useFactWords } from '../registry/fact_words';

export const goneAnswers = ['moved', 'dropped_out', 'finished', 'still_here', 'mistake'] as const;
const tones = { added: 'good', gone: 'warn', changed: 'info' } as const;

function useFieldWords() {
  const { t } = useFormat();
  const facts = useFactWords();
  const name = (field: string) => {
    const [first = '', second = '', third = ''] = field.split('.');
    if (first === 'fact') return `${facts.kindName(second)} · ${facts.memberName(second, third)}`;
    if (second !== '') return `${t(`relation.${first}`)} · ${t(`changes.part_${second}`)}`;
    return t(`field.child.${first}`, { defaultValue: first });
  };
  const value = (field: string, text: string) => {
    if (text === '') return t('changes.empty_value');
    if (field === 'sex') return t(`sex.${text}`);
    const [first = '', kind = '', member = ''] = field.split('.');
    const code = first === 'fact' ? facts.byId.get(kind)?.members.find((each) => each.id === member)?.codes.find((each) => each.id === text) : undefined;
    return code ? facts.word(code) : text;
  };
  return { name, value };
}

function Fields({ row }: { row: ChangedRow }) {
  const words = useFieldWords();
  return (
    <ul className="change-fields">
      {row.fields.map((field) => (
        <li key={field.field}>
          <span className="soft small">{words.name(field.field)}</span>{' '}
          <s>{words.value(field.field, field.before)}</s>{' → '}
          <strong>{words.value(field.field, field.after)}</strong>
        </li>
      ))}
    </ul>
  );
}

function FoundOut({ list, row, onDone }: { list: number; row: ChangedRow; onDone: () => void }) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const answer = useMutation({
    mutationFn: (found: string) => post('/lists/answers', { list, child: row.child, answer: found }),
    onSuccess: onDone,
  });
  return (
    <>
      <Select
        aria-label={`${t('changes.found_out')}: ${row.name}`}
        data={goneAnswers.map((each) => ({ value: each, label: t(`gone.${each}`) }))}
        value={row.answer ?? null}
        placeholder={t('gone.choose')}
        disabled={answer.isPending}
        onChange={(found) => found && answer.mutate(found)}
        styles={{ input: { minHeight: 40 } }}
      />
      {answer.error ? <span className="small" role="alert">{problem(answer.error)}</span> : null}
    </>
  );
}

/// `list` is the number of the list once it is in; before that nobody can answer for who is gone.
export function ListChanges({ change, list, onDone }: { change: ListChange; list?: number; onDone?: () => void }) {
  const { t, number, date: day } = useFormat();
  return (
    <div className="stack">
      <p className="soft" style={{ margin: 0 }}>
        {t('changes.against', { file: change.before_file, date: day(change.before_on) })}
      </p>
      <dl className="counts">
        {(['added', 'gone', 'changed', 'same'] as const).map((each) => (
          <div key={each}>
            <dt>{t(`changes.${each}`)}</dt>
            <dd className="number">{number(change[each])}</dd>
          </div>
        ))}
      </dl>
      {change.gone > 0 ? <Notice tone="warn">{t('changes.gone_note')}</Notice> : null}
      {change.unread > 0 ? <Notice tone="warn">{t('changes.unread_note', { count: change.unread })}</Notice> : null}
      {change.rows.length === 0 ? <p>{t('changes.none')}</p> : (
        <ul className="cards">
          {change.rows.map((row) => (
            <li key={`${row.change} ${row.child}`}>
              <div className="row">
                <Badge tone={tones[row.change]}>{t(`changes.${row.change}`)}</Badge>
                {list === undefined ? <strong>{row.name}</strong> : <Link href={`/children/${row.child}`} className="name-link">{row.name}</Link>}
                <span className="soft small">{t('changes.in_row', { row: number(row.row) })}</span>
              </div>
              {row.fields.length > 0 ? <Fields row={row} /> : null}
              {row.change === 'gone' && list !== undefined && onDone ? <FoundOut list={list} row={row} onDone={onDone} /> : null}
            </li>
          ))}
        </ul>
      )}
      {change.added + change.gone + change.changed > change.rows.length ? <p className="soft small">{t('changes.first_100')}</p> : null}
    </div>
  );
}
