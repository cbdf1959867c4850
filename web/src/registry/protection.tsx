// What only the county does with a record: shield the child, take the shield away, keep it for a proceeding, erase it.
import { Button, Radio, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { get, newCommandId, post } from '../api/client';
import type { Child, ErasureStanding, ShieldedPlaces } from '../api/types';
import { Broken, Notice, Section, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { grounds } from './erasure_words';

type Step = 'shield' | 'lift' | 'places' | 'erase';

/// Why, and then the step; the reason goes into the record of what was done.
function ReasonForm({ child, step, onClose, onDone }: {
  child: Child;
  step: 'shield' | 'lift' | 'places';
  onClose: () => void;
  onDone: (places: ShieldedPlaces | null) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  const [reason, setReason] = useState('');
  const paths = { shield: 'shield', lift: 'shield/lift', places: 'shield/unmask' } as const;
  const act = useMutation({
    mutationFn: () => post<ShieldedPlaces>(`/children/${child.id}/${paths[step]}`, { reason: reason.trim() }, id),
    onSuccess: async (answer) => {
      onDone(step === 'places' ? answer : null);
      onClose();
      if (step !== 'places') await client.invalidateQueries({ queryKey: ['child', child.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone={step === 'shield' ? 'info' : 'warn'}>
        <ul className="consequences">
          {[1, 2, 3].map((part) => <li key={part}>{t(`shield.${step}_notice_${part}`)}</li>)}
        </ul>
      </Notice>
      <Textarea data-autofocus label={t('unmask.reason')} placeholder={t(`shield.${step}_hint`)} required maxLength={200} autosize
        minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {act.error ? <Notice tone="bad">{problem(act.error)}</Notice> : null}
      <FormButtons submit={t(`shield.${step}_submit`)} bad={step === 'lift'} pending={act.isPending}
        disabled={reason.trim() === ''} onClose={onClose} />
    </form>
  );
}

function Places({ places }: { places: ShieldedPlaces }) {
  const { t, known } = useFormat();
  return (
    <div role="status">
      <dl className="pairs">
        <div><dt>{t('child.village')}</dt><dd>{known(places.home?.name)}</dd></div>
        <div><dt>{t('child.school')}</dt><dd>{known(places.school)}</dd></div>
        {places.relations.map((each) => (
          <div key={`${each.role} ${each.name}`}>
            <dt>{t(`relation.${each.role}`)}</dt>
            <dd>{[each.name, known(each.phone), known(each.place)].join(' · ')}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small" style={{ margin: '12px 0' }}>{t('shield.places_noted')}</p>
    </div>
  );
}

function EraseForm({ child, onClose }: { child: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  const [ground, setGround] = useState('guardian_request');
  const ask = useMutation({
    mutationFn: () => post(`/children/${child}/erasure`, { ground }, id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['erasure', child] });
      await client.invalidateQueries({ queryKey: ['erasures'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone="warn">
        <ul className="consequences">
          {[1, 2, 3].map((part) => <li key={part}>{t(`erase.notice_${part}`)}</li>)}
        </ul>
      </Notice>
      <Radio.Group label={t('erase.ground')} required value={ground} onChange={setGround}>
        <div className="stack" style={{ gap: 10, marginTop: 8 }}>
          {grounds.map((code) => <Radio key={code} value={code} label={t(`erase.ground.${code}`)} />)}
        </div>
      </Radio.Group>
      {ask.error ? <Notice tone="bad">{problem(ask.error)}</Notice> : null}
      <FormButtons submit={t('erase.submit')} bad pending={ask.isPending} onClose={onClose} />
    </form>
  );
}

function Hold({ child, hold }: { child: string; hold: string | null }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [reference, setReference] = useState('');
  const keep = useMutation({
    mutationFn: (next: string) => post(`/children/${child}/hold`, { reference: next }),
    onSuccess: () => {
      setReference('');
      return client.invalidateQueries({ queryKey: ['erasure', child] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(reference.trim());
  };
  return (
    <div className="stack" style={{ gap: 12 }}>
      {keep.error ? <Notice tone="bad">{problem(keep.error)}</Notice> : null}
      {hold ? (
        <>
          <Notice tone="warn" title={t('erase.held')}>{t('erase.held_by', { reference: hold })}</Notice>
          <Button variant="default" h={44} loading={keep.isPending} style={{ alignSelf: 'flex-start' }} onClick={() => keep.mutate('')}>{t('erase.let_go')}</Button>
        </>
      ) : (
        <form onSubmit={submit} className="row" style={{ alignItems: 'flex-end' }}>
          <TextInput style={{ flex: '1 1 200px' }} label={t('erase.reference')} placeholder={t('erase.reference_hint')} maxLength={60}
            value={reference} onChange={(event) => setReference(event.currentTarget.value)} styles={{ input: { minHeight: 44 } }} />
          <Button type="submit" variant="default" h={44} loading={keep.isPending} disabled={reference.trim() === ''}>
            {t('erase.keep')}
          </Button>
        </form>
      )}
    </div>
  );
}

/// Asked for only when somebody wants to know: it takes a fresh proof of who is looking.
function Erasing({ child, onAsk }: { child: string; onAsk: () => void }) {
  const { t, instant } = useFormat();
  const standing = useQuery({
    queryKey: ['erasure', child],
    queryFn: ({ signal }) => get<ErasureStanding>(`/children/${child}/erasure`, undefined, signal),
  });
  if (standing.isPending) return <Waiting rows={2} />;
  if (standing.isError) return <Broken cause={standing.error} onRetry={() => void standing.refetch()} />;
  const { hold, waiting } = standing.data;
  return (
    <div className="stack" style={{ gap: 14 }}>
      {waiting ? (
        <Notice tone="warn" title={t('erase.waiting')}>
          {t(`erase.ground.${waiting.ground}`)} · {instant(waiting.requested_at)}
          {' · '}
          <Link href="/erasures">{t('erase.list')}</Link>
        </Notice>
      ) : null}
      <Hold child={child} hold={hold} />
      {!waiting && !hold ? (
        <Button variant="outline" color="red.9" h={44} onClick={onAsk}>{t('erase.ask')}</Button>
      ) : null}
    </div>
  );
}

export function ProtectionPanel({ child }: { child: Child }) {
  const { t } = useTranslation();
  const may = useMay();
  const [step, setStep] = useState<Step | null>(null);
  const [places, setPlaces] = useState<ShieldedPlaces | null>(null);
  const [erasing, setErasing] = useState(false);
  const close = () => setStep(null);
  const titles = { shield: 'shield.shield', lift: 'shield.lift', places: 'shield.places', erase: 'erase.ask' } as const;
  return (
    <Section title={t('shield.title')}>
      <p className="soft small" style={{ margin: '0 0 12px' }}>{t(child.shielded ? 'shield.is' : 'shield.is_not')}</p>
      {places ? <Places places={places} /> : null}
      <div className="row" style={{ marginBottom: 16 }}>
        {child.shielded ? (
          <>
            {may('unmask_shielded') && !places ? (
              <Button variant="default" h={44} onClick={() => setStep('places')}>{t('shield.places')}</Button>
            ) : null}
            <Button variant="default" h={44} onClick={() => setStep('lift')}>{t('shield.lift')}</Button>
          </>
        ) : (
          <Button variant="default" h={44} onClick={() => setStep('shield')}>{t('shield.shield')}</Button>
        )}
      </div>
      {may('erase_child') ? (
        erasing ? <Erasing child={child.id} onAsk={() => setStep('erase')} /> : (
          <Button variant="subtle" px={0} h={44} onClick={() => setErasing(true)}>{t('erase.open')}</Button>
        )
      ) : null}
      {step ? (
        <Dialog title={t(titles[step])} onClose={close}>
          {step === 'erase' ? <EraseForm child={child.id} onClose={close} /> : (
            <ReasonForm child={child} step={step} onClose={close} onDone={setPlaces} />
          )}
        </Dialog>
      ) : null}
    </Section>
  );
}
