import { Button, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { ApiError } from '../api/client';
import { Notice, Waiting } from '../core/blocks';
import { useProblemWords } from '../core/problem';
import { finishAtProvider, pathBefore, takeAnswer, type Answer } from './provider';
import { useSession } from './session';
import './sign_in.css';

/// Where the identity provider sends the browser back to: hands its answer over, then goes where one came from.
export function ProviderReturn() {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const session = useSession();
  const [, go] = useLocation();
  const answer = useRef<Answer | null>(null);
  const wasSignedIn = useRef(Boolean(session.data));
  const [code, setCode] = useState('');
  useDocumentTitle(`${t('provider.title')} · CareGrid`);

  const finish = useMutation({
    mutationFn: finishAtProvider,
    onSuccess: (entered) => {
      client.setQueryData(['session'], entered);
      // A proof for a sensitive step says so; whoever has just signed in sees it by the page that comes.
      if (!wasSignedIn.current) go(pathBefore(), { replace: true });
    },
  });
  useEffect(() => {
    if (answer.current) return;  // An answer is good once.
    answer.current = takeAnswer();
    finish.mutate(answer.current);
  });

  const needsCode =
    finish.variables?.one_time_code !== undefined ||
    (finish.error instanceof ApiError && finish.error.reason === 'session.code_needed');
  const isOver = finish.error instanceof ApiError && finish.error.reason === 'provider.state';
  const asked = finish.error instanceof ApiError && finish.error.reason === 'session.code_needed';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish.mutate({ state: answer.current?.state ?? '', one_time_code: code });
  };
  return (
    <div className="sign-in">
      <main className="sign-in-body">
        <form className="sign-in-form" onSubmit={submit} aria-labelledby="provider-title">
          <p className="sign-in-name">CareGrid 童网</p>
          <h1 id="provider-title">{t('provider.title')}</h1>
          {finish.isPending || finish.isIdle ? (
            <>
              <p className="soft">{t('provider.wait')}</p>
              <Waiting />
            </>
          ) : null}
          {finish.isSuccess ? <Notice tone="info">{t('provider.confirmed')}</Notice> : null}
          {finish.error && !asked ? (
            <Notice tone="bad" title={t('sign_in.failed')}>{problem(finish.error)}</Notice>
          ) : null}
          {needsCode && !isOver && !finish.isSuccess ? (
            <>
              <TextInput
                label={t('sign_in.code')}
                description={t('sign_in.code_hint')}
                name="code"
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                size="md"
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              <Button type="submit" size="md" fullWidth mt="md" h={48} loading={finish.isPending} disabled={code === ''}>
                {t('sign_in.submit')}
              </Button>
            </>
          ) : null}
          {finish.isError || finish.isSuccess ? (
            <Button variant="default" fullWidth mt="md" h={44} onClick={() => go(pathBefore(), { replace: true })}>
              {t(session.data ? 'provider.go_back' : 'provider.back')}
            </Button>
          ) : null}
        </form>
      </main>
    </div>
  );
}
