import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { get, post, request } from '../api/client';
import type { Field, Import, PageOf, SheetKind, SheetMapping } from '../api/types';

export const kindOrder: SheetKind[] = ['division', 'school', 'child', 'need', 'offer', 'summary'];

/// The kinds a file holds, in the order in which files must go in.
export function kindsOf(file: Pick<Import, 'sheets'>): SheetKind[] {
  const kinds = new Set(file.sheets.map((sheet) => sheet.kind).filter((kind) => kind !== null));
  return kindOrder.filter((kind) => kinds.has(kind));
}

/// Villages before children, children before needs; files of nothing known come last.
export function inOrder<File extends Pick<Import, 'sheets'>>(files: File[]): File[] {
  const rank = (file: File) => {
    const kind = kindsOf(file)[0];
    return kind ? kindOrder.indexOf(kind) : kindOrder.length;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/// Whether a person has to say what the file holds before it can go in.
export const asksForMapping = (file: Pick<Import, 'state' | 'sheets' | 'problem'>): boolean =>
  file.state === 'failed' && file.problem !== null && file.sheets.length > 0;

/// Required fields of the sheet's kind that no column is assigned to.
export function missingFields(sheet: SheetMapping, fields: Field[]): string[] {
  const assigned = new Set(sheet.columns.map((column) => column.field));
  return fields.filter((field) => field.required && !assigned.has(field.name)).map((field) => field.name);
}

/// Gives a column to a field; a field belongs to one column, so the one that had it loses it.
export function assign(sheet: SheetMapping, column: number, field: string | null): SheetMapping {
  return {
    ...sheet,
    columns: sheet.columns.map((each) => {
      if (each.column === column) return { ...each, field };
      return field !== null && each.field === field ? { ...each, field: null } : each;
    }),
  };
}

/// The letters a spreadsheet shows above a column: 0 → A, 26 → AA.
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

export const useImports = () =>
  useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => get<PageOf<Import>>('/imports', { limit: 50 }, signal),
  });

export const useImport = (id: string) =>
  useQuery({ queryKey: ['import', id], queryFn: ({ signal }) => get<Import>(`/imports/${id}`, undefined, signal) });

export const useImportFields = () =>
  useQuery({
    queryKey: ['import-fields'],
    staleTime: Infinity,
    queryFn: () => get<{ kinds: { kind: string; fields: Field[] }[] }>('/imports/fields'),
  });

export const runImport = (id: string, sheets: SheetMapping[], dryRun: boolean) =>
  post<{ job: string }>(`/imports/${id}/run`, { dry_run: dryRun, sheets });

export function useForget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>('DELETE', `/imports/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
}
