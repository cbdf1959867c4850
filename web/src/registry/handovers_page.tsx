// Hand-overs between counties: what came in and waits for an answer, what went out, and the ways to another
// installation.
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { get, newCommandId, post } from '../api/client';
import type { Assignees, CountyCard, Handover, HandoverFile, HandoverPeers, Handovers, TakenLetters } from '../api/types';
import { Badge, Broken, Empty, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useDivisions } from '../core/filter_select';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { useCountyName } from './handover_dialog';
import { handoverTones } from './handover_panel';
import './handovers.css';

function useAnswer<Body>(handover: Handover, act: string, onClose: () => void) {
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  return useMutation({
    mutationFn: (body: Body) => post<Handover>(`/handovers/${handover.id}/${act}`, body, id),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['handovers'] });
    },
  });
}

function Accept({ handover, onClose }: { handover: Handover; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const may = useMay();
  const [division, setDivision] = useState('');
  const [school, setSchool] = useState('');
  const [account, setAccount] = useState('');
  const divisions = useDivisions().data?.items ?? [];
  const assignees = useQuery({
    queryKey: ['assignees'],
    enabled: may('assign_children'),
    queryFn: ({ signal }) => get<Assignees>('/assignees', undefined, signal),
  });
  const accept = useAnswer<{ division: number; school: string | null; account: string | null }>(handover, 'accept', onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ division: Number(division), school: school.trim() || null, account: account || null });
  };
  const villages = divisions.filter((each) => each.level === 'village' || each.level === 'township');
  const people = (assignees.data?.items ?? []).filter((each, index, all) => all.findIndex((one) => one.account === each.account) === index);
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 14 }}>
      <Notice tone="info">{t('handover.accept_notice')}</Notice>
      <Select label={t('handover.village')} required searchable value={division || null} onChange={(next) => setDivision(next ?? '')}
        data={villages.map((each) => ({ value: String(each.code), label: each.name }))} nothingFoundMessage={t('filter.nothing')} />
      <TextInput label={t('handover.school')} maxLength={60} value={school} onChange={(event) => setSchool(event.currentTarget.value)} />
      <Select label={t('handover.in_charge')} clearable searchable value={account || null} onChange={(next) => setAccount(next ?? '')}
        data={people.map((each) => ({ value: each.account, label: `${each.name} · ${t(`role.${each.role}`, { defaultValue: each.role })}` }))}
        nothingFoundMessage={t('filter.nothing')} />
      {accept.error ? <Notice tone="bad">{problem(accept.error)}</Notice> : null}
      <FormButtons submit={t('handover.accept')} pending={accept.isPending} disabled={division === ''} onClose={onClose} />
    </form>
  );
}

function Why({ handover, act, onClose }: { handover: Handover; act: 'refuse' | 'withdraw'; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [why, setWhy] = useState('');
  const answer = useAnswer<{ why: string }>(handover, act, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate({ why: why.trim() });
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 14 }}>
      <Notice tone="info">{t(`handover.${act}_notice`)}</Notice>
      <Textarea label={t('handover.why')} required maxLength={200} autosize minRows={2} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      {answer.error ? <Notice tone="bad">{problem(answer.error)}</Notice> : null}
      <FormButtons submit={t(`handover.${act}`)} pending={answer.isPending} disabled={why.trim() === ''} onClose={onClose} />
    </form>
  );
}

function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

type Act = 'accept' | 'refuse' | 'withdraw';

function Line({ handover, hasFile, onAct }: { handover: Handover; hasFile: boolean; onAct: (act: Act) => void }) {
  const { t, date } = useFormat();
  const may = useMay();
  const problem = useProblemWords();
  const countyName = useCountyName();
  const file = useMutation({
    mutationFn: () => post<HandoverFile>(`/handovers/${handover.id}/file`, {}),
    onSuccess: (made) => save(made.name, made.text),
  });
  const waits = handover.state === 'offered' || handover.state === 'withdrawing';
  const name = handover.name || t('handover.no_name');
  return (
    <li>
      <div>
        <div className="row">
          {handover.child ? (
            <Link href={`/children/${handover.child}`} className="name-link">{name}</Link>
          ) : (
            <strong>{name}</strong>
          )}
          {handover.age === null ? null : <span className="soft">{t('child.age', { age: handover.age })}</span>}
          <Badge tone={handoverTones[handover.state]}>{t(`handover.state.${handover.state}`)}</Badge>
          {handover.late ? <Badge tone="bad" icon="clock">{t('handover.late')}</Badge> : null}
          {handover.shielded ? <Badge tone="warn">{t('child.shielded_badge')}</Badge> : null}
        </div>
        <div>{t(`handover.${handover.direction}_of`, { county: countyName(handover.county, handover.county_name) })}</div>
        {handover.why ? <div className="small">{handover.why}</div> : null}
        {handover.note ? <div className="small soft">{handover.note}</div> : null}
        <div className="soft small">
          {t('handover.moves_on_day', { date: date(handover.moves_on) })}
          {waits ? ` · ${t('handover.waits', { count: handover.waiting_days })}` : ''}
        </div>
        {handover.answer ? <div className="small">{t('handover.answer', { text: handover.answer })}</div> : null}
        {handover.erased_there_on ? <div className="small">{t('handover.erased_there', { date: date(handover.erased_there_on) })}</div> : null}
        {file.error ? <Notice tone="bad">{problem(file.error)}</Notice> : null}
      </div>
      <div className="row">
        {handover.direction === 'in' && waits && may('answer_handover') ? (
          <>
            <Button h={44} onClick={() => onAct('accept')}>{t('handover.accept')}</Button>
            <Button h={44} variant="default" onClick={() => onAct('refuse')}>{t('handover.refuse')}</Button>
          </>
        ) : null}
        {handover.direction === 'out' && handover.state === 'offered' && may('offer_handover') ? (
          <Button h={44} variant="default" onClick={() => onAct('withdraw')}>{t('handover.withdraw')}</Button>
        ) : null}
        {hasFile && may('answer_handover') ? (
          <Button h={44} variant="default" loading={file.isPending} onClick={() => file.mutate()}>{t('handover.file')}</Button>
        ) : null}
      </div>
    </li>
  );
}

