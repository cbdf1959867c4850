// What the rules say, in words: answers, questions, what would turn an answer.
import { useTranslation } from 'react-i18next';

import type { FactQuestion, RuleAnswer, Scheme, TurnChange } from '../api/types';
import { Badge } from '../core/blocks';
import { useFormat } from '../core/format';
import { useFactWords } from './fact_words';

/// Unknown has a colour of its own: it is neither a yes nor a no.
const tones = { yes: 'info', no: 'quiet', unknown: 'warn' } as const;

export function AnswerBadge({ answer, danger = false }: { answer: RuleAnswer; danger?: boolean }) {
  const { t } = useTranslation();
  return <Badge tone={danger && answer === 'yes' ? 'bad' : tones[answer]}>{t(`status.answer.${answer}`)}</Badge>;
}

export function useStatusWords() {
  const { t } = useFormat();
  const { i18n } = useTranslation();
  const { title, memberName, plain, byId } = useFactWords();
  const name = (one: { zh: string; en: string }) => (i18n.language === 'zh' ? one.zh : one.en);
  const group = (id: string) => t(`status.group.${id}`, { defaultValue: id });
  /// "Mother · Away or at home": the only member of a kind needs no name of its own.
  const question = ({ kind, subject, member }: FactQuestion): string => {
    const whole = title(kind, subject);
    const many = (byId.get(kind)?.members.filter((each) => each.type !== 'text').length ?? 0) > 1;
    return many ? t('fact.line', { name: whole, value: memberName(kind, member) }) : whole;
  };
  const change = (one: TurnChange): string => {
    const given = one.value === 'yes' ? true : one.value === 'no' ? false : /^\d+$/.test(one.value) ? Number(one.value) : one.value;
    const words = t('fact.line', { name: question(one), value: plain(one.kind, one.member, given) });
    return one.since_long ? words : t('status.from_today', { words });
  };
  const label = (scheme: Scheme) => t('status.scheme', { name: name(scheme), id: scheme.id });
  return { name, group, question, change, label };
}
