// Registering a child begins with looking: while the form is filled in, children who may be the same one stand beside it.
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';

import { ApiError, newCommandId, post, request } from '../api/client';
import type { LikelyChild, Registered, Registration, RegistrationCheck, Sex } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section } from '../core/blocks';
import { useDivisions } from '../core/filter_select';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords, useReasonWords } from '../core/problem';
import './found.css';

type Draft = { name: string; born_on: string; sex: string; division: string; identity_number: string; guardian: string; phone: string };
const nothing: Draft = { name: '', born_on: '', sex: '', division: '', identity_number: '', guardian: '', phone: '' };
const draftKey = ['draft of a registration'];

/// Kept in memory until it is sent, so that looking at a child and coming back loses nothing; signing out clears it.
function useDraft() {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: draftKey, queryFn: () => nothing, initialData: nothing, staleTime: Infinity });
  const change = (part: Partial<Draft>) => client.setQueryData(draftKey, { ...data, ...part });
  return [data, change, () => client.setQueryData(draftKey, nothing)] as const;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export function bodyOf(draft: Draft): Registration {
  const person = { role: 'guardian' as const, name: draft.guardian.trim() || null, phone: draft.phone.trim() || null };
  return {
    name: draft.name.trim(),
    sex: (draft.sex || null) as Sex | null,
    born_on: day.test(draft.born_on) ? draft.born_on : null,
    division: draft.division === '' ? null : Number(draft.division),
    identity_number: draft.identity_number.trim() || null,
    people: person.name || person.phone ? [person] : [],
  };
}

function useCheck(draft: Draft) {
  const [settled] = useDebouncedValue(draft, 300);
  const body = bodyOf(settled);
  const says = body.name !== '' || (body.identity_number?.length ?? 0) >= 15;
  return useQuery({
    queryKey: ['/children/check', body],
    enabled: says,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => request<RegistrationCheck>('POST', '/children/check', { body, signal }),
    refetchInterval: (query) => (query.state.data?.complete === false ? 2000 : false),
  });
}

function Likely({ item }: { item: LikelyChild }) {
  const { t, date } = useFormat();
  const { child } = item;
  const sure = item.likeness === 'same_number' || item.likeness === 'very_likely';
  return (
    <li>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>{child.name}</strong>
        <Badge tone={sure ? 'bad' : item.likeness === 'likely' ? 'warn' : 'quiet'}>{t(`likeness.${item.likeness}`)}</Badge>
      </div>
      <div className="small">{[t(`sex.${child.sex}`), child.born_on ? date(child.born_on) : ''].filter(Boolean).join(' · ')}</div>
      <div className="soft small">{[child.township, child.village?.name, child.school].filter(Boolean).join(' · ')}</div>
      <div className="small">{item.agreements.map((each) => t(`agreement.${each}`)).join(' · ')}</div>
      <Button component={Link} href={`/children/${child.id}`} variant="default" h={44}>{t('register.open', { name: child.name })}</Button>
    </li>
  );
}

function LikelyPanel({ check, asked }: { check: ReturnType<typeof useCheck>; asked: boolean }) {
  const { t } = useFormat();
  if (!asked) return <Section title={t('register.known')}><p className="soft">{t('register.begin')}</p></Section>;
  if (check.isError) return <Broken cause={check.error} onRetry={() => void check.refetch()} />;
  const { items = [], number_elsewhere = false, complete = true } = check.data ?? {};
  return (
    <Section title={t('register.known')}>
      <div aria-live="polite">
        {number_elsewhere ? <Notice tone="bad">{t('child.number_elsewhere')}</Notice> : null}
        {complete ? null : <Notice tone="info">{t('register.making')}</Notice>}
        {items.length === 0 && complete && check.isSuccess ? <p className="soft">{t('register.nobody')}</p> : null}
        {items.length > 0 ? <p className="small">{t('register.look')}</p> : null}
        <ul className="register-likely">{items.map((item) => <Likely key={item.child.id} item={item} />)}</ul>
      </div>
    </Section>
  );
}

