// After the first sign-in by a password alone: a second factor is set up, step by step, and then one goes on to where
// one wanted to go. Whoever sees names of children needs one; the server shows nothing of people before.
import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { post } from '../api/client';
import type { CodeEnrolment, RecoveryCodes, Session } from '../api/types';
import { Icon } from '../core/icon';
import { SyntheticBanner } from './banner';
import { ConfirmDialog } from './confirm_dialog';
import { LanguageSwitch } from './language_switch';
import { hasPasskeys, makePasskey } from './passkey';
import { Enrol, Failure, RecoveryCodeList, useChange } from './security_parts';
import { useSignOut } from './session';
import './sign_in.css';

function Choices({ onEnrol, onCodes }: { onEnrol: (enrolment: CodeEnrolment) => void; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const passkey = useChange(
    async () => {
      await post('/security/passkeys', { name: t('set_up.passkey_name'), answer: await makePasskey() });
      return post<RecoveryCodes>('/security/recovery-codes');
    },
    (answer) => onCodes(answer.codes),
  );
  const enrol = useChange(() => post<CodeEnrolment>('/security/codes/enrol'), onEnrol);
  return (
    <>
      <Failure of={passkey.error ?? enrol.error} />
      <div className="set-up-choices">
        {hasPasskeys() ? (
          <section className="set-up-choice" aria-labelledby="set-up-passkey">
            <Icon name="key" size={28} />
            <h2 id="set-up-passkey">{t('set_up.passkey')}</h2>
            <p>{t('set_up.passkey_hint')}</p>
            <Button h={48} fullWidth loading={passkey.isPending} onClick={() => passkey.mutate(undefined)}>
              {t('set_up.passkey_do')}
            </Button>
          </section>
        ) : null}
        <section className="set-up-choice" aria-labelledby="set-up-codes">
          <Icon name="clock" size={28} />
          <h2 id="set-up-codes">{t('set_up.codes')}</h2>
          <p>{t('set_up.codes_hint')}</p>
          <Button
            h={48}
            fullWidth
            variant={hasPasskeys() ? 'default' : 'filled'}
            loading={enrol.isPending}
            onClick={() => enrol.mutate(undefined)}
          >
            {t('set_up.codes_do')}
          </Button>
        </section>
      </div>
      <p className="soft">{t('set_up.help')}</p>
    </>
  );
}

/// `onDone` once the recovery codes are kept: only then is there a way back when the phone is lost.
export function SetUpPage({ session, onDone }: { session: Session; onDone: () => void }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const [enrolment, setEnrolment] = useState<CodeEnrolment | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  useDocumentTitle(`${t('set_up.title')} · CareGrid`);
  const step = codes.length > 0 ? 2 : 1;
  return (
    <div className="set-up">
      <ConfirmDialog />
      {session.synthetic ? <SyntheticBanner /> : null}
      <div className="set-up-corner no-print">
        <LanguageSwitch />
        <Button variant="subtle" h={44} onClick={() => signOut.mutate()}>
          {t('sign_out')}
        </Button>
      </div>
      <main className="set-up-body">
        <p className="sign-in-name">CareGrid 童网 · {session.name}</p>
        <p className="soft small" style={{ margin: 0 }}>{t('set_up.step', { step })}</p>
        <h1>{step === 2 ? t('set_up.keep_title') : t('set_up.title')}</h1>
        <p className="set-up-lead">{step === 2 ? t('set_up.keep_lead') : t('set_up.lead')}</p>
        {step === 2 ? (
          <RecoveryCodeList codes={codes} onKept={onDone} />
        ) : enrolment ? (
          <>
            <ol className="set-up-steps">
              <li>{t('set_up.app_get')}</li>
              <li>{t('set_up.app_scan')}</li>
              <li>{t('set_up.app_type')}</li>
            </ol>
            <Enrol enrolment={enrolment} onDone={setCodes} />
            <Button variant="subtle" h={44} mt="md" onClick={() => setEnrolment(null)}>
              {t('set_up.back')}
            </Button>
          </>
        ) : (
          <Choices onEnrol={setEnrolment} onCodes={setCodes} />
        )}
      </main>
    </div>
  );
}
