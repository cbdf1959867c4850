import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../api/client';
import { ProtectionNotice } from '../core/protection_notice';
import { Notice } from '../core/blocks';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { SyntheticBanner } from './banner';
import { LanguageSwitch } from './language_switch';
import { ResetForm } from './reset_form';
import { hasPasskeys, isDismissed } from './passkey';
import { providerEndKey, usePasskeySignIn, useProviderSignIn, usePublicInfo, useSignIn } from './session';
import './sign_in.css';

function Grid() {
  // The picture of the name: points of help on a grid, one of them reached.
  return (
    <svg viewBox="0 0 320 320" className="sign-in-picture" aria-hidden="true">
      {Array.from({ length: 64 }, (_, index) => {
        const x = 20 + (index % 8) * 40;
        const y = 20 + Math.floor(index / 8) * 40;
        const lit = [10, 13, 19, 28, 35, 37, 42, 53].includes(index);
        return <circle key={index} cx={x} cy={y} r={lit ? 7 : 3} className={lit ? 'lit' : ''} />;
      })}
      <path d="M100 60L140 100L180 140L140 180L100 220 M220 60L180 140L220 180L220 260" />
    </svg>
  );
}

/// Seconds until the server will listen again, counting down.
function useCountdown(refusal: ApiError | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!refusal) return setLeft(0);
    const until = Date.now() + 1000 * refusal.retryAfterSeconds;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = window.setInterval(tick, 500);
    return () => window.clearInterval(timer);
  }, [refusal]);
  return left;
}

export function SignInPage() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const byPasskey = usePasskeySignIn();
  const byProvider = useProviderSignIn();
  const providerEnd = useQueryClient().getQueryData<string | null>(providerEndKey);
  const info = usePublicInfo().data;
  const problem = useProblemWords();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [resetting, setResetting] = useState(false);
  const [wantsCode, setWantsCode] = useState(false);
  const passwordInput = useRef<HTMLInputElement>(null);
  useDocumentTitle(`${t('sign_in.title')} · CareGrid`);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { account: account.trim(), password, ...(wantsCode ? { code } : {}) },
      {
        onError: (cause) => {
          if (cause instanceof ApiError && cause.reason === 'session.code_needed') setWantsCode(true);
          else if (!wantsCode) passwordInput.current?.select();
        },
      },
    );
  };
  const refused = isDismissed(byPasskey.error) ? null : byPasskey.error;
  const asked = signIn.error instanceof ApiError && signIn.error.reason === 'session.code_needed';
  const failure = asked ? null : (signIn.error ?? refused ?? byProvider.error);
  const wait = useCountdown(failure instanceof ApiError && failure.status === 429 ? failure : null);

  return (
    <div className="sign-in">
      {info?.synthetic ? <SyntheticBanner /> : null}
      <ProtectionNotice />
      <div className="sign-in-corner">
        <LanguageSwitch />
      </div>
      <main className="sign-in-body">
        <div className="sign-in-side">
          <Grid />
          <p className="sign-in-lead">{t('sign_in.lead')}</p>
        </div>
        {resetting ? (
          <ResetForm onDone={() => setResetting(false)} />
        ) : (
          <form className="sign-in-form" onSubmit={submit} aria-labelledby="sign-in-title">
            <p className="sign-in-name">CareGrid 童网</p>
            <h1 id="sign-in-title">{t('sign_in.title')}</h1>
            <p className="soft" style={{ margin: '4px 0 22px' }}>
              {t('sign_in.hint')}
            </p>
            {providerEnd && info?.provider ? (
              <Notice tone="info">
                <p>{t('sign_in.provider_left', { name: info.provider })}</p>
                <Button component="a" href={providerEnd} variant="default" h={44}>
                  {t('sign_in.provider_leave', { name: info.provider })}
                </Button>
              </Notice>
            ) : null}
            {failure ? (
              <Notice tone="bad" title={t('sign_in.failed')}>
                {wait > 0 ? t('sign_in.wait', { seconds: wait }) : problem(failure)}
              </Notice>
            ) : null}
            <TextInput
              label={t('sign_in.account')}
              name="account"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              size="md"
              required
              withAsterisk={false}
              value={account}
              onChange={(event) => setAccount(event.currentTarget.value)}
            />
            <PasswordInput
              ref={passwordInput}
              label={t('sign_in.password')}
              name="password"
              autoComplete="current-password"
              size="md"
              mt="md"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password'), tabIndex: 0 }}
            />
            {wantsCode ? (
              <TextInput
                label={t('sign_in.code')}
                description={t('sign_in.code_hint')}
                name="code"
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                size="md"
                mt="md"
                required
                withAsterisk={false}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
            ) : null}
            <Button type="submit" size="md" fullWidth mt="xl" h={48} loading={signIn.isPending} disabled={wait > 0}>
              {t('sign_in.submit')}
            </Button>
            {hasPasskeys() ? (
              <Button
                variant="default"
                size="md"
                fullWidth
                mt="sm"
                h={48}
                leftSection={<Icon name="key" />}
                loading={byPasskey.isPending}
                onClick={() => byPasskey.mutate()}
              >
                {t('sign_in.passkey')}
              </Button>
            ) : null}
            {info?.provider ? (
              <Button
                variant="default"
                size="md"
                fullWidth
                mt="sm"
                h={48}
                loading={byProvider.isPending}
                onClick={() => byProvider.mutate()}
              >
                {t('sign_in.provider', { name: info.provider })}
              </Button>
            ) : null}
            <p className="soft small" style={{ marginTop: 18 }}>
              {t('sign_in.help')}
            </p>
            <Button variant="subtle" fullWidth h={44} onClick={() => setResetting(true)}>
              {t('reset.have_code')}
            </Button>
          </form>
        )}
      </main>
    </div>
  );
}
