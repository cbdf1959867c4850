import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { post } from '../api/client';
import { Notice } from '../core/blocks';
import { useProblemWords } from '../core/problem';

/// For whoever was given a reset code. A forgotten password: they set one of their own, nobody else ever knows it. A lost
/// phone or passkey: code and password together remove it, and at the next sign-in a new one is set up.
export function ResetForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [account, setAccount] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [lost, setLost] = useState<'password' | 'factor'>('password');
  const path = lost === 'password' ? '/session/reset' : '/session/reset-factors';
  const reset = useMutation({
    mutationFn: () => post<void>(path, { account: account.trim(), code, password }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <form className="sign-in-form" onSubmit={submit} aria-labelledby="reset-title">
      <h1 id="reset-title">{t(lost === 'password' ? 'reset.title' : 'reset.factor_title')}</h1>
      <SegmentedControl
        fullWidth
        my="md"
        size="md"
        aria-label={t('reset.what')}
        value={lost}
        onChange={(value) => setLost(value === 'factor' ? 'factor' : 'password')}
        data={[
          { value: 'password', label: t('reset.lost_password') },
          { value: 'factor', label: t('reset.lost_factor') },
        ]}
      />
      <p className="soft" style={{ margin: '4px 0 22px' }}>{t(lost === 'password' ? 'reset.hint' : 'reset.factor_hint')}</p>
      {reset.error ? <Notice tone="bad">{problem(reset.error)}</Notice> : null}
      <TextInput
        label={t('sign_in.account')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        value={account}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <TextInput
        label={t('reset.code')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        mt="md"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <PasswordInput
        label={t(lost === 'password' ? 'security.password_next' : 'sign_in.password')}
        description={lost === 'password' ? t('security.password_hint') : undefined}
        autoComplete={lost === 'password' ? 'new-password' : 'current-password'}
        size="md"
        mt="md"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password'), tabIndex: 0 }}
      />
      <Button
        type="submit"
        size="md"
        fullWidth
        mt="xl"
        h={48}
        loading={reset.isPending}
        disabled={account === '' || code === '' || password === ''}
      >
        {t(lost === 'password' ? 'reset.submit' : 'reset.factor_submit')}
      </Button>
      <Button variant="subtle" size="md" fullWidth mt="sm" h={44} onClick={onDone}>
        {t('reset.back')}
      </Button>
    </form>
  );
}
