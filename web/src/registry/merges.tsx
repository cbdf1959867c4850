// Which records a child's record was joined from, and the way to separate one again.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useMay } from '../access/may';
import { get, post } from '../api/client';
import type { Merge, MergeList } from '../api/types';
import { Notice, Section } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import './duplicates.css';

export function MergesPanel({ child }: { child: string }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const problem = useProblemWords();
  const merges = useQuery({
    queryKey: ['child', child, 'merges'],
    queryFn: ({ signal }) => get<MergeList>(`/children/${child}/merges`, undefined, signal),
  });
  const part = useMutation({
    mutationFn: (merge: Merge) => post(`/merges/${merge.id}/undo`, {}),
    onSuccess: () => client.invalidateQueries(),
  });
  const items = merges.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('merges.title')}>
      <p style={{ margin: '0 0 12px' }}>{t('merges.joined', { count: items.length + 1 })}</p>
      {part.error ? <Notice tone="bad">{problem(part.error)}</Notice> : null}
      <ul className="merges">
        {items.map((merge) => (
          <li key={merge.id} className="row" style={{ justifyContent: 'space-between' }}>
            <span>{t(`merges.by.${merge.origin}`, { at: instant(merge.at) })}</span>
            {may('link_children') ? (
              <Button h={44} variant="default" loading={part.isPending && part.variables?.id === merge.id} onClick={() => part.mutate(merge)}>
                {t('merges.part')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
