// Offering a child to another county: where to, when, why, and what of the record goes along, shown before it goes.
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../access/session';
import { get, newCommandId, post } from '../api/client';
import type { Child, Handover, HandoverPeers, HandoverPreview } from '../api/types';
import { Broken, Notice, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useProblemWords } from '../core/problem';
import { useFactWords } from './fact_words';

/// Purposes whose part of a record never goes along without the guardian's separate consent.
export const consentedPurposes = ['ngo_sharing', 'screening', 'photo', 'story'] as const;

export function useCountyName() {
  const { t } = useTranslation();
  return (code: number, name: string) => (name ? `${name}（${code}）` : t('handover.county_code', { code }));
}

type Scope = { notes: boolean; consented: string[] };

function ScopeFields({ scope, preview, onChange }: { scope: Scope; preview: HandoverPreview; onChange: (scope: Scope) => void }) {
  const { t } = useTranslation();
  const set = (purpose: string, on: boolean) =>
    onChange({ ...scope, consented: on ? [...scope.consented, purpose] : scope.consented.filter((each) => each !== purpose) });
  return (
    <fieldset className="stack handover-scope">
      <legend>{t('handover.scope')}</legend>
      <Checkbox size="md" checked disabled label={t('handover.scope_duty')} description={t('handover.scope_duty_hint')} />
      <Checkbox size="md" checked={scope.notes} label={t('handover.scope_notes')} description={t('handover.scope_notes_hint')}
        onChange={(event) => onChange({ ...scope, notes: event.currentTarget.checked })} />
      {consentedPurposes.map((purpose) => {
        const holds = preview.consents.includes(purpose);
        return (
          <Checkbox key={purpose} size="md" disabled={!holds} checked={holds && scope.consented.includes(purpose)}
            label={t(`handover.scope_${purpose}`)} description={t(holds ? 'handover.consent_holds' : 'handover.consent_missing')}
            onChange={(event) => set(purpose, event.currentTarget.checked)} />
        );
      })}
    </fieldset>
  );
}

function Preview({ preview }: { preview: HandoverPreview }) {
  const { t } = useTranslation();
  const { kindName } = useFactWords();
  const names = (kinds: string[]) => kinds.map(kindName).join(t('list.separator')) || t('handover.none');
  return (
    <dl className="pairs handover-preview" aria-live="polite">
      <div>
        <dt>{t('handover.goes', { count: preview.statements })}</dt>
        <dd>{names(preview.goes)}</dd>
      </div>
      <div>
        <dt>{t('handover.stays')}</dt>
        <dd>{[names(preview.stays), t('handover.stays_always')].join(t('list.separator'))}</dd>
      </div>
    </dl>
  );
}

function OfferForm({ child, onClose }: { child: Child; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const countyName = useCountyName();
  const today = useSession().data?.today ?? '';
  const [id] = useState(newCommandId);
  const [county, setCounty] = useState('');
  const [day, setDay] = useState(today);
  const [why, setWhy] = useState('');
  const [note, setNote] = useState('');
  const [scope, setScope] = useState<Scope>({ notes: false, consented: [] });
  const peers = useQuery({
    queryKey: ['handover peers'],
    queryFn: ({ signal }) => get<HandoverPeers>('/handovers/peers', undefined, signal),
  });
  const preview = useQuery({
    queryKey: ['handover preview', child.id, scope],
    queryFn: () => post<HandoverPreview>(`/children/${child.id}/handovers/preview`, scope),
    placeholderData: (before) => before,
  });
  const offer = useMutation({
    mutationFn: () =>
      post<Handover>(`/children/${child.id}/handovers`, { ...scope, id, county: Number(county), moves_on: day, why: why.trim(), note: note.trim() || null }, id),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['handovers'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    offer.mutate();
  };
  const counties = (peers.data?.items ?? []).map((each) => ({ value: String(each.county), label: countyName(each.county, each.name) }));
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 14 }}>
      <Notice tone="info">{t('handover.notice')}</Notice>
      {peers.isError ? <Broken cause={peers.error} onRetry={() => void peers.refetch()} /> : null}
      {peers.data && counties.length === 0 ? <Notice tone="warn">{t('handover.no_peers')}</Notice> : null}
      <Select label={t('handover.county')} required searchable data={counties} value={county || null} onChange={(next) => setCounty(next ?? '')}
        nothingFoundMessage={t('filter.nothing')} />
      <TextInput label={t('handover.moves_on')} type="date" required value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      <TextInput label={t('handover.why')} required maxLength={200} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <Textarea label={t('handover.note')} maxLength={600} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {preview.isPending ? <Waiting rows={3} /> : null}
      {preview.isError ? <Broken cause={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? <ScopeFields scope={scope} preview={preview.data} onChange={setScope} /> : null}
      {preview.data ? <Preview preview={preview.data} /> : null}
      {offer.error ? <Notice tone="bad">{problem(offer.error)}</Notice> : null}
      <FormButtons submit={t('handover.offer')} pending={offer.isPending} disabled={county === '' || why.trim() === '' || day === ''} onClose={onClose} />
    </form>
  );
}

export function MovesAway({ child }: { child: Child }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" h={44} onClick={() => setOpened(true)}>
        {t('handover.moves_away')}
      </Button>
      {opened ? (
        <Dialog title={t('handover.moves_away_title', { name: child.name })} onClose={() => setOpened(false)}>
          <OfferForm child={child} onClose={() => setOpened(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
