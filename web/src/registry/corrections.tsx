// What the family asked to have put right, the county's answers, and the form to ask.
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { get, newCommandId, post } from '../api/client';
import type { Corrections } from '../api/types';
import { Badge, Broken, Notice, Section } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';

function Ask({ child, onClose }: { child: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  const [about, setAbout] = useState('');
  const [wish, setWish] = useState('');
  const ask = useMutation({
    mutationFn: () => post(`/children/${child}/corrections`, { id, about: about.trim(), wish: wish.trim() }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['corrections', child] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone="info">{t('corrections.clock')}</Notice>
      <TextInput label={t('corrections.about')} placeholder={t('corrections.about_hint')} required maxLength={60} value={about}
        onChange={(event) => setAbout(event.currentTarget.value)} />
      <Textarea label={t('corrections.wish')} required maxLength={600} autosize minRows={3} value={wish}
        onChange={(event) => setWish(event.currentTarget.value)} />
      {ask.error ? <Notice tone="bad">{problem(ask.error)}</Notice> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" h={44} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" h={44} loading={ask.isPending} disabled={about.trim() === '' || wish.trim() === ''}>
          {t('corrections.send')}
        </Button>
      </div>
    </form>
  );
}

/// `bare`: inside something that has a title already.
export function CorrectionPanel({ child, bare = false }: { child: string; bare?: boolean }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const [opened, setOpened] = useState(false);
  const corrections = useQuery({
    queryKey: ['corrections', child],
    queryFn: ({ signal }) => get<Corrections>(`/children/${child}/corrections`, undefined, signal),
  });
  const tones = { open: 'warn', done: 'good', refused: 'quiet' } as const;
  const content = (
    <>
      {corrections.isError ? <Broken cause={corrections.error} onRetry={() => void corrections.refetch()} /> : null}
      {corrections.data && corrections.data.items.length > 0 ? (
        <ul className="people">
          {corrections.data.items.map((each) => (
            <li key={each.id}>
              <div>
                <div className="row">
                  <strong>{each.about}</strong>
                  <Badge tone={each.overdue ? 'bad' : tones[each.state]}>{t(`corrections.state.${each.state}`)}</Badge>
                </div>
                <div>{each.wish}</div>
                <div className="soft small">
                  {each.state === 'open'
                    ? t('corrections.due', { date: date(each.due_on) })
                    : t('corrections.answered', { answer: each.answer })}
                </div>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {corrections.data?.items.length === 0 ? <p className="soft small" style={{ margin: 0 }}>{t('corrections.nothing')}</p> : null}
      <Button mt="sm" variant="default" h={44} onClick={() => setOpened(true)}>
        {t('corrections.ask')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('corrections.ask')} centered
        closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
        <Ask child={child} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
  return bare ? content : <Section title={t('corrections.title')}>{content}</Section>;
}
