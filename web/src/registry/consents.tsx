// What guardians said about the use of the child's data: one row a purpose, what holds and who said so; record, withdraw.
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '../access/may';
import { useSession } from '../access/session';
import { get, newCommandId, post } from '../api/client';
import type { Child, Consents, ConsentText, ConsentTexts, PurposeConsents } from '../api/types';
import { Badge, Broken, Notice, Section, Waiting } from '../core/blocks';
import { Dialog } from '../core/dialog';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';

const tones = { none: 'quiet', given: 'good', refused: 'warn', withdrawn: 'warn', expired: 'warn', outdated: 'warn' } as const;
const guardians = ['father', 'mother', 'guardian'];
const speakers = [...guardians, 'carer', 'child'];
const methods = ['paper', 'in_person', 'phone', 'remote'];

type Opened = { what: 'text' | 'record' | 'withdraw'; purpose: string } | null;

function useConsents(child: string) {
  return useQuery({
    queryKey: ['consents', child],
    queryFn: ({ signal }) => get<Consents>(`/children/${child}/consents`, undefined, signal),
  });
}

function useTexts() {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['consent-texts', i18n.language],
    staleTime: Infinity,
    queryFn: ({ signal }) => get<ConsentTexts>('/consent-texts', undefined, signal),
  });
}

function Told({ text }: { text: ConsentText }) {
  const { t } = useTranslation();
  const rows = [
    ['what', text.what],
    ['why', text.why],
    ['effect', text.effect],
    ['receives', text.receives],
    ['withdraw', text.withdraw],
  ] as const;
  return (
    <dl className="told">
      {rows.map(([part, words]) => (
        <div key={part}>
          <dt>{t(`consents.text.${part}`)}</dt>
          <dd>{words}</dd>
        </div>
      ))}
      <div className="soft small">{t('consents.text.version', { version: text.version, months: text.months })}</div>
    </dl>
  );
}

function Buttons({ submit, pending, disabled, onClose, bad = false }: {
  submit: string;
  pending: boolean;
  disabled: boolean;
  onClose: () => void;
  bad?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
      <Button variant="default" h={44} onClick={onClose}>
        {t('action.cancel')}
      </Button>
      <Button type="submit" h={44} loading={pending} disabled={disabled} color={bad ? 'red.9' : undefined}>
        {submit}
      </Button>
    </div>
  );
}

/// Sends one saying and takes the consents that come back.
function useSaying(child: string, path: string, onDone: () => void) {
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  return useMutation({
    mutationFn: (said: Record<string, unknown>) =>
      post<Consents>(`/children/${child}/consents${path}`, { id, ...said }),
    onSuccess: (consents) => {
      client.setQueryData(['consents', child], consents);
      onDone();
    },
  });
}

function Choice({ label, value, codes, onChange }: {
  label: string;
  value: string;
  codes: [string, string][];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      label={label}
      required
      allowDeselect={false}
      data={codes.map(([code, words]) => ({ value: code, label: words }))}
      value={value}
      onChange={(next) => onChange(next ?? value)}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

function RecordForm({ child, standing, text, assentFrom, onClose }: {
  child: Child;
  standing: PurposeConsents;
  text: ConsentText;
  assentFrom: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const problem = useProblemWords();
  const today = useSession().data?.today ?? '';
  const [answer, setAnswer] = useState('given');
  const [relation, setRelation] = useState('father');
  const [name, setName] = useState('');
  const [saidOn, setSaidOn] = useState(today);
  const [method, setMethod] = useState('paper');
  const [assent, setAssent] = useState('');
  const [evidence, setEvidence] = useState('');
  const [ownWish, setOwnWish] = useState(false);
  const record = useSaying(child.id, '', onClose);
  const asksChild = child.age === null || child.age === undefined || child.age >= assentFrom;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate({
      purpose: standing.purpose,
      answer,
      relation,
      given_by: name.trim(),
      said_on: saidOn,
      method,
      child_assent: assent === '' ? null : assent === 'yes',
      text_version: text.version,
      evidence: evidence.trim(),
      own_wish: ownWish,
    });
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <details>
        <summary>{t('consents.read')}</summary>
        <Told text={text} />
      </details>
      {standing.ask_again_on ? (
        <Notice tone="warn">{t('consents.asked', { date: date(standing.ask_again_on) })}</Notice>
      ) : null}
      <Choice label={t('consents.answer')} value={answer} onChange={setAnswer}
        codes={[['given', t('consents.answer.given')], ['refused', t('consents.answer.refused')]]} />
      <Choice label={t('consents.relation')} value={relation} onChange={setRelation}
        codes={(answer === 'given' ? guardians : speakers).map((code) => [code, t(`consents.relation.${code}`)])} />
      <TextInput label={t('consents.given_by')} required maxLength={60} value={name}
        onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t('consents.said_on')} required type="date" max={today} value={saidOn}
        onChange={(event) => setSaidOn(event.currentTarget.value)} />
      <Choice label={t('consents.method')} value={method} onChange={setMethod}
        codes={methods.map((code) => [code, t(`consents.method.${code}`)])} />
      {asksChild ? (
        <Choice label={t('consents.assent')} value={assent} onChange={setAssent}
          codes={[['', t('consents.assent.none')], ['yes', t('consents.assent.yes')], ['no', t('consents.assent.no')]]} />
      ) : null}
      <TextInput label={t('consents.evidence')} placeholder={t('consents.evidence_hint')} maxLength={150} value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)} />
      {standing.ask_again_on ? (
        <Checkbox label={t('consents.own_wish')} checked={ownWish} onChange={(event) => setOwnWish(event.currentTarget.checked)} />
      ) : null}
      {record.error ? <Notice tone="bad">{problem(record.error)}</Notice> : null}
      <Buttons submit={t('consents.save')} pending={record.isPending} disabled={name.trim() === '' || saidOn === ''} onClose={onClose} />
    </form>
  );
}

