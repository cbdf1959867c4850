// Who sent a list and what it is, and what is known of its header from before.
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { ListRole, SavedMapping, SheetMapping } from '../api/types';
import { Badge } from '../core/blocks';

export const listRoles: ListRole[] = ['student_register', 'hukou', 'present', 'ex_poor', 'other'];

export const useSavedMappings = () =>
  useQuery({ queryKey: ['mappings'], queryFn: () => get<{ items: SavedMapping[] }>('/mappings') });

/// Headers compare as people read them: without spaces and capitals.
const plain = (header: string) => header.toLowerCase().replace(/\s/g, '');

/// How many columns of a sheet a saved mapping knows by their header.
export function sharedColumns(saved: SavedMapping, sheet: SheetMapping): number {
  const known = new Set(saved.columns.filter((column) => column.field !== null).map((column) => plain(column.header)));
  return sheet.columns.filter((column) => column.header !== '' && known.has(plain(column.header))).length;
}

/// Saved mappings that know at least half of the sheet's columns, the best first. Offered, never forced.
export function offersFor(sheet: SheetMapping, saved: SavedMapping[]): { mapping: SavedMapping; same: number }[] {
  if (sheet.saved !== null || sheet.format !== null) return [];
  return saved
    .map((mapping) => ({ mapping, same: sharedColumns(mapping, sheet) }))
    .filter(({ same }) => same >= 2 && 2 * same >= sheet.columns.length)
    .sort((a, b) => b.same - a.same)
    .slice(0, 3);
}

/// The sheet with the meaning a saved mapping gives to its headers; each field goes to one column.
export function withMeaning(sheet: SheetMapping, saved: SavedMapping): SheetMapping {
  const meaning = new Map(saved.columns.filter((column) => column.field !== null).map((column) => [plain(column.header), column.field]));
  const taken = new Set<string>();
  return {
    ...sheet,
    kind: saved.kind,
    sender: saved.sender,
    role: saved.role,
    columns: sheet.columns.map((column) => {
      const field = meaning.get(plain(column.header)) ?? null;
      if (field === null || taken.has(field)) return { ...column, field: null };
      taken.add(field);
      return { ...column, field };
    }),
  };
}

export function SheetOrigin({ sheet, disabled, onChange }: {
  sheet: SheetMapping;
  disabled: boolean;
  onChange: (sheet: SheetMapping) => void;
}) {
  const { t } = useTranslation();
  const saved = useSavedMappings();
  const offers = offersFor(sheet, saved.data?.items ?? []);
  return (
    <div className="origin">
      {sheet.format ? <Badge tone="good">{t(`import_format.${sheet.format}`)}</Badge> : null}
      {sheet.saved ? <Badge tone="info">{t('saved.used', { name: sheet.saved })}</Badge> : null}
      {offers.map(({ mapping, same }) => (
        <div key={mapping.id} className="row">
          <span className="small">{t('saved.offer', { name: mapping.name, same })}</span>
          <Button h={44} variant="light" disabled={disabled} onClick={() => onChange(withMeaning(sheet, mapping))}>
            {t('saved.use')}
          </Button>
        </div>
      ))}
      {sheet.kind === 'child' ? (
        <div className="filters" style={{ margin: 0 }}>
          <TextInput
            label={t('origin.sender')}
            description={t('origin.sender_hint')}
            value={sheet.sender ?? ''}
            maxLength={60}
            disabled={disabled}
            onChange={(event) => onChange({ ...sheet, sender: event.currentTarget.value || null })}
            styles={{ input: { minHeight: 40 } }}
          />
          <Select
            label={t('origin.role')}
            data={listRoles.map((role) => ({ value: role, label: t(`list_role.${role}`) }))}
            value={sheet.role}
            placeholder={t('origin.role_none')}
            clearable
            clearButtonProps={{ 'aria-label': t('origin.role_none') }}
            disabled={disabled}
            onChange={(role) => onChange({ ...sheet, role: role as ListRole | null })}
            styles={{ input: { minHeight: 40 } }}
          />
        </div>
      ) : null}
    </div>
  );
}
