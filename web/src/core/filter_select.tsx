import { Select, type ComboboxData } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { Division } from '../api/types';

export function FilterSelect({ label, value, data, onChange, searchable = false }: {
  label: string;
  value: string;
  data: ComboboxData;
  onChange: (value: string | null) => void;
  searchable?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      size="sm"
      value={value || null}
      data={data}
      onChange={onChange}
      placeholder={t('filter.all')}
      clearable
      searchable={searchable}
      clearButtonProps={{ 'aria-label': t('filter.clear_one', { label }) }}
      nothingFoundMessage={t('filter.nothing')}
      maxDropdownHeight={320}
      styles={{ input: { minHeight: 40 } }}
    />
  );
}

export const useDivisions = () =>
  useQuery({ queryKey: ['divisions'], staleTime: 300_000, queryFn: () => get<{ items: Division[] }>('/divisions') });

/// Townships, each with its villages.
export function DivisionSelect({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const items = useDivisions().data?.items ?? [];
  const townships = items.filter((item) => item.level === 'township');
  const data = townships.map((township) => ({
    group: township.name,
    items: [
      { value: String(township.code), label: t('filter.whole_township', { name: township.name }) },
      ...items
        .filter((item) => item.parent === township.code)
        .map((item) => ({ value: String(item.code), label: item.name })),
    ],
  }));
  return <FilterSelect label={t('filter.division')} value={value} data={data} onChange={onChange} searchable />;
}

/// Every kind of need the product knows, in the order of the handbook.
export const needKinds = [
  'safety', 'guardianship_agreement', 'hukou', 'id_doc', 'benefit_application', 'health', 'nutrition',
  'disability_rehab', 'mental_support', 'crisis', 'tutoring_zh', 'tutoring_math', 'tutoring_en',
  'online_subject_en', 'online_subject_music', 'online_subject_art', 'online_subject_science', 'digital_literacy',
  'reading', 'mentor', 'sport', 'parent_contact', 'after_school_place', 'winter_clothes', 'school_supplies',
  'transport', 'boarding_place', 'legal_aid', 'household_job', 'scholarship', 'medical_grant',
] as const;

export function KindSelect({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const data = needKinds.map((kind) => ({ value: kind, label: t(`need_kind.${kind}`) }));
  return <FilterSelect label={t('filter.kind')} value={value} data={data} onChange={onChange} searchable />;
}

export function TierSelect({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const data = ['1', '2', '3', '4'].map((tier) => ({ value: tier, label: t(`tier.${tier}`) }));
  return <FilterSelect label={t('filter.tier')} value={value} data={data} onChange={onChange} />;
}