function OtherInstallations() {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const card = useMutation({ mutationFn: () => post<CountyCard>('/handovers/card', {}) });
  const trust = useMutation({
    mutationFn: () => post<CountyCard>('/handovers/cards', { text: text.trim(), name: name.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['handover peers'] }),
  });
  const take = useMutation({
    mutationFn: async (file: File) => post<TakenLetters>('/handovers/letters', { text: await file.text() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['handovers'] }),
  });
  const failed = card.error ?? trust.error ?? take.error;
  return (
    <Section title={t('handover.other_installations')}>
      <div className="stack" style={{ gap: 14 }}>
        <p className="soft small" style={{ margin: 0 }}>{t('handover.other_hint')}</p>
        <div className="handover-files">
          <label className="stack" style={{ gap: 4 }}>
            <span>{t('handover.take_file')}</span>
            <input type="file" accept=".txt,text/plain" style={{ minHeight: 44 }}
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                if (file) take.mutate(file);
                event.currentTarget.value = '';
              }} />
          </label>
          <Button variant="default" h={44} loading={card.isPending} onClick={() => card.mutate()}>{t('handover.own_card')}</Button>
        </div>
        {take.data ? <Notice tone="info">{t('handover.taken', { count: take.data.letters })}</Notice> : null}
        {card.data ? (
          <Textarea readOnly autosize label={t('handover.own_card_label', { sign: card.data.fingerprint })} value={card.data.text} />
        ) : null}
        <form className="handover-files" onSubmit={(event) => { event.preventDefault(); trust.mutate(); }}>
          <TextInput label={t('handover.card')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <TextInput label={t('handover.card_name')} maxLength={20} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" variant="default" h={44} loading={trust.isPending} disabled={text.trim() === ''}>{t('handover.trust')}</Button>
        </form>
        {trust.data ? <Notice tone="info">{t('handover.trusted', { sign: trust.data.fingerprint })}</Notice> : null}
        {failed ? <Notice tone="bad">{problem(failed)}</Notice> : null}
      </div>
    </Section>
  );
}

export default function HandoversPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, setAsked] = useState<{ handover: Handover; act: Act } | null>(null);
  const list = useQuery({
    queryKey: ['handovers'],
    queryFn: ({ signal }) => get<Handovers>('/handovers', undefined, signal),
  });
  const peers = useQuery({
    queryKey: ['handover peers'],
    queryFn: ({ signal }) => get<HandoverPeers>('/handovers/peers', undefined, signal),
  });
  const elsewhere = new Set((peers.data?.items ?? []).filter((each) => !each.is_here).map((each) => each.county));
  const items = list.data?.items ?? [];
  const waits = (each: Handover) => each.state === 'offered' || each.state === 'withdrawing';
  const groups = [
    { key: 'incoming', items: items.filter((each) => each.direction === 'in' && waits(each)) },
    { key: 'outgoing', items: items.filter((each) => each.direction === 'out' && waits(each)) },
    { key: 'done', items: items.filter((each) => !waits(each)) },
  ];
  const close = () => setAsked(null);
  return (
    <>
      <PageHead title={t('nav.handovers')} note={list.data ? t('handover.total', { count: list.data.waiting }) : undefined} />
      {list.isPending ? <Waiting /> : null}
      {list.isError ? <Broken cause={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && list.data.late > 0 ? <Notice tone="warn">{t('handover.late_notice', { count: list.data.late })}</Notice> : null}
      {list.data && items.length === 0 ? (
        <div className="card">
          <Empty icon="next" title={t('handover.empty')} hint={t('handover.empty_hint')} to="/children" action={t('nav.children')} />
        </div>
      ) : null}
      <div className="stack">
        {groups.filter((group) => group.items.length > 0).map((group) => (
          <Section key={group.key} title={t(`handover.${group.key}`, { count: group.items.length })}>
            <ul className="people">
              {group.items.map((each) => (
                <Line key={each.id} handover={each} hasFile={elsewhere.has(each.county)} onAct={(act) => setAsked({ handover: each, act })} />
              ))}
            </ul>
          </Section>
        ))}
        {may('answer_handover') ? <OtherInstallations /> : null}
      </div>
      {asked ? (
        <Dialog title={t(`handover.${asked.act}_title`, { name: asked.handover.name })} onClose={close}>
          {asked.act === 'accept' ? (
            <Accept handover={asked.handover} onClose={close} />
          ) : (
            <Why handover={asked.handover} act={asked.act} onClose={close} />
          )}
        </Dialog>
      ) : null}
    </>
  );
}
