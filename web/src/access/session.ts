import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError, get, post, request } from '../api/client';
import { answerWithPasskey } from './passkey';
import { leaveForProvider, providerEnd } from './provider';
import type { PublicInfo, Session } from '../api/types';

/// The signed-in session, null when there is none, undefined while that is not yet known.
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    retry: false,
    queryFn: async (): Promise<Session | null> => {
      try {
        return await get<Session>('/session');
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 401) return null;
        throw cause;
      }
    },
  });
}

export const usePublicInfo = () =>
  useQuery({ queryKey: ['public'], staleTime: Infinity, queryFn: () => get<PublicInfo>('/public') });

type Credentials = { account: string; password: string; code?: string };

const patienceSeconds = 5;

/// After a wrong password the server asks for a short wait; up to a few seconds of it are waited for here, unseen.
async function signInPatiently(input: Credentials): Promise<Session> {
  try {
    return await post<Session>('/session', input);
  } catch (cause) {
    const wait = cause instanceof ApiError && cause.status === 429 ? cause.retryAfterSeconds : 0;
    if (wait <= 0 || wait > patienceSeconds) throw cause;
    await new Promise((resolve) => window.setTimeout(resolve, wait * 1000));
    return post<Session>('/session', input);
  }
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signInPatiently,
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
}

/// The browser itself asks for the finger, face or PIN; a choice not made there is no error here.
export function usePasskeySignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => post<Session>('/session/passkey', await answerWithPasskey()),
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
}

/// Leaves the page when all is well; what comes back from it is only why not.
export const useProviderSignIn = () => useMutation({ mutationFn: () => leaveForProvider(false) });

/// Where one may end the session at the provider too, after signing out here; kept until the page goes.
export const providerEndKey = ['public', 'provider_end'];

function rememberTaste() {
  const kept = Object.entries({ ...window.localStorage });
  return () => kept.forEach(([name, value]) => window.localStorage.setItem(name, String(value)));
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      // The answer makes the browser forget what it stored; how people read is no secret and stays.
      const keepTaste = rememberTaste();
      const { method } = client.getQueryData<Session | null>(['session']) ?? {};
      await request<void>('DELETE', '/session');
      keepTaste();
      client.setQueryData(providerEndKey, method === 'provider' ? await providerEnd() : null);
    },
    onSettled: () => {
      // Nothing of one person's session may be left for the next on a shared machine.
      client.setQueryData(['session'], null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'public' });
    },
  });
}
