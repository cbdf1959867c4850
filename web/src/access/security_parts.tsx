// What the pages about one's own sign-in have in common.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { post } from '../api/client';
import type { CodeEnrolment, RecoveryCodes } from '../api/types';
import { Notice, Section } from '../core/blocks';
import { useProblemWords } from '../core/problem';
import { isDismissed } from './passkey';
import { QrCode } from './qr_code';
import './security.css';
import './set_up.css';

/// A change of one's own sign-in; the page is read again afterwards.
export function useChange<Input, Answer>(change: (input: Input) => Promise<Answer>, onDone?: (answer: Answer) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => {
      onDone?.(answer);
      return client.invalidateQueries({ queryKey: ['security'] });
    },
  });
}

export function Failure({ of }: { of: unknown }) {
  const problem = useProblemWords();
  return of && !isDismissed(of) ? <Notice tone="bad">{problem(of)}</Notice> : null;
}

export function useMoment() {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (iso: string) => format.format(new Date(iso));
}

export function Line({ title, note, children }: { title: ReactNode; note: string; children?: ReactNode }) {
  return (
    <li>
      <div>
        <div>{title}</div>
        <div className="soft small">{note}</div>
      </div>
      {children}
    </li>
  );
}

export function Quiet({ label, of, busy, onClick }: { label: string; of: string; busy: boolean; onClick: () => void }) {
  return (
    <Button variant="default" h={44} loading={busy} onClick={onClick} aria-label={`${label}: ${of}`}>
      {label}
    </Button>
  );
}

export function Enrol({ enrolment, onDone }: { enrolment: CodeEnrolment; onDone: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const turnOn = useChange(
    () => post<RecoveryCodes>('/security/codes/turn-on', { code }),
    (answer) => onDone(answer.codes),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    turnOn.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <p style={{ marginTop: 0 }}>{t('security.scan')}</p>
      <QrCode text={enrolment.uri} label={t('security.qr_label')} />
      <p className="small">
        {t('security.type_instead')} <span className="secret-text">{enrolment.secret}</span>
      </p>
      <Failure of={turnOn.error} />
      <div className="row" style={{ alignItems: 'flex-end', flexWrap: 'wrap' }}>
        <TextInput
          label={t('sign_in.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          maxLength={12}
          onChange={(event) => setCode(event.currentTarget.value)}
          styles={{ input: { height: 44 } }}
        />
        <Button type="submit" h={44} loading={turnOn.isPending} disabled={code === ''}>
          {t('security.turn_on')}
        </Button>
      </div>
    </form>
  );
}

/// Shown once, to be kept on paper: there is no other way in when the phone is lost.
export function RecoveryCodeList({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation();
  return (
    <Section title={t('security.recovery')}>
      <Notice tone="warn">{t('security.recovery_once')}</Notice>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row no-print" style={{ flexWrap: 'wrap' }}>
        <Button variant="default" h={44} onClick={() => window.print()}>
          {t('security.print')}
        </Button>
        <Button h={44} onClick={onKept}>
          {t('security.kept')}
        </Button>
      </div>
    </Section>
  );
}
