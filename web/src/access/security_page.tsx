// How one signs in: passkeys, one-time codes, recovery codes, where one is signed in, which devices are known.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { get, post } from '../api/client';
import type { CodeEnrolment, RecoveryCodes, Security } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { hasPasskeys, makePasskey } from './passkey';
import { Enrol, Failure, Line, Quiet, RecoveryCodeList, useChange, useMoment } from './security_parts';
import { NoticeList } from './sign_in_notices';

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
        {codes.length > 0 ? <RecoveryCodeList codes={codes} onKept={() => setCodes([])} /> : null}
        <Passkeys security={security.data} onCodes={setCodes} />
        <Codes security={security.data} onCodes={setCodes} />
        <Password />
        <Places security={security.data} />
        <NoticeList notices={security.data.notices} />
      </div>
    </>
  );
}
