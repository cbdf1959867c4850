// A family's own page: its children, who has looked at what is written about them, what was agreed to, what is to be put right.
// Made for a phone and for people who read little: plain words, one thing under the other, large targets.
import { Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { useSession } from '../access/session';
import { get, newCommandId, post } from '../api/client';
import type { ChildRow, Consents, ConsentText, ConsentTexts, PurposeConsents, RecordRead } from '../api/types';
import { Badge, Broken, Empty, Notice, PageHead, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { useList } from '../core/use_list';
import { usePersonLine } from './children_page';
import { CorrectionPanel } from './corrections';
import './family.css';

const tones = { none: 'quiet', given: 'good', refused: 'quiet', withdrawn: 'quiet', expired: 'warn', outdated: 'warn' } as const;
const guardians = ['father', 'mother', 'guardian'] as const;

/// One look as a sentence: who, when, at what, what for.
function useReadSentence() {
  const { t, instant } = useFormat();
  return (read: RecordRead) => {
    const role = t(`role.${read.role}`, { defaultValue: read.role });
    const who = [read.office?.name, role, read.name].filter(Boolean).join(' ');
    const usual = t(`family.did.${read.event}`);
    const what = read.event === 'denied' ? usual : t(`family.did.${read.kind}`, { defaultValue: usual });
    return { who, what, at: instant(read.at), why: t(`journal.purpose.${read.purpose}`, { defaultValue: read.purpose }) };
  };
}

function Reads({ child }: { child: string }) {
  const { t } = useTranslation();
  const say = useReadSentence();
  const { items, query } = useList<RecordRead>(`/children/${child}/reads`, {});
  if (query.isPending) return <Waiting rows={3} />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {items.length === 0 ? <p style={{ margin: 0 }}>{t('family.nobody_read')}</p> : null}
      <ul className="family-list">
        {items.map((read) => {
          const said = say(read);
          return (
            <li key={read.entry}>
              <div><strong>{said.who}</strong> {said.what}</div>
              <div className="soft small">{said.at} · {t('family.for', { why: said.why })}</div>
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <Button fullWidth variant="default" h={48} mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('list.more')}
        </Button>
      ) : null}
    </>
  );
}

type Answer = 'given' | 'refused' | 'withdrawn';
type Asking = { standing: PurposeConsents; answer: Answer };

function AnswerForm({ child, asking, text, assentFrom, onClose }: {
  child: ChildRow;
  asking: Asking;
  text: ConsentText;
  assentFrom: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const session = useSession().data;
  const [id] = useState(newCommandId);
  const [relation, setRelation] = useState<string>('');
  const [name, setName] = useState(session?.name ?? '');
  const [assent, setAssent] = useState('');
  const { answer, standing } = asking;
  const asksChild = answer === 'given' && (child.age === null || child.age >= assentFrom);
  const send = useMutation({
    mutationFn: () => {
      const said = { id, purpose: standing.purpose, relation, given_by: name.trim() };
      if (answer === 'withdrawn') return post<Consents>(`/children/${child.id}/consents/withdraw`, said, id);
      return post<Consents>(`/children/${child.id}/consents`, {
        ...said,
        answer,
        said_on: session?.today ?? '',
        method: 'remote',
        child_assent: assent === '' ? null : assent === 'yes',
        text_version: text.version,
        own_wish: true,
      }, id);
    },
    onSuccess: (consents) => {
      client.setQueryData(['consents', child.id], consents);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const parts = answer === 'withdrawn' ? (['effect'] as const) : (['what', 'why', 'receives', 'effect', 'withdraw'] as const);
  return (
    <form onSubmit={submit} className="stack family-form" style={{ gap: 16 }}>
      <dl className="told">
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`consents.text.${part}`)}</dt>
            <dd>{text[part]}</dd>
          </div>
        ))}
      </dl>
      {answer === 'withdrawn' ? <Notice tone="warn">{t('consents.withdraw_notice')}</Notice> : null}
      <Radio.Group label={t('family.you_are')} required value={relation} onChange={setRelation}>
        <div className="family-choices">
          {guardians.map((code) => <Radio key={code} size="md" value={code} label={t(`consents.relation.${code}`)} />)}
        </div>
      </Radio.Group>
      <TextInput size="md" label={t('family.your_name')} required maxLength={60} value={name}
        onChange={(event) => setName(event.currentTarget.value)} />
      {asksChild ? (
        <Radio.Group label={t('family.assent', { name: child.name })} required value={assent} onChange={setAssent}>
          <div className="family-choices">
            <Radio size="md" value="yes" label={t('consents.assent.yes')} />
            <Radio size="md" value="no" label={t('consents.assent.no')} />
          </div>
        </Radio.Group>
      ) : null}
      {send.error ? <Notice tone="bad">{problem(send.error)}</Notice> : null}
      <FormButtons submit={t(`family.send.${answer}`)} bad={answer === 'withdrawn'} pending={send.isPending}
        disabled={relation === '' || name.trim() === '' || (asksChild && assent === '')} onClose={onClose} />
    </form>
  );
}

function ConsentLine({ standing, text, mayChange, onAsk }: {
  standing: PurposeConsents;
  text: ConsentText | undefined;
  mayChange: boolean;
  onAsk: (answer: Answer) => void;
}) {
  const { t, date } = useFormat();
  const name = t(`consents.for.${standing.purpose}`);
  const button = (answer: Answer, variant: 'filled' | 'default') => (
    <Button variant={variant} h={48} aria-label={t(`family.answer.${answer}_of`, { name })} onClick={() => onAsk(answer)}>
      {t(`family.answer.${answer}`)}
    </Button>
  );
  return (
    <li>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong>{name}</strong>
        <Badge tone={tones[standing.state]}>{t(`family.consent.${standing.state}`)}</Badge>
      </div>
      {text ? <p className="family-told">{text.what}</p> : null}
      {standing.expires_on ? <p className="soft small family-told">{t('consents.until', { date: date(standing.expires_on) })}</p> : null}
      {mayChange && text ? (
        <div className="family-answers">
          {standing.state === 'given' ? button('withdrawn', 'default') : button('given', 'filled')}
          {standing.state === 'given' || standing.state === 'refused' ? null : button('refused', 'default')}
        </div>
      ) : null}
    </li>
  );
}

function ConsentCards({ child }: { child: ChildRow }) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const [asking, setAsking] = useState<Asking | null>(null);
  const consents = useQuery({
    queryKey: ['consents', child.id],
    queryFn: ({ signal }) => get<Consents>(`/children/${child.id}/consents`, undefined, signal),
  });
  const texts = useQuery({
    queryKey: ['consent-texts', i18n.language],
    staleTime: Infinity,
    queryFn: ({ signal }) => get<ConsentTexts>('/consent-texts', undefined, signal),
  });
  const textOf = (purpose: string) => texts.data?.items.find((each) => each.purpose === purpose);
  const broken = consents.error ?? texts.error;
  if (broken) return <Broken cause={broken} onRetry={() => void consents.refetch()} />;
  if (!consents.data || !texts.data) return <Waiting rows={3} />;
  const asked = asking ? textOf(asking.standing.purpose) : undefined;
  return (
    <>
      <p className="soft" style={{ margin: '0 0 12px' }}>{t('family.consents_note')}</p>
      <ul className="family-list">
        {consents.data.items.map((standing) => (
          <ConsentLine key={standing.purpose} standing={standing} text={textOf(standing.purpose)} mayChange={may('change_consents')}
            onAsk={(answer) => setAsking({ standing, answer })} />
        ))}
      </ul>
      {asking && asked ? (
        <Dialog title={t(`consents.for.${asking.standing.purpose}`)} onClose={() => setAsking(null)}>
          <AnswerForm child={child} asking={asking} text={asked} assentFrom={texts.data.assent_from_age} onClose={() => setAsking(null)} />
        </Dialog>
      ) : null}
    </>
  );
}

