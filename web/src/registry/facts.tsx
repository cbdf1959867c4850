// Dated facts, newest first, each with the source that said so.
import { useMemo } from 'react';

import type { Fact, FactValue } from '../api/types';
import { useDivisions } from '../core/filter_select';
import { useFormat } from '../core/format';

function useFactWords() {
  const { t, date, number, unknown } = useFormat();
  const divisions = useDivisions().data?.items;
  const places = useMemo(() => new Map(divisions?.map((place) => [place.code, place.name])), [divisions]);

  const value = (name: string, given: FactValue): string => {
    if (given === null || given === '') return unknown;
    if (Array.isArray(given)) return given.map((each) => value(name, each)).join(t('list.separator'));
    if (typeof given === 'boolean') return t(given ? 'fact.yes' : 'fact.no');
    if (typeof given === 'number') return name === 'division' ? (places.get(given) ?? String(given)) : number(given);
    if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return date(given);
    return t(`code.${given}`, { defaultValue: given });
  };
  // The bounds of a fact stand in its date already; the name of its only member adds nothing.
  const lines = (fact: Fact): string[] => {
    const members = Object.entries(fact.value).filter(([name]) => name !== 'from' && name !== 'to');
    const named = members.length > 1 || fact.kind === 'other' || fact.kind === 'unread';
    return members.map(([name, given]) => {
      const title = t(`fact_value.${name}`, { defaultValue: t(`field.child.${name}`, { defaultValue: name }) });
      return named ? t('fact.line', { name: title, value: value(name, given) }) : value(name, given);
    });
  };
  const span = ({ valid_from: from, valid_to: to, recorded_at: at }: Fact): string => {
    if (from && to) return t('fact.from_to', { from: date(from), to: date(to) });
    if (from) return t('fact.from', { from: date(from) });
    return to ? t('fact.to', { to: date(to) }) : t('fact.recorded', { date: date(at) });
  };
  return { lines, span };
}

export function Facts({ facts }: { facts: Fact[] }) {
  const { t } = useFormat();
  const { lines, span } = useFactWords();
  const sorted = [...facts].sort((a, b) => (b.valid_from ?? b.recorded_at).localeCompare(a.valid_from ?? a.recorded_at));
  return (
    <ol className="timeline">
      {sorted.map((fact, index) => (
        <li key={`${fact.kind}-${fact.recorded_at}-${index}`}>
          <div className="soft small number">{span(fact)}</div>
          <div>
            <strong>{t(`fact.${fact.kind}`, { defaultValue: fact.kind })}</strong>
            {lines(fact).map((line) => (
              <div key={line}>{line}</div>
            ))}
            <div className="soft small">{t('fact.source', { source: fact.source })}</div>
          </div>
        </li>
      ))}
    </ol>
  );
}
