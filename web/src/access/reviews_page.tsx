// What waits for a supervisor or the county: emergency accesses to review, families' requests to answer. Overdue ones are red.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { post } from '../api/client';
import type { Correction, EmergencyReview } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { useMay } from './may';
import { useCorrections, useReviews, useWaitingErasures } from './to_review';
import './reviews.css';

/// A text and the two ways to decide; the second of them needs the text.
function Decide({ label, yes, no, needsText, path, yesBody, noBody, refresh }: {
  label: string;
  yes: string;
  no: string;
  needsText: 'both' | 'no';
  path: string;
  yesBody: (text: string) => object;
  noBody: (text: string) => object;
  refresh: string;
}) {
  const client = useQueryClient();
  const problem = useProblemWords();
  const [text, setText] = useState('');
  const decide = useMutation({
    mutationFn: (body: object) => post(path, body),
    onSuccess: () => client.invalidateQueries({ queryKey: [refresh] }),
  });
  const empty = text.trim() === '';
  return (
    <div className="decide">
      <Textarea label={label} maxLength={500} autosize minRows={1} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {decide.error ? <Notice tone="bad">{problem(decide.error)}</Notice> : null}
      <div className="row">
        <Button h={44} loading={decide.isPending} disabled={needsText === 'both' && empty} onClick={() => decide.mutate(yesBody(text.trim()))}>
          {yes}
        </Button>
        <Button h={44} variant="default" disabled={empty || decide.isPending} onClick={() => decide.mutate(noBody(text.trim()))}>
          {no}
        </Button>
      </div>
    </div>
  );
}

function Due({ overdue, at }: { overdue: boolean; at: string }) {
  const { t } = useTranslation();
  return <Badge tone={overdue ? 'bad' : 'warn'} icon={overdue ? 'warn' : 'clock'}>{t(overdue ? 'reviews.overdue' : 'reviews.due', { at })}</Badge>;
}

function Access({ access }: { access: EmergencyReview }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  return (
    <li className={access.overdue ? 'overdue' : undefined}>
      <div className="row">
        <strong>{access.by}</strong>
        <span className="soft small">{t(`role.${access.role}`, { defaultValue: access.role })}</span>
        {access.verdict === 'open' ? <Due overdue={access.overdue} at={instant(access.due_at)} /> : (
          <Badge tone={access.verdict === 'misuse' ? 'bad' : 'good'}>{t(`reviews.verdict.${access.verdict}`)}</Badge>
        )}
      </div>
      <p style={{ margin: '4px 0' }}>{t('reviews.reason', { reason: access.reason })}</p>
      <div className="soft small">
        {t('reviews.opened', { at: instant(access.at), until: instant(access.ends_at) })}
        {' · '}
        <Link href={`/children/${access.child}`}>{t('reviews.record')}</Link>
        {access.note ? ` · ${access.note}` : ''}
      </div>
      {access.verdict === 'open' ? (
        <Decide label={t('reviews.note')} yes={t('reviews.accept')} no={t('reviews.misuse')} needsText="no"
          path={`/break-glass/${access.id}/review`} refresh="break-glass"
          yesBody={(note) => ({ verdict: 'accepted', note })} noBody={(note) => ({ verdict: 'misuse', note })} />
      ) : null}
    </li>
  );
}

function Request({ correction }: { correction: Correction }) {
  const { t } = useTranslation();
  const { date, instant } = useFormat();
  return (
    <li className={correction.overdue ? 'overdue' : undefined}>
      <div className="row">
        <strong>{correction.about}</strong>
        {correction.state === 'open' ? <Due overdue={correction.overdue} at={date(correction.due_on)} /> : (
          <Badge tone={correction.state === 'done' ? 'good' : 'quiet'}>{t(`corrections.state.${correction.state}`)}</Badge>
        )}
      </div>
      <p style={{ margin: '4px 0' }}>{correction.wish}</p>
      <div className="soft small">
        {t('corrections.by', { who: correction.asked_by, at: instant(correction.asked_at) })}
        {' · '}
        <Link href={`/children/${correction.child}`}>{t('reviews.record')}</Link>
      </div>
      {correction.answer ? <div className="small">{t('corrections.answered', { answer: correction.answer })}</div> : null}
      {correction.state === 'open' ? (
        <Decide label={t('corrections.answer')} yes={t('corrections.done')} no={t('corrections.refuse')} needsText="both"
          path={`/corrections/${correction.id}/answer`} refresh="corrections"
          yesBody={(answer) => ({ state: 'done', answer })} noBody={(answer) => ({ state: 'refused', answer })} />
      ) : null}
    </li>
  );
}

/// How many wait for a second person; the list itself asks who is looking.
function Erasures() {
  const { t } = useTranslation();
  const count = useWaitingErasures().data?.waiting ?? 0;
  return (
    <Section title={t('erase.title')}>
      <p style={{ margin: '0 0 12px' }}>{count > 0 ? t('erase.count', { count }) : t('erase.none')}</p>
      <Button component={Link} href="/erasures" variant="default" h={44}>{t('erase.list')}</Button>
    </Section>
  );
}

export default function ReviewsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const reviews = useReviews();
  const corrections = useCorrections();
  return (
    <>
      <PageHead title={t('reviews.title')} note={t('reviews.note_of_page')} />
      <div className="stack">
        <Section title={t('reviews.emergencies')}>
          {reviews.isPending ? <Waiting rows={3} /> : null}
          {reviews.isError ? <Broken cause={reviews.error} onRetry={() => void reviews.refetch()} /> : null}
          {reviews.data ? (
            reviews.data.items.length > 0 ? (
              <ul className="reviews">{reviews.data.items.map((access) => <Access key={access.id} access={access} />)}</ul>
            ) : <p className="soft" style={{ margin: 0 }}>{t('reviews.none')}</p>
          ) : null}
        </Section>
        {may('erase_child') ? <Erasures /> : null}
        {may('answer_correction') ? (
          <Section title={t('corrections.all')}>
            {corrections.isPending ? <Waiting rows={3} /> : null}
            {corrections.isError ? <Broken cause={corrections.error} onRetry={() => void corrections.refetch()} /> : null}
            {corrections.data ? (
              corrections.data.items.length > 0 ? (
                <ul className="reviews">{corrections.data.items.map((each) => <Request key={each.id} correction={each} />)}</ul>
              ) : <p className="soft" style={{ margin: 0 }}>{t('corrections.none')}</p>
            ) : null}
          </Section>
        ) : null}
      </div>
    </>
  );
}
