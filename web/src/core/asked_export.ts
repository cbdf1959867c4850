// What somebody wants as a file, carried from a list to the page that asks for it: in memory, since it may hold a name.
import { useQuery, useQueryClient } from '@tanstack/react-query';

import type { ExportKind, ExportView } from '../api/types';

export type AskedExport = { what: ExportKind; view: Partial<ExportView>; division?: string };
const key = ['asked export'];

export function useAskedExport() {
  const client = useQueryClient();
  return (asked: AskedExport | null) => client.setQueryData(key, asked);
}

export function useWhatIsAsked(): AskedExport | null {
  const asked = useQuery<AskedExport | null>({ queryKey: key, queryFn: () => null, initialData: null, staleTime: Infinity });
  return asked.data;
}
