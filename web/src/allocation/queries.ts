import { useMutation, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';

import { ApiError, get, post } from '../api/client';
import type { Decision, LineState, MapLine, PageOf, PlanLine, PlanSummary } from '../api/types';

export const useCurrentPlan = () =>
  useQuery({
    queryKey: ['plan'],
    queryFn: async ({ signal }): Promise<PlanSummary | null> => {
      try {
        return await get<PlanSummary>('/plans/current', undefined, signal);
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 404) return null;
        throw cause;
      }
    },
  });

export const usePlanMap = (plan: string) =>
  useQuery({
    queryKey: ['plan-map', plan],
    queryFn: ({ signal }) => get<{ lines: MapLine[] }>(`/plans/${plan}/map`, undefined, signal),
  });

export const stateAfter: Record<Decision, LineState> = {
  accept: 'accepted',
  refuse: 'refused',
  pin: 'pinned',
  reset: 'proposed',
};

type Pages = InfiniteData<PageOf<PlanLine>>;

/// Shows the decision at once, and takes it back if the server refuses it.
export function useDecide(plan: string) {
  const client = useQueryClient();
  const path = `/plans/${plan}/lines`;
  const put = (line: string, change: (old: PlanLine) => PlanLine) =>
    client.setQueriesData<Pages>({ queryKey: [path] }, (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((each) => (each.id === line ? change(each) : each)),
        })),
      },
    );
  return useMutation({
    mutationFn: ({ line, decision }: { line: PlanLine; decision: Decision }) =>
      post<PlanLine>(`${path}/${line.id}/decision`, { decision }),
    onMutate: ({ line, decision }) => put(line.id, (old) => ({ ...old, state: stateAfter[decision] })),
    onSuccess: (line) => put(line.id, () => line),
    onError: (_, { line }) => put(line.id, () => line),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['plan'] });
      void client.invalidateQueries({ queryKey: ['home'] });
    },
  });
}

export function useAcceptAll(plan: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<PlanSummary>(`/plans/${plan}/accept`),
    onSuccess: () => client.invalidateQueries(),
  });
}