function WithdrawForm({ child, purpose, onClose }: { child: string; purpose: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [relation, setRelation] = useState('father');
  const [name, setName] = useState('');
  const withdraw = useSaying(child, '/withdraw', onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withdraw.mutate({ purpose, relation, given_by: name.trim() });
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone="warn">{t('consents.withdraw_notice')}</Notice>
      <Choice label={t('consents.relation')} value={relation} onChange={setRelation}
        codes={speakers.map((code) => [code, t(`consents.relation.${code}`)])} />
      <TextInput label={t('consents.given_by')} required maxLength={60} value={name}
        onChange={(event) => setName(event.currentTarget.value)} />
      {withdraw.error ? <Notice tone="bad">{problem(withdraw.error)}</Notice> : null}
      <Buttons submit={t('consents.withdraw_submit')} bad pending={withdraw.isPending} disabled={name.trim() === ''} onClose={onClose} />
    </form>
  );
}

function Line({ standing, mayChange, onOpen }: {
  standing: PurposeConsents;
  mayChange: boolean;
  onOpen: (what: 'text' | 'record' | 'withdraw') => void;
}) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const last = standing.said[0];
  const name = t(`consents.for.${standing.purpose}`);
  return (
    <li>
      <div style={{ minWidth: 0, flex: '1 1 260px' }}>
        <div className="row">
          <strong>{name}</strong>
          <Badge tone={tones[standing.state]}>{t(`consents.state.${standing.state}`)}</Badge>
        </div>
        {last ? (
          <div className="soft small">
            {t('consents.said', {
              who: `${last.given_by} (${t(`consents.relation.${last.relation}`)})`,
              what: t(`consents.answer.${last.answer}`),
              date: date(last.said_on),
            })}
            {standing.expires_on ? ` · ${t('consents.until', { date: date(standing.expires_on) })}` : ''}
            {last.evidence ? ` · ${last.evidence}` : ''}
          </div>
        ) : null}
        {standing.ask_again_on ? (
          <div className="soft small">{t('consents.ask_again', { date: date(standing.ask_again_on) })}</div>
        ) : null}
      </div>
      <div className="row">
        <Button variant="subtle" h={44} px="xs" aria-label={t('consents.text_of', { name })} onClick={() => onOpen('text')}>
          {t('consents.text')}
        </Button>
        {mayChange && standing.state === 'given' ? (
          <Button variant="default" h={44} aria-label={t('consents.withdraw_of', { name })} onClick={() => onOpen('withdraw')}>
            {t('consents.withdraw')}
          </Button>
        ) : null}
        {mayChange && standing.state !== 'given' ? (
          <Button variant="default" h={44} aria-label={t('consents.record_of', { name })} onClick={() => onOpen('record')}>
            {t('consents.record')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Opened({ child, opened, consents, texts, onClose }: {
  child: Child;
  opened: NonNullable<Opened>;
  consents: Consents;
  texts: ConsentTexts;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const standing = consents.items.find((each) => each.purpose === opened.purpose);
  const text = texts.items.find((each) => each.purpose === opened.purpose);
  if (!standing || !text) return null;
  const titles = { text: 'consents.text_of', record: 'consents.record_of', withdraw: 'consents.withdraw_of' } as const;
  return (
    <Dialog title={t(titles[opened.what], { name: t(`consents.for.${opened.purpose}`) })} onClose={onClose}>
      {opened.what === 'text' ? <Told text={text} /> : null}
      {opened.what === 'record' ? (
        <RecordForm child={child} standing={standing} text={text} assentFrom={texts.assent_from_age} onClose={onClose} />
      ) : null}
      {opened.what === 'withdraw' ? <WithdrawForm child={child.id} purpose={opened.purpose} onClose={onClose} /> : null}
    </Dialog>
  );
}

export function ConsentPanel({ child }: { child: Child }) {
  const { t } = useTranslation();
  const may = useMay();
  const consents = useConsents(child.id);
  const texts = useTexts();
  const [opened, setOpened] = useState<Opened>(null);
  const broken = consents.error ?? texts.error;
  return (
    <Section title={t('consents.title')}>
      <p className="soft small" style={{ margin: '0 0 10px' }}>{t('consents.note')}</p>
      {consents.isPending || texts.isPending ? <Waiting rows={3} /> : null}
      {broken ? <Broken cause={broken} onRetry={() => void consents.refetch()} /> : null}
      {consents.data && texts.data ? (
        <ul className="people">
          {consents.data.items.map((standing) => (
            <Line key={standing.purpose} standing={standing} mayChange={may('change_consents')}
              onOpen={(what) => setOpened({ what, purpose: standing.purpose })} />
          ))}
        </ul>
      ) : null}
      {opened && consents.data && texts.data ? (
        <Opened child={child} opened={opened} consents={consents.data} texts={texts.data} onClose={() => setOpened(null)} />
      ) : null}
    </Section>
  );
}
