// A list read page by page with the server's cursor.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { get, request } from '../api/client';
import type { PageOf } from '../api/types';

/// Filters as members of a body: empty ones left out, numbers as numbers.
export function searchBody(filters: Record<string, string>): Record<string, string | number> {
  const given = Object.entries(filters).filter(([, value]) => value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]));
}

/// With `text`, what is looked for: it is asked for in a body, so that no name stands in an address.
export function useList<Item>(path: string, filters: Record<string, string>, text = '') {
  const query = useInfiniteQuery({
    queryKey: [path, filters, text],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: 50, after: pageParam || undefined };
      if (text === '') return get<PageOf<Item>>(path, { ...filters, ...page }, signal);
      return request<PageOf<Item>>('POST', `${path}/search`, { body: { ...searchBody(filters), ...page, text }, signal });
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const pages = query.data?.pages ?? [];
  return {
    items: pages.flatMap((page) => page.items),
    total: pages[0]?.total ?? null,
    query,
  };
}