function VillageSelect({ value, error, onChange }: { value: string; error: string; onChange: (value: string) => void }) {
  const { t } = useFormat();
  const items = useDivisions().data?.items ?? [];
  const places = items.filter((item) => item.level === 'township' || item.level === 'village');
  return (
    <Select label={t('child.village')} searchable clearable value={value || null} error={error || undefined}
      nothingFoundMessage={t('filter.nothing')} placeholder={t('unknown')}
      data={places.map((item) => ({ value: String(item.code), label: item.name }))}
      onChange={(next) => onChange(next ?? '')} />
  );
}

/// The command's id stays while the form says the same, so that sending it again after a lost answer enters nobody twice.
function useCommandId(body: string) {
  const kept = useRef({ body: '', id: '' });
  if (kept.current.body !== body) kept.current = { body, id: newCommandId() };
  return kept.current.id;
}

export default function RegisterPage() {
  const { t, date } = useFormat();
  const words = useProblemWords();
  const reason = useReasonWords();
  const [, go] = useLocation();
  const client = useQueryClient();
  const [draft, change, forget] = useDraft();
  const [nobody, setNobody] = useState('');
  const check = useCheck(draft);
  const body = JSON.stringify(bodyOf(draft));
  const commandId = useCommandId(body);
  const told = check.data;
  const near = (told?.items ?? []).filter((item) => item.likeness !== 'possible');
  const isKnown = near.some((item) => item.likeness === 'same_number') || (told?.number_elsewhere ?? false);
  const confirmed = nobody === body;
  const send = useMutation({
    mutationFn: () => post<Registered>('/children', bodyOf(draft), commandId),
    onSuccess: ({ id }) => {
      forget();
      void client.invalidateQueries();
      go(`/children/${id}`);
    },
  });
  const failed = send.error instanceof ApiError ? send.error : null;
  const wrong = (field: string) => (failed?.field === field ? words(failed) : '');
  const text = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const numberProblem = wrong('identity_number') || (draft.identity_number.length >= 15 && told?.number_problem ? reason(told.number_problem) : '');
  return (
    <>
      <PageHead title={t('register.title')} note={t('register.note')} />
      <div className="register">
        <form className="card" onSubmit={submit} autoComplete="off">
          <TextInput label={t('child.name')} required maxLength={150} error={wrong('name')} {...text('name')} />
          <div className="register-pair">
            <TextInput label={t('child.born_on')} type="date" error={wrong('born_on')} {...text('born_on')}
              description={!draft.born_on && told?.born_on ? t('register.from_number', { value: date(told.born_on) }) : undefined} />
            <Select label={t('child.sex')} clearable placeholder={t('unknown')} value={draft.sex || null}
              data={['female', 'male'].map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
              description={!draft.sex && told && told.sex !== 'unknown' ? t('register.from_number', { value: t(`sex.${told.sex}`) }) : undefined}
              onChange={(next) => change({ sex: next ?? '' })} />
          </div>
          <VillageSelect value={draft.division} error={wrong('division')} onChange={(division) => change({ division })} />
          <TextInput label={t('child.id_number')} inputMode="text" maxLength={40} error={numberProblem} {...text('identity_number')} />
          <div className="register-pair">
            <TextInput label={t('register.guardian')} maxLength={150} {...text('guardian')} />
            <TextInput label={t('register.phone')} inputMode="tel" maxLength={30} error={wrong('people')} {...text('phone')} />
          </div>
          {near.length > 0 && !isKnown ? (
            <Checkbox size="md" label={t('register.none_of_these')} checked={confirmed}
              onChange={(event) => setNobody(event.currentTarget.checked ? body : '')} />
          ) : null}
          {failed && !['name', 'born_on', 'division', 'identity_number', 'people'].includes(failed.field) ? (
            <Notice tone="bad">{words(failed)}</Notice>
          ) : null}
          <div className="row">
            <Button type="submit" h={44} loading={send.isPending} disabled={isKnown || (near.length > 0 && !confirmed)}
              leftSection={<Icon name="plus" size={18} />}>
              {t('register.send')}
            </Button>
            <Button component={Link} href="/children" variant="default" h={44}>{t('child.back')}</Button>
          </div>
        </form>
        <LikelyPanel check={check} asked={draft.name.trim() !== '' || draft.identity_number.length >= 15} />
      </div>
    </>
  );
}
