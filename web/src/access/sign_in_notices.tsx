// What was odd or changed about one's own sign-in: told at the next sign-in until one has seen it, kept as a list.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { get, post } from '../api/client';
import type { Security, Session, SignInNotice } from '../api/types';
import { Badge, Notice, Section } from '../core/blocks';
import { Failure, Line, useChange, useMoment } from './security_parts';

const isNew = (notice: SignInNotice) => notice.acknowledged_at === '' && !notice.own;

function useNoticeWords() {
  const { t } = useTranslation();
  return (notice: SignInNotice) => t(`notice.${notice.kind}`, { detail: notice.detail || t('security.unknown_device') });
}

/// Above every page until it is answered. "Not me" leads to where one ends it.
export function NewNotices({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [path, navigate] = useLocation();
  const words = useNoticeWords();
  const moment = useMoment();
  const told = useQuery({
    queryKey: ['security'],
    enabled: session.notices > 0,
    queryFn: () => get<Security>('/security'),
  }).data;
  const fresh = session.notices > 0 ? (told?.notices.filter(isNew) ?? []) : [];
  const seen = useChange(
    async () => {
      for (const notice of fresh) await post(`/security/notices/${notice.id}/acknowledge`);
    },
    () => void client.invalidateQueries({ queryKey: ['session'] }),
  );
  if (fresh.length === 0) return null;
  return (
    <section aria-label={t('notices.title')} className="sign-in-notices">
      <Notice tone="warn" title={t('notices.title')}>
        <Failure of={seen.error} />
        <ul>
          {fresh.map((notice) => (
            <li key={notice.id}>
              {words(notice)} <span className="soft small">{moment(notice.at)}</span>
            </li>
          ))}
        </ul>
        {path === '/security' ? <p>{t('notices.not_me_steps')}</p> : null}
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <Button h={44} loading={seen.isPending} onClick={() => seen.mutate(undefined)}>
            {t('notices.was_me')}
          </Button>
          {path === '/security' ? null : (
            <Button variant="default" h={44} onClick={() => navigate('/security')}>
              {t('notices.not_me')}
            </Button>
          )}
        </div>
      </Notice>
    </section>
  );
}

export function NoticeList({ notices }: { notices: SignInNotice[] }) {
  const { t } = useTranslation();
  const words = useNoticeWords();
  const moment = useMoment();
  return (
    <Section title={t('notices.list')}>
      <p className="soft" style={{ marginTop: 0 }}>{t('notices.not_me_steps')}</p>
      {notices.length === 0 ? <p className="soft">{t('notices.none')}</p> : null}
      <ul className="security-list">
        {notices.map((notice) => (
          <Line key={notice.id} title={words(notice)} note={moment(notice.at)}>
            {isNew(notice) ? <Badge tone="warn">{t('notices.new')}</Badge> : null}
          </Line>
        ))}
      </ul>
    </Section>
  );
}
