// Workers with a stake in the child's case: who may not see the record, declaring one, ending one.
import { Button, Modal, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { useSession } from '../access/session';
import { get, newCommandId, post } from '../api/client';
import type { ConflictsOfInterest } from '../api/types';
import { Badge, Broken, Notice, Section } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';

const kinds = ['kin', 'accused', 'other'];

function Declare({ child, found, onClose }: { child: string; found: ConflictsOfInterest; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const self = useSession().data?.name;
  const [id] = useState(newCommandId);
  const [account, setAccount] = useState(found.candidates.length === 1 ? (found.candidates[0]?.account ?? '') : '');
  const [kind, setKind] = useState('kin');
  const [note, setNote] = useState('');
  const chosen = found.candidates.find((each) => each.account === account);
  const declare = useMutation({
    mutationFn: () => post(`/children/${child}/conflicts-of-interest`, { id, account, kind, note: note.trim() }),
    onSuccess: async () => {
      onClose();
      if (found.candidates.length === 1 && chosen?.name === self) {
        client.removeQueries({ queryKey: ['child', child] });
        navigate('/children');
        return;
      }
      await client.invalidateQueries({ queryKey: ['conflicts', child] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    declare.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone="warn">{t('interest.notice')}</Notice>
      <Select label={t('interest.who')} required searchable value={account || null} onChange={(next) => setAccount(next ?? '')}
        data={found.candidates.map((each) => ({
          value: each.account,
          label: `${each.name} (${t(`role.${each.role}`, { defaultValue: each.role })})`,
        }))} />
      <Select label={t('interest.kind')} required allowDeselect={false} value={kind} onChange={(next) => setKind(next ?? kind)}
        data={kinds.map((code) => ({ value: code, label: t(`interest.kind.${code}`) }))} />
      <Textarea label={t('interest.note')} required maxLength={300} autosize minRows={2} value={note}
        onChange={(event) => setNote(event.currentTarget.value)} />
      {declare.error ? <Notice tone="bad">{problem(declare.error)}</Notice> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" h={44} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" h={44} loading={declare.isPending} disabled={account === '' || note.trim() === ''}>
          {t('interest.declare')}
        </Button>
      </div>
    </form>
  );
}

export function ConflictPanel({ child }: { child: string }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const client = useQueryClient();
  const problem = useProblemWords();
  const [opened, setOpened] = useState(false);
  const conflicts = useQuery({
    queryKey: ['conflicts', child],
    queryFn: ({ signal }) => get<ConflictsOfInterest>(`/children/${child}/conflicts-of-interest`, undefined, signal),
  });
  const end = useMutation({
    mutationFn: (id: string) => post(`/children/${child}/conflicts-of-interest/end`, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['conflicts', child] }),
  });
  return (
    <Section title={t('interest.title')}>
      <p className="soft small" style={{ margin: '0 0 10px' }}>{t('interest.about')}</p>
      {conflicts.isError ? <Broken cause={conflicts.error} onRetry={() => void conflicts.refetch()} /> : null}
      {end.error ? <Notice tone="bad">{problem(end.error)}</Notice> : null}
      {conflicts.data && conflicts.data.items.length > 0 ? (
        <ul className="people">
          {conflicts.data.items.map((each) => (
            <li key={each.id}>
              <div>
                <div className="row">
                  <strong>{each.who}</strong>
                  <Badge tone={each.valid_to ? 'quiet' : 'warn'}>{t(`interest.kind.${each.kind}`)}</Badge>
                </div>
                <div className="soft small">
                  {each.valid_to
                    ? t('interest.from_to', { from: date(each.valid_from), to: date(each.valid_to) })
                    : t('interest.from', { from: date(each.valid_from) })}
                  {` · ${each.note}`}
                </div>
              </div>
              {each.valid_to ? null : (
                <Button variant="default" h={44} loading={end.isPending} aria-label={t('interest.end_of', { who: each.who })}
                  onClick={() => end.mutate(each.id)}>
                  {t('interest.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {conflicts.data && conflicts.data.candidates.length > 0 ? (
        <Button mt="sm" variant="default" h={44} onClick={() => setOpened(true)}>
          {t('interest.ask')}
        </Button>
      ) : null}
      {conflicts.data ? (
        <Modal opened={opened} onClose={() => setOpened(false)} title={t('interest.ask')} centered
          closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
          <Declare child={child} found={conflicts.data} onClose={() => setOpened(false)} />
        </Modal>
      ) : null}
    </Section>
  );
}
