// What can be done next for a child: a short list with the place on the page where each is done. It ranks nobody.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useMay } from '../access/may';
import { get } from '../api/client';
import type { Child, Corrections } from '../api/types';
import { Section } from '../core/blocks';
import { Icon, type IconName } from '../core/icon';
import { useFactWords } from './fact_words';
import { isAway, useChildHandovers } from './handover_panel';

/// Facts every record should have; without them no rule can tell who the child is to the law.
const expectedFacts = ['hukou', 'residence', 'guardianship', 'schooling', 'health'] as const;

type Action = { key: string; icon: IconName; text: string; to: string };

export function NextActions({ child }: { child: Child }) {
  const { t } = useTranslation();
  const may = useMay();
  const { kindName } = useFactWords();
  const handovers = useChildHandovers(child.id).data?.items ?? [];
  const corrections = useQuery({
    queryKey: ['corrections', child.id],
    enabled: may('ask_correction'),
    queryFn: ({ signal }) => get<Corrections>(`/children/${child.id}/corrections`, undefined, signal),
  });
  const stated = new Set(child.facts.map((fact) => fact.kind));
  const missing = expectedFacts.filter((kind) => !stated.has(kind) && !child.withheld.includes(`fact.${kind}`));
  const waiting = handovers.filter((each) => each.state === 'offered' || each.state === 'withdrawing');
  const actions: Action[] = [];
  const add = (count: number, action: Action) => {
    if (count > 0) actions.push(action);
  };
  add(waiting.length, { key: 'handover', icon: 'next', text: t('next.handover', { count: waiting[0]?.waiting_days ?? 0 }), to: '#handovers' });
  add(child.conflicts.length, { key: 'conflicts', icon: 'warn', text: t('next.conflicts', { count: child.conflicts.length }), to: '#facts' });
  add(corrections.data?.waiting ?? 0, { key: 'corrections', icon: 'file', text: t('next.corrections', { count: corrections.data?.waiting ?? 0 }), to: '#corrections' });
  add(child.needs_open ?? 0, { key: 'needs', icon: 'needs', text: t('next.needs', { count: child.needs_open ?? 0 }), to: '#needs' });
  add(missing.length, { key: 'missing', icon: 'search', text: t('next.missing', { facts: missing.map(kindName).join(t('list.separator')) }), to: '#facts' });
  if (isAway(handovers)) return null;
  return (
    <Section title={t('next.title')}>
      {actions.length === 0 ? <p className="soft" style={{ margin: 0 }}>{t('next.nothing')}</p> : null}
      <ul className="next-actions">
        {actions.map((action) => (
          <li key={action.key}>
            <a href={action.to}>
              <Icon name={action.icon} size={20} />
              <span>{action.text}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
