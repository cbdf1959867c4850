// How one signs in: passkeys, one-time codes, recovery codes, where one is signed in, which devices are known.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { get, post } from '../api/client';
import type { CodeEnrolment, RecoveryCodes, Security } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useProblemWords } from '../core/problem';
import { hasPasskeys, isDismissed, makePasskey } from './passkey';
import { QrCode } from './qr_code';
import './security.css';

/// A change of one's own sign-in; the page is read again afterwards.
function useChange<Input, Answer>(change: (input: Input) => Promise<Answer>, onDone?: (answer: Answer) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => {
      onDone?.(answer);
      return client.invalidateQueries({ queryKey: ['security'] });
    },
  });
}

function Failure({ of }: { of: unknown }) {
  const problem = useProblemWords();
  return of && !isDismissed(of) ? <Notice tone="bad">{problem(of)}</Notice> : null;
}

function useMoment() {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (iso: string) => format.format(new Date(iso));
}

function Line({ title, note, children }: { title: ReactNode; note: string; children?: ReactNode }) {
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

function Quiet({ label, of, busy, onClick }: { label: string; of: string; busy: boolean; onClick: () => void }) {
  return (
    <Button variant="default" h={44} loading={busy} onClick={onClick} aria-label={`${label}: ${of}`}>
      {label}
    </Button>
  );
}

function Passkeys({ security, onCodes }: { security: Security; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const [name, setName] = useState('');
  const add = useChange(async () => {
    await post('/security/passkeys', { name: name.trim(), answer: await makePasskey() });
    setName('');
    // Whoever loses the device needs another way in.
    if (security.recovery_codes === 0) onCodes((await post<RecoveryCodes>('/security/recovery-codes')).codes);
  });
  const remove = useChange((id: string) => post(`/security/passkeys/${id}/remove`));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(undefined);
  };
  return (
    <Section title={t('security.passkeys')}>
      <p className="soft" style={{ marginTop: 0 }}>{t('security.passkeys_hint')}</p>
      <Failure of={add.error ?? remove.error} />
      <ul className="security-list">
        {security.passkeys.map((each) => (
          <Line
            key={each.id}
            title={each.name}
            note={each.used_at ? t('security.used_at', { at: moment(each.used_at) }) : t('security.added_at', { at: moment(each.added_at) })}
          >
            <Quiet label={t('security.remove')} of={each.name} busy={remove.isPending} onClick={() => remove.mutate(each.id)} />
          </Line>
        ))}
      </ul>
      {hasPasskeys() ? (
        <form onSubmit={submit} className="row" style={{ alignItems: 'flex-end', marginTop: 12, flexWrap: 'wrap' }}>
          <TextInput
            label={t('security.passkey_name')}
            placeholder={t('security.passkey_example')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            styles={{ input: { height: 44 } }}
          />
          <Button type="submit" h={44} loading={add.isPending} disabled={name.trim() === ''}>
            {t('security.add_passkey')}
          </Button>
        </form>
      ) : (
        <Notice tone="info">{t('security.no_passkeys')}</Notice>
      )}
    </Section>
  );
}

function Enrol({ enrolment, onDone }: { enrolment: CodeEnrolment; onDone: (codes: string[]) => void }) {
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

function Codes({ security, onCodes }: { security: Security; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [enrolment, setEnrolment] = useState<CodeEnrolment | null>(null);
  const enrol = useChange(() => post<CodeEnrolment>('/security/codes/enrol'), setEnrolment);
  const turnOff = useChange(() => post('/security/codes/turn-off'));
  const renew = useChange(
    () => post<RecoveryCodes>('/security/recovery-codes'),
    (answer) => onCodes(answer.codes),
  );
  const done = (codes: string[]) => {
    setEnrolment(null);
    onCodes(codes);
  };
  return (
    <Section title={t('security.codes')}>
      <p className="soft" style={{ marginTop: 0 }}>{t('security.codes_hint')}</p>
      <Failure of={enrol.error ?? turnOff.error ?? renew.error} />
      {enrolment && !security.codes ? <Enrol enrolment={enrolment} onDone={done} /> : null}
      <div className="row" style={{ flexWrap: 'wrap' }}>
        {security.codes ? (
          <>
            <Badge tone="good" icon="check">{t('security.codes_on')}</Badge>
            <Button variant="default" h={44} loading={turnOff.isPending} onClick={() => turnOff.mutate(undefined)}>
              {t('security.turn_off')}
            </Button>
          </>
        ) : enrolment ? null : (
          <Button h={44} loading={enrol.isPending} onClick={() => enrol.mutate(undefined)}>
            {t('security.set_up_codes')}
          </Button>
        )}
      </div>
      {security.codes || security.passkeys.length > 0 ? (
        <div className="row" style={{ flexWrap: 'wrap', marginTop: 12 }}>
          <span>{t('security.recovery_left', { count: security.recovery_codes })}</span>
          <Button variant="default" h={44} loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
            {t('security.new_recovery')}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Password() {
  const { t } = useTranslation();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useChange(
    () => post('/security/password', { present, next }),
    () => {
      setPresent('');
      setNext('');
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined);
  };
  const eye = { 'aria-label': t('sign_in.show_password'), tabIndex: 0 };
  return (
    <Section title={t('sign_in.password')}>
      <Failure of={change.error} />
      {change.isSuccess ? <Notice tone="info">{t('security.password_changed')}</Notice> : null}
      <form onSubmit={submit} className="security-password">
        <PasswordInput
          label={t('security.password_present')}
          autoComplete="current-password"
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
          visibilityToggleButtonProps={eye}
        />
        <PasswordInput
          label={t('security.password_next')}
          description={t('security.password_hint')}
          autoComplete="new-password"
          mt="sm"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={eye}
        />
        <Button type="submit" h={44} mt="sm" loading={change.isPending} disabled={present === '' || next === ''}>
          {t('security.password_change')}
        </Button>
      </form>
    </Section>
  );
}

function Places({ security }: { security: Security }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const end = useChange((id: string) => post(`/security/sessions/${id}/end`));
  const endOthers = useChange(() => post('/security/sessions/end-others'));
  const revoke = useChange((id: string) => post(`/security/devices/${id}/revoke`));
  const names = new Map(security.devices.map((each) => [each.id, each.name || t('security.unknown_device')]));
  const nameOf = (device: string) => names.get(device) ?? t('security.unknown_device');
  return (
    <>
      <Section title={t('security.sessions')}>
        <Failure of={end.error ?? endOthers.error} />
        <ul className="security-list">
          {security.sessions.map((each) => (
            <Line
              key={each.id}
              title={`${nameOf(each.device)} · ${t(`method.${each.method}`)}`}
              note={t('security.seen_at', { at: moment(each.seen_at) })}
            >
              {each.current ? (
                <Badge tone="good">{t('security.this_one')}</Badge>
              ) : (
                <Quiet label={t('security.end')} of={nameOf(each.device)} busy={end.isPending} onClick={() => end.mutate(each.id)} />
              )}
            </Line>
          ))}
        </ul>
        {security.sessions.length > 1 ? (
          <Button variant="default" h={44} mt="sm" loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
            {t('security.end_others')}
          </Button>
        ) : null}
      </Section>
      <Section title={t('security.devices')}>
        <p className="soft" style={{ marginTop: 0 }}>{t('security.devices_hint')}</p>
        <Failure of={revoke.error} />
        <ul className="security-list">
          {security.devices.map((each) => (
            <Line key={each.id} title={nameOf(each.id)} note={t('security.seen_at', { at: moment(each.seen_at) })}>
              {each.current ? <Badge tone="good">{t('security.this_one')}</Badge> : null}
              <Quiet label={t('security.forget')} of={nameOf(each.id)} busy={revoke.isPending} onClick={() => revoke.mutate(each.id)} />
            </Line>
          ))}
        </ul>
      </Section>
    </>
  );
}

export default function SecurityPage() {
  const { t } = useTranslation();
  const security = useQuery({ queryKey: ['security'], queryFn: () => get<Security>('/security') });
  const [codes, setCodes] = useState<string[]>([]);
  if (security.isPending) return <Waiting />;
  if (security.isError) return <Broken cause={security.error} onRetry={() => void security.refetch()} />;
  return (
    <>
      <PageHead title={t('security.title')} note={t('security.note')} />
      <div className="stack">
        {codes.length > 0 ? (
          <Section title={t('security.recovery')}>
            <Notice tone="warn">{t('security.recovery_once')}</Notice>
            <ul className="recovery-codes">
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
            <Button h={44} onClick={() => setCodes([])}>
              {t('security.kept')}
            </Button>
          </Section>
        ) : null}
        <Passkeys security={security.data} onCodes={setCodes} />
        <Codes security={security.data} onCodes={setCodes} />
        <Password />
        <Places security={security.data} />
      </div>
    </>
  );
}
