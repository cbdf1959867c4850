// Dated facts, newest first, each with the source that said so.
import type { Fact } from '../api/types';
import { useFormat } from '../core/format';

const codedValues = new Set(['care_type', 'guard_type', 'schooling', 'absence_reason', 'contact_freq']);

export function useFactWords() {
  const { t, date, number, unknown } = useFormat();
  const valueWords = (kind: string, name: string, value: string | number | boolean | null): string => {
    if (value === null || value === '') return unknown;
    if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no');
    if (typeof value === 'number') return number(value);
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value);
    const coded = codedValues.has(name) || codedValues.has(kind) || /^[a-z_]+$/.test(value);
    return coded ? t(`code.${value}`, { defaultValue: value }) : value;
  };
  const lines = (fact: Fact): string[] => {
    const entries = Object.entries(fact.value);
    const only = entries.length === 1 ? entries[0] : undefined;
    if (only) return [valueWords(fact.kind, only[0], only[1])];
    return entries
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => `${t(`fact_value.${name}`, { defaultValue: name })}: ${valueWords(fact.kind, name, value)}`);
  };
  return { kind: (fact: Fact) => t(`fact.${fact.kind}`, { defaultValue: fact.kind }), lines };
}

function useSpanWords() {
  const { t, date } = useFormat();
  return ({ valid_from: from, valid_to: to }: Fact): string => {
    if (from && to) return t('fact.from_to', { from: date(from), to: date(to) });
    if (from) return t('fact.from', { from: date(from) });
    return to ? t('fact.to', { to: date(to) }) : t('fact.undated');
  };
}

export function Facts({ facts }: { facts: Fact[] }) {
  const { t } = useFormat();
  const words = useFactWords();
  const span = useSpanWords();
  const sorted = [...facts].sort((a, b) => (b.valid_from ?? b.recorded_at).localeCompare(a.valid_from ?? a.recorded_at));
  return (
    <ol className="timeline">
      {sorted.map((fact, index) => (
        <li key={`${fact.kind}-${fact.recorded_at}-${index}`}>
          <div className="soft small number">{span(fact)}</div>
          <div>
            <strong>{words.kind(fact)}</strong>
            {words.lines(fact).map((line) => (
              <div key={line}>{line}</div>
            ))}
            <div className="soft small">{t('fact.source', { source: fact.source })}</div>
          </div>
        </li>
      ))}
    </ol>
  );
}
