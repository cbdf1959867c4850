import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ApiError, get, post, request } from '../api/client';
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

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { account: string; password: string }) => post<Session>('/session', input),
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('DELETE', '/session'),
    onSettled: () => {
      // Nothing of one person's session may be left for the next on a shared machine.
      client.clear();
      client.setQueryData(['session'], null);
    },
  });
}
