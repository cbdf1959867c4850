// Narrowing a list of children by what the rules say of them: one definition and its answer, added to others as chips.
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '../core/icon';
import { useStatusWords } from './status_words';
import { useSchemes } from './unsettled_page';

const answers = ['yes', 'unknown'] as const;

/// "A:yes,B:no" as its parts.
export const partsOf = (status: string): string[] => status.split(',').filter(Boolean);

export function StatusFilter({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const { name, group } = useStatusWords();
  const listed = useSchemes().data?.items.filter((one) => one.listed) ?? [];
  const groups = [...new Set(listed.map((one) => one.group))];
  const parts = partsOf(value);
  const data = groups.map((each) => ({
    group: group(each),
    items: listed.filter((one) => one.group === each).flatMap((one) =>
      answers.map((answer) => ({
        value: `${one.id}:${answer}`,
        label: t('status.filter_item', { name: name(one), answer: t(`status.answer.${answer}`) }),
        disabled: parts.includes(`${one.id}:${answer}`),
      }))),
  }));
  return (
    <Select
      label={t('status.by')}
      size="sm"
      value={null}
      data={data}
      onChange={(next) => (next ? onChange([...parts, next].join(',')) : undefined)}
      placeholder={t('filter.all')}
      searchable
      nothingFoundMessage={t('filter.nothing')}
      maxDropdownHeight={320}
      styles={{ input: { minHeight: 40 } }}
    />
  );
}

export function StatusChips({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const { name } = useStatusWords();
  const schemes = useSchemes().data?.items ?? [];
  const parts = partsOf(value);
  if (parts.length === 0) return null;
  const label = (part: string) => {
    const at = part.lastIndexOf(':');
    const scheme = schemes.find((one) => one.id === part.slice(0, at));
    return t('status.filter_item', {
      name: scheme ? name(scheme) : part.slice(0, at),
      answer: t(`status.answer.${part.slice(at + 1)}`, { defaultValue: part.slice(at + 1) }),
    });
  };
  return (
    <ul className="row" aria-label={t('status.by')} style={{ listStyle: 'none', margin: '0 0 12px', padding: 0 }}>
      {parts.map((part) => (
        <li key={part}>
          <button type="button" className="badge info" style={{ minHeight: 44, border: 0, cursor: 'pointer' }}
            aria-label={t('filter.clear_one', { label: label(part) })}
            onClick={() => onChange(parts.filter((each) => each !== part).join(',') || null)}>
            {label(part)} <Icon name="cross" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
