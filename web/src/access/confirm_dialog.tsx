import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { get, onStepUp, post } from '../api/client';
import type { Security, Session } from '../api/types';
import { Notice } from '../core/blocks';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { answerWithPasskey, hasPasskeys, isDismissed } from './passkey';
import { leaveForProvider } from './provider';
import { usePublicInfo, useSession } from './session';

/// Stands ready on every page: when the server asks for a fresh proof, so does this, and the request goes on.
export function ConfirmDialog() {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const provider = usePublicInfo().data?.provider;
  const byProvider = useSession().data?.method === 'provider';
  const answer = useRef<(proved: boolean) => void>(() => undefined);
  const factors = useQuery({ queryKey: ['security'], enabled: opened, queryFn: () => get<Security>('/security') }).data;

  useEffect(() => {
    onStepUp(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setTyped('');
          setFailure(null);
          setOpened(true);
        }),
    );
    return () => onStepUp(null);
  }, []);

  const close = (proved: boolean) => {
    setOpened(false);
    answer.current(proved);
  };
  const prove = async (proof: () => Promise<object>) => {
    setBusy(true);
    setFailure(null);
    try {
      await post<Session>('/session/confirm', await proof());
      close(true);
    } catch (cause) {
      if (!isDismissed(cause)) setFailure(cause);
    }
    setBusy(false);
  };
  const leave = async () => {
    setBusy(true);
    await leaveForProvider(true).catch(setFailure);
    setBusy(false);
  };
  const byCode = factors && (factors.codes || factors.passkeys.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void prove(async () => (byCode ? { code: typed } : { password: typed }));
  };

  return (
    <Modal
      opened={opened}
      onClose={() => close(false)}
      title={t('confirm.title')}
      centered
      closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}
    >
      <form onSubmit={submit}>
        <p className="soft" style={{ margin: '0 0 14px' }}>{t('confirm.hint')}</p>
        {failure ? <Notice tone="bad">{problem(failure)}</Notice> : null}
        {factors && factors.passkeys.length > 0 && hasPasskeys() ? (
          <Button
            fullWidth
            h={48}
            mb="md"
            loading={busy}
            leftSection={<Icon name="key" />}
            onClick={() => void prove(async () => ({ passkey: await answerWithPasskey() }))}
          >
            {t('confirm.passkey')}
          </Button>
        ) : null}
        {provider && byProvider ? (
          <Button fullWidth h={48} mb="md" variant="default" loading={busy} onClick={() => void leave()}>
            {t('confirm.provider', { name: provider })}
          </Button>
        ) : null}
        {byCode ? (
          <TextInput
            data-autofocus
            label={t('sign_in.code')}
            description={t('sign_in.code_hint')}
            autoComplete="one-time-code"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <PasswordInput
            data-autofocus
            label={t('sign_in.password')}
            autoComplete="current-password"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password'), tabIndex: 0 }}
          />
        )}
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button variant="default" h={44} onClick={() => close(false)}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" h={44} loading={busy} disabled={!factors || typed === ''}>
            {t('confirm.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
