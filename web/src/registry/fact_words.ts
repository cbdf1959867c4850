// How facts are put into words: the packs' own names for kinds, members and codes, in the reader's language.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { Fact, FactKind, FactKinds, FactMember, FactSubject, FactValue } from '../api/types';
import { useDivisions } from '../core/filter_select';
import { useFormat } from '../core/format';

type Word = { id: string; zh: string; en: string };
export type FactValues = Record<string, FactValue>;

export const useFactKinds = () =>
  useQuery({ queryKey: ['fact-kinds'], staleTime: Infinity, queryFn: () => get<FactKinds>('/fact-kinds') });

/// The kind inside a fact's id, "3.schooling.child".
export const kindOf = (id: string) => id.split('.').slice(1, -1).join('.');

export function useFactWords() {
  const { t, date, number, unknown, instant } = useFormat();
  const { i18n } = useTranslation();
  const kinds = useFactKinds().data?.items;
  const divisions = useDivisions().data?.items;
  const places = useMemo(() => new Map(divisions?.map((place) => [place.code, place.name])), [divisions]);
  const byId = useMemo(() => new Map(kinds?.map((kind) => [kind.id, kind])), [kinds]);
  const word = (entry: Word) => (i18n.language === 'zh' ? entry.zh : entry.en);

  const subject = (who: FactSubject) => (who === 'child' || who === 'household' ? '' : t(`relation.${who}`));
  const kindName = (id: string) => {
    const known = byId.get(id);
    return known ? word(known) : t(`fact.${id}`, { defaultValue: id });
  };
  // A person is called by what it is to the child.
  const title = (id: string, who: FactSubject) => (id === 'person' ? subject(who) : [subject(who), kindName(id)].filter(Boolean).join(' · '));
  const member = (kind: string, name: string): FactMember | undefined =>
    byId.get(kind)?.members.find((each) => each.id === name);

  const plain = (kind: string, name: string, given: FactValue): string => {
    if (given === null || given === '') return unknown;
    if (Array.isArray(given)) return given.map((each) => plain(kind, name, each)).join(t('list.separator'));
    if (typeof given === 'boolean') return t(given ? 'fact.yes' : 'fact.no');
    // Some numbers stand for something: that of a people.
    const code = member(kind, name)?.codes.find((each) => each.id === String(given));
    if (typeof given === 'number') {
      if (code) return word(code);
      return name === 'division' ? (places.get(given) ?? String(given)) : number(given);
    }
    if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return date(given);
    return code ? word(code) : t(`code.${given}`, { defaultValue: given });
  };
  const memberName = (kind: string, name: string) => {
    const known = member(kind, name);
    return known ? word(known) : t(`fact_value.${name}`, { defaultValue: t(`field.child.${name}`, { defaultValue: name }) });
  };
  // Where a code says it, the list's own words add nothing; the name of an only member neither.
  const lines = (kind: string, value: FactValues): string[] => {
    const all = Object.entries(value);
    const coded = all.filter(([name]) => name !== 'text');
    const shown = coded.length > 0 ? coded : all;
    const named = shown.length > 1 || kind === 'other' || kind === 'unread' || typeof shown[0]?.[1] === 'boolean';
    return shown.map(([name, given]) =>
      named ? t('fact.line', { name: memberName(kind, name), value: plain(kind, name, given) }) : plain(kind, name, given));
  };
  const span = (fact: Fact): string => {
    if (fact.valid_from && fact.valid_to) return t('fact.from_to', { from: date(fact.valid_from), to: date(fact.valid_to) });
    if (fact.valid_from) return t('fact.from', { from: date(fact.valid_from) });
    return fact.valid_to ? t('fact.to', { to: date(fact.valid_to) }) : t('fact.known_from', { date: date(fact.known_from) });
  };
  const origin = ({ file, account, at }: { file: string; account: string; at: string }): string => {
    if (file) return t('fact.said_by_list', { file, date: instant(at) });
    return account ? t('fact.said_by', { who: account, date: instant(at) }) : t('fact.said_on', { date: instant(at) });
  };
  return { word, title, kindName, memberName, plain, lines, span, origin, places, kinds, byId };
}

/// A value as the server takes it: members that were emptied are left out.
export function filled(value: FactValues): FactValues {
  return Object.fromEntries(Object.entries(value).filter(([, given]) =>
    given !== null && given !== '' && !(Array.isArray(given) && given.length === 0)));
}

/// What a form begins with: what is known of the members the kind still has.
export function prefilled(kind: FactKind | undefined, known: FactValues | undefined): FactValues {
  if (!kind || !known) return {};
  const names = new Set(kind.members.map((each) => each.id));
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.has(name)));
}
