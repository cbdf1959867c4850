import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { post } from '../api/client';
import { Notice } from '../core/blocks';
import { useProblemWords } from '../core/problem';

/// For whoever was given a reset code: they set a password of their own; nobody else ever knows it.
export function ResetForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [account, setAccount] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => post<void>('/session/reset', { account: account.trim(), code, password }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <form className="sign-in-form" onSubmit={submit} aria-labelledby="reset-title">
      <h1 id="reset-title">{t('reset.title')}</h1>
      <p className="soft" style={{ margin: '4px 0 22px' }}>{t('reset.hint')}</p>
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
        label={t('security.password_next')}
        description={t('security.password_hint')}
        autoComplete="new-password"
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
        {t('reset.submit')}
      </Button>
      <Button variant="subtle" size="md" fullWidth mt="sm" h={44} onClick={onDone}>
        {t('reset.back')}
      </Button>
    </form>
  );
}
