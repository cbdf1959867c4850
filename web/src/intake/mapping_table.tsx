// What each column was recognised as, with samples, for a person to correct.
import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ColumnMapping, Field, SheetKind, SheetMapping } from '../api/types';
import { Badge } from '../core/blocks';
import { usePhone } from '../core/use_phone';
import { assign, columnLetters, kindOrder, missingFields } from './queries';
import { SheetOrigin } from './sheet_origin';

type Props = { sheet: SheetMapping; fields: Field[]; disabled: boolean; onChange: (sheet: SheetMapping) => void };

function FieldSelect({ column, sheet, fields, disabled, onChange }: Props & { column: ColumnMapping }) {
  const { t } = useTranslation();
  const data = fields.map((field) => ({
    value: field.name,
    label: `${t(`field.${sheet.kind}.${field.name}`, { defaultValue: field.name })}${field.required ? ' *' : ''}`,
  }));
  return (
    <Select
      aria-label={t('mapping.field_of', { header: column.header || columnLetters(column.column) })}
      data={data}
      value={column.field}
      disabled={disabled}
      onChange={(field) => onChange(assign(sheet, column.column, field))}
      placeholder={t('mapping.ignored')}
      clearable
      clearButtonProps={{ 'aria-label': t('mapping.ignore') }}
      searchable
      nothingFoundMessage={t('filter.nothing')}
      maxDropdownHeight={300}
      styles={{ input: { minHeight: 40 } }}
    />
  );
}

function Samples({ column }: { column: ColumnMapping }) {
  const { t } = useTranslation();
  const values = column.samples.filter((sample) => sample !== '');
  return (
    <span className="samples">
      {values.length > 0 ? values.map((sample, index) => <span key={index}>{sample}</span>) : t('mapping.no_samples')}
    </span>
  );
}

function Columns(props: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  if (phone) {
    return props.sheet.columns.map((column) => (
      <div key={column.column} className="mapping-card">
        <div>
          <span className="soft small">{columnLetters(column.column)} </span>
          <strong>{column.header || t('mapping.no_header')}</strong>
        </div>
        <Samples column={column} />
        <FieldSelect {...props} column={column} />
      </div>
    ));
  }
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{t('mapping.column')}</th>
          <th scope="col">{t('mapping.header')}</th>
          <th scope="col">{t('mapping.samples')}</th>
          <th scope="col" style={{ width: 260 }}>{t('mapping.field')}</th>
        </tr>
      </thead>
      <tbody>
        {props.sheet.columns.map((column) => (
          <tr key={column.column}>
            <td className="soft">{columnLetters(column.column)}</td>
            <td>
              <strong style={{ fontWeight: 600 }}>{column.header || t('mapping.no_header')}</strong>
            </td>
            <td>
              <Samples column={column} />
            </td>
            <td>
              <FieldSelect {...props} column={column} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MappingTable({ sheet, kinds, disabled, onChange }: {
  sheet: SheetMapping;
  kinds: { kind: string; fields: Field[] }[];
  disabled: boolean;
  onChange: (sheet: SheetMapping) => void;
}) {
  const { t } = useTranslation();
  const fields = kinds.find((each) => each.kind === sheet.kind)?.fields ?? [];
  const missing = sheet.kind ? missingFields(sheet, fields) : [];
  const assigned = sheet.columns.filter((column) => column.field !== null).length;
  const changeKind = (kind: string | null) =>
    onChange({
      ...sheet,
      kind: kind as SheetKind | null,
      columns: sheet.columns.map((column) => ({ ...column, field: null })),
    });
  return (
    <div className="card card-flush">
      <div className="mapping-head">
        <div style={{ flex: '1 1 200px' }}>
          <h3 style={{ margin: 0 }}>{sheet.sheet || t('mapping.only_sheet')}</h3>
          <div className="soft small">
            {sheet.kind ? t('mapping.recognised', { assigned, count: sheet.columns.length }) : t('mapping.skipped')}
          </div>
        </div>
        <Select
          label={t('mapping.kind')}
          data={kindOrder.map((kind) => ({ value: kind, label: t(`import_kind.${kind}`) }))}
          value={sheet.kind}
          onChange={changeKind}
          placeholder={t('mapping.skip')}
          clearable
          clearButtonProps={{ 'aria-label': t('mapping.skip') }}
          disabled={disabled}
          styles={{ input: { minHeight: 40 } }}
        />
        <NumberInput
          label={t('mapping.header_row')}
          value={sheet.header_row}
          min={1}
          max={50}
          w={110}
          allowDecimal={false}
          disabled={disabled}
          hideControls
          onChange={(row) => typeof row === 'number' && onChange({ ...sheet, header_row: row })}
          styles={{ input: { minHeight: 40 } }}
        />
      </div>
      <SheetOrigin sheet={sheet} disabled={disabled} onChange={onChange} />
      {missing.length > 0 ? (
        <p role="alert" className="row" style={{ margin: 0, padding: '10px 18px', background: 'var(--warn-soft)', color: 'var(--warn)' }}>
          {t('mapping.missing')}
          {missing.map((field) => (
            <Badge key={field} tone="warn">
              {t(`field.${sheet.kind}.${field}`, { defaultValue: field })}
            </Badge>
          ))}
        </p>
      ) : null}
      {sheet.kind ? (
        <div className="scroll-x">
          <Columns sheet={sheet} fields={fields} disabled={disabled} onChange={onChange} />
        </div>
      ) : null}
    </div>
  );
}
