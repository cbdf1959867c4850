// A list read page by page with the server's cursor.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { get } from '../api/client';
import type { PageOf } from '../api/types';

export function useList<Item>(path: string, filters: Record<string, string>, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: [path, filters],
    enabled,
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      get<PageOf<Item>>(path, { ...filters, limit: 50, after: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const pages = query.data?.pages ?? [];
  return {
    items: pages.flatMap((page) => page.items),
    total: pages[0]?.total ?? null,
    query,
  };
}
