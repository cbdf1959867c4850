// The building blocks every page is made of: heads, empty and broken states, figures with a definition, shares.
import { ActionIcon, Button, Popover, Skeleton } from '@mantine/core';
import { useDisclosure, useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { ApiError } from '../api/client';
import { useFormat } from './format';
import { Icon, type IconName } from './icon';
import { useProblemWords } from './problem';

export function PageHead({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  useDocumentTitle(`${title} · CareGrid`);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {note ? <p>{note}</p> : null}
      </div>
      {children}
    </header>
  );
}

export function Section({ title, aside, children, flush = false, id }: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  id?: string;
}) {
  return (
    <section aria-label={title} id={id}>
      <div className="row" style={{ justifyContent: 'space-between', marginBottom: 10 }}>
        <h2 style={{ margin: 0 }}>{title}</h2>
        {aside}
      </div>
      <div className={flush ? 'card card-flush' : 'card'}>{children}</div>
    </section>
  );
}

/// Says what is missing and what to do about it.
export function Empty({ icon, title, hint, to, action, onAction }: {
  icon: IconName;
  title: string;
  hint: string;
  to?: string;
  action?: string;
  onAction?: () => void;
}) {
  const may = useMay();
  return (
    <div className="empty">
      <span style={{ color: 'var(--accent)', display: 'inline-block' }}>
        <Icon name={icon} size={36} />
      </span>
      <h2 style={{ margin: '8px 0 0' }}>{title}</h2>
      <p>{hint}</p>
      {to && action && (to !== '/import' || may('import_records')) ? (
        <Button component={Link} href={to} size="md">
          {action}
        </Button>
      ) : null}
      {onAction && action ? (
        <Button onClick={onAction} size="md">
          {action}
        </Button>
      ) : null}
    </div>
  );
}

/// Something to know before going on; what is bad is read out at once.
export function Notice({ tone, title, children }: { tone: 'bad' | 'warn' | 'info'; title?: string; children: ReactNode }) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon name={tone === 'info' ? 'info' : 'warn'} />
      <div>
        {title ? <strong>{title}</strong> : null}
        {children}
      </div>
    </div>
  );
}

/// Says what went wrong and offers the next step.
export function Broken({ cause, onRetry }: { cause: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const title = cause instanceof ApiError && cause.status === 404 ? t('error.title_missing') : t('error.title');
  return (
    <Notice tone="bad" title={title}>
      <p>{words(cause)}</p>
      {onRetry ? (
        <Button h={44} variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      ) : null}
    </Notice>
  );
}

export function Waiting({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')} className="stack" style={{ gap: 12 }}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={index === 0 ? 28 : 46} width={index === 0 ? '40%' : '100%'} radius="md" />
      ))}
    </div>
  );
}

/// A word with its definition: on hover, on tap, on keyboard.
export function Defined({ label, definition }: { label: string; definition: string }) {
  const [opened, { open, close, toggle }] = useDisclosure(false);
  const { t } = useTranslation();
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
      {label}
      <Popover opened={opened} onChange={(next) => !next && close()} width={280} position="top" withArrow shadow="md">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t('definition.of', { label })}
            aria-expanded={opened}
            onMouseEnter={open}
            onMouseLeave={close}
            onClick={toggle}
            onBlur={close}
            style={{ color: 'var(--ink-soft)' }}
          >
            <Icon name="info" size={16} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown style={{ fontSize: '0.875rem', fontWeight: 400 }}>{definition}</Popover.Dropdown>
      </Popover>
    </span>
  );
}

/// Served of asked, as a bar and in numbers.
export function ShareBar({ served, units, label }: { served: number; units: number; label: string }) {
  const { percent } = useFormat();
  const share = units > 0 ? served / units : 0;
  return (
    <div
      className="share"
      role="img"
      aria-label={`${label}: ${percent(share)}`}
    >
      <i style={{ width: `${Math.round(share * 1000) / 10}%` }} />
    </div>
  );
}

export function Badge({ tone = 'quiet', icon, children }: {
  tone?: 'good' | 'warn' | 'bad' | 'info' | 'quiet';
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={`badge ${tone}`}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </span>
  );
}

const tierTones = ['bad', 'warn', 'info', 'quiet'] as const;

export function TierBadge({ tier }: { tier: number }) {
  const { t } = useTranslation();
  return <Badge tone={tierTones[tier - 1]}>{t(`tier.${tier}`)}</Badge>;
}
