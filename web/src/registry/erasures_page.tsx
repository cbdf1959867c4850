// Children to be erased for good: what somebody asked for, a second person's confirmation, and the certificate of each erasure.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get, newCommandId, post } from '../api/client';
import type { Child, Erasure, ErasureCertificate, Erasures } from '../api/types';
import { useSession } from '../access/session';
import { Badge, Broken, Empty, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import './erasures.css';

/// Names the child once more: what is destroyed cannot be brought back.
function ConfirmForm({ erasure, onClose, onDone }: { erasure: Erasure; onClose: () => void; onDone: (made: ErasureCertificate) => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  const child = useQuery({
    queryKey: ['child', erasure.child, false],
    queryFn: ({ signal }) => get<Child>(`/children/${erasure.child}`, undefined, signal),
  });
  const confirm = useMutation({
    mutationFn: () => post<ErasureCertificate>(`/erasures/${erasure.id}/confirm`, {}, id),
    onSuccess: async (certificate) => {
      onDone(certificate);
      client.removeQueries({ queryKey: ['child', erasure.child] });
      await client.invalidateQueries({ queryKey: ['erasures'] });
      await client.invalidateQueries({ queryKey: ['/children'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      {child.isPending ? <Waiting rows={1} /> : null}
      {child.isError ? <Broken cause={child.error} /> : null}
      {child.data ? (
        <Notice tone="warn" title={t('erase.confirm_who', { name: child.data.name })}>
          {t(`erase.ground.${erasure.ground}`)}
        </Notice>
      ) : null}
      <ul className="consequences">
        {[1, 2].map((part) => <li key={part}>{t(`erase.confirm_notice_${part}`)}</li>)}
      </ul>
      {confirm.error ? <Notice tone="bad">{problem(confirm.error)}</Notice> : null}
      <FormButtons submit={t('erase.confirm_submit')} bad pending={confirm.isPending} disabled={!child.data} onClose={onClose} />
    </form>
  );
}

function Certificate({ certificate }: { certificate: ErasureCertificate }) {
  const { t, instant, number } = useFormat();
  const county = useSession().data?.county.name ?? '';
  const rows: [string, string][] = [
    [t('erase.county'), county],
    [t('erase.id'), certificate.id],
    [t('erase.child'), certificate.child],
    [t('erase.ground'), t(`erase.ground.${certificate.ground}`)],
    [t('erase.asked_at'), instant(certificate.requested_at)],
    [t('erase.erased_at'), instant(certificate.erased_at)],
    [t('erase.entry'), number(certificate.journal_seq)],
    [t('erase.keys'), number(certificate.keys)],
    [t('erase.statements'), number(certificate.statements)],
    [t('erase.index'), number(certificate.index_entries)],
    [t('erase.elsewhere'), number(certificate.records_elsewhere)],
    [t('erase.backups'), instant(certificate.covers_backups_before)],
  ];
  return (
    <article className="card certificate to-print" aria-label={t('erase.certificate')}>
      <h2>{t('erase.certificate')}</h2>
      <p className="soft small">{t('erase.certificate_note')}</p>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number" style={{ overflowWrap: 'anywhere' }}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="signatures">
        <span>{t('erase.signed_first')}</span>
        <span>{t('erase.signed_second')}</span>
      </div>
    </article>
  );
}

/// In the page's place, so that it prints as it stands.
function CertificateView({ certificate, onBack }: { certificate: ErasureCertificate; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button variant="subtle" h={44} px={0} leftSection={<Icon name="back" size={18} />} onClick={onBack}>
        {t('erase.list')}
      </Button>
      <PageHead title={t('erase.certificate_title')}>
        <Button h={44} leftSection={<Icon name="file" size={18} />} onClick={() => window.print()}>{t('action.print')}</Button>
      </PageHead>
      <Certificate certificate={certificate} />
    </>
  );
}

function WaitingLine({ erasure, onConfirm }: { erasure: Erasure; onConfirm: () => void }) {
  const { t, instant } = useFormat();
  return (
    <li>
      <div>
        <div className="row">
          <strong>{t(`erase.ground.${erasure.ground}`)}</strong>
          <Badge tone="warn" icon="clock">{t('erase.waiting')}</Badge>
        </div>
        <div className="soft small">
          {instant(erasure.requested_at)} · <Link href={`/children/${erasure.child}`}>{t('reviews.record')}</Link>
        </div>
        {erasure.is_mine ? <div className="small">{t('erase.mine')}</div> : null}
      </div>
      {erasure.is_mine ? null : (
        <Button color="red.9" h={44} onClick={onConfirm}>{t('erase.confirm')}</Button>
      )}
    </li>
  );
}

export default function ErasuresPage() {
  const { t, instant } = useFormat();
  const [confirming, setConfirming] = useState<Erasure | null>(null);
  const [shown, setShown] = useState<ErasureCertificate | null>(null);
  const erasures = useQuery({
    queryKey: ['erasures'],
    queryFn: ({ signal }) => get<Erasures>('/erasures', undefined, signal),
  });
  if (shown) return <CertificateView certificate={shown} onBack={() => setShown(null)} />;
  const items = erasures.data?.items ?? [];
  const waiting = items.filter((each) => !each.certificate);
  const done = items.filter((each) => each.certificate);
  return (
    <>
      <PageHead title={t('erase.title')} note={t('erase.note')} />
      {erasures.isPending ? <Waiting /> : null}
      {erasures.isError ? <Broken cause={erasures.error} onRetry={() => void erasures.refetch()} /> : null}
      {erasures.data ? (
        <div className="stack">
          <Section title={t('erase.to_confirm')}>
            {waiting.length > 0 ? (
              <ul className="people">
                {waiting.map((each) => <WaitingLine key={each.id} erasure={each} onConfirm={() => setConfirming(each)} />)}
              </ul>
            ) : <Empty icon="check" title={t('erase.none')} hint={t('erase.none_hint')} />}
          </Section>
          <Section title={t('erase.done')}>
            {done.length > 0 ? (
              <ul className="people">
                {done.map((each) => {
                  const certificate = each.certificate as unknown as ErasureCertificate;
                  return (
                    <li key={each.id}>
                      <div>
                        <strong>{t(`erase.ground.${each.ground}`)}</strong>
                        <div className="soft small">{t('erase.erased_at')} {instant(certificate.erased_at)}</div>
                      </div>
                      <Button variant="default" h={44} onClick={() => setShown(certificate)}>{t('erase.certificate')}</Button>
                    </li>
                  );
                })}
              </ul>
            ) : <p className="soft" style={{ margin: 0 }}>{t('erase.none_done')}</p>}
          </Section>
        </div>
      ) : null}
      {confirming ? (
        <Dialog title={t('erase.confirm')} onClose={() => setConfirming(null)}>
          <ConfirmForm erasure={confirming} onClose={() => setConfirming(null)}
            onDone={(certificate) => {
              setConfirming(null);
              setShown(certificate);
            }} />
        </Dialog>
      ) : null}
    </>
  );
}