/// Opened by the reader: looking is written down too, so that nothing is fetched that nobody asked to see.
function Part({ title, children }: { title: string; children: () => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <section className="card card-flush family-part" aria-label={title}>
      <h3>
        <button type="button" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <span>{title}</span>
          <span className={opened ? 'turned' : undefined}><Icon name="down" /></span>
        </button>
      </h3>
      {opened ? <div className="family-body">{children()}</div> : null}
    </section>
  );
}

function Family({ child }: { child: ChildRow }) {
  const { t } = useTranslation();
  const may = useMay();
  const person = usePersonLine();
  return (
    <section className="family-child" aria-label={child.name}>
      <div>
        <h2>{child.name}</h2>
        <div className="soft">{[person(child), child.school, child.grade].filter(Boolean).join(' · ')}</div>
        {child.shielded ? <Notice tone="warn">{t('child.shielded')}</Notice> : null}
      </div>
      <Link href={`/children/${child.id}`} className="card family-link">
        <span>{t('family.record')}</span>
        <Icon name="next" />
      </Link>
      {may('see_reads') ? <Part title={t('family.reads')}>{() => <Reads child={child.id} />}</Part> : null}
      {may('see_consents') ? <Part title={t('family.consents')}>{() => <ConsentCards child={child} />}</Part> : null}
      {may('ask_correction') ? <Part title={t('family.corrections')}>{() => <CorrectionPanel child={child.id} bare />}</Part> : null}
    </section>
  );
}

export default function FamilyPage() {
  const { t } = useTranslation();
  const session = useSession().data;
  const { items, query } = useList<ChildRow>('/children', {});
  return (
    <div className="family">
      <PageHead title={t('family.title')} note={session ? t('family.hello', { name: session.name }) : undefined} />
      {query.isPending ? <Waiting rows={4} /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <div className="card"><Empty icon="children" title={t('family.none')} hint={t('family.none_hint')} /></div>
      ) : null}
      <div className="stack" style={{ gap: 32 }}>
        {items.map((child) => <Family key={child.id} child={child} />)}
      </div>
    </div>
  );
}
