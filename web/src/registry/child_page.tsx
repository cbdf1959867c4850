import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';

import { EmergencyWay } from '../access/emergency_dialog';
import { isFamily, useMay } from '../access/may';
import { ReadsPanel } from '../access/reads_panel';
import { useSession } from '../access/session';
import { ApiError, request } from '../api/client';
import type { Child, Unmasked } from '../api/types';
import { NeedStatusBadge } from '../care/need_status';
import { Broken, Notice, PageHead, Section, TierBadge, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { SlotGrid } from '../core/slot_grid';
import { AssignmentPanel } from './assignments';
import { ConflictPanel } from './conflicts';
import { ConsentPanel } from './consents';
import { CorrectionPanel } from './corrections';
import { MergesPanel } from './merges';
import { ProtectionPanel } from './protection';
import { usePersonLine } from './children_page';
import { useFactWords } from './fact_words';
import { FactsPanel } from './facts';
import { HandoverLine, HandoverPanel } from './handover_panel';
import { Household } from './household';
import { NextActions } from './next_actions';
import { StatusPanel } from './statuses';
import { StatePanel, TimeLinePanel } from './time_line';
import { UnmaskDialog } from './unmask_dialog';
import './child.css';
import './handovers.css';

function Identity({ child, shown, onAsk }: { child: Child; shown: Unmasked | null; onAsk: () => void }) {
  const { t, known, date } = useFormat();
  const may = useMay();
  // What is kept back must not read as if nobody knew it.
  const seen = (field: string, text: string) => (child.withheld.includes(field) ? t('child.not_shown') : text);
  const rows: [string, string][] = [
    [t('child.born_on'), seen('child.born_on', date(child.born_on))],
    [t('child.ethnicity'), seen('child.ethnicity', known(child.ethnicity))],
    [t('child.village'), seen('child.village', [child.township, known(child.village?.name)].filter(Boolean).join(' · '))],
    [t('child.school'), [seen('child.school', known(child.school)), child.grade].filter(Boolean).join(' · ')],
    [t('child.id_number'), seen('child.identity_number', known(shown ? shown.id_number : child.id_number_masked))],
    [t('child.student_number'), seen('child.student_number', known(shown ? shown.student_number : child.student_number_masked))],
  ];
  return (
    <>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
      {shown ? (
        <p className="soft small" role="status" style={{ margin: '12px 0 0' }}>
          {t('unmask.journalled')}
        </p>
      ) : !may('unmask_child') ? null : (
        <Button mt="sm" variant="default" h={44} leftSection={<Icon name="eye" size={18} />} onClick={onAsk}>
          {t('unmask.ask')}
        </Button>
      )}
    </>
  );
}

function Relations({ child, shown }: { child: Child; shown: Unmasked | null }) {
  const { t, known } = useFormat();
  const seen = (field: string, text: string) => (child.withheld.includes(field) ? t('child.not_shown') : text);
  if (child.withheld.includes('relation.person')) return <p className="soft" style={{ margin: 0 }}>{t('child.not_shown')}</p>;
  if (child.relations.length === 0) return <p className="soft" style={{ margin: 0 }}>{t('child.no_relations')}</p>;
  return (
    <ul className="people">
      {child.relations.map((person) => (
        <li key={`${person.role}-${person.name}`}>
          <div>
            <span className="soft small">
              {t(`relation.${person.role}`)}
              {person.relation ? ` · ${t(`code.${person.relation}`, { defaultValue: person.relation })}` : ''}
            </span>
            <div>
              <strong>{known(person.name)}</strong>
            </div>
          </div>
          <div className="small">
            <div className="number">
              {t('child.phone')}: {seen('relation.phone', known(shown?.phones.find((each) => each.role === person.role)?.phone ?? person.phone_masked))}
            </div>
            <div>
              {t('child.place')}: {seen('relation.place', known(person.place))}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Needs({ child }: { child: Child }) {
  const { t, kind, date } = useFormat();
  if (child.needs.length === 0) return <p className="soft" style={{ margin: 0 }}>{t('child.no_needs')}</p>;
  return (
    <ul className="people">
      {child.needs.map((need) => (
        <li key={need.id}>
          <div>
            <div className="row">
              <strong>{kind(need.kind)}</strong>
              <TierBadge tier={need.tier} />
              <NeedStatusBadge status={need.status} />
            </div>
            <div className="soft small">
              {t('units.weekly', { count: need.units_weekly })} · {t('need.opened', { date: date(need.opened_on) })}
            </div>
            {need.note ? <div className="small">{need.note}</div> : null}
          </div>
          <SlotGrid slots={need.slots} />
        </li>
      ))}
    </ul>
  );
}

function Sources({ child }: { child: Child }) {
  const { t, instant } = useFormat();
  return (
    <ul className="sources small">
      {child.sources.map((source, index) => (
        <li key={index}>
          <Icon name="file" size={16} />
          <span>
            {t('child.source', { file: source.file, row: source.row })}
            {source.sheet ? ` · ${source.sheet}` : ''}
            <span className="soft"> · {instant(source.at)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Record({ child, emergency }: { child: Child; emergency: boolean }) {
  const { t } = useTranslation();
  const person = usePersonLine();
  const may = useMay();
  const family = isFamily(useSession().data);
  const { kindName } = useFactWords();
  const [opened, { open, close }] = useDisclosure(false);
  const [shown, setShown] = useState<Unmasked | null>(null);
  const [on, setOn] = useState('');
  return (
    <>
      <PageHead title={child.name} note={person(child)} />
      {emergency ? <Notice tone="warn">{t('emergency.opened')}</Notice> : null}
      {child.merged_from ? <Notice tone="info">{t('merges.led_here')}</Notice> : null}
      {child.shielded ? <Notice tone="warn">{t('child.shielded')}</Notice> : null}
      {emergency || family ? null : <HandoverLine child={child.id} />}
      {child.withheld.length > 0 ? (
        <Notice tone="info">{family ? t('family.withheld') : t('child.withheld', { count: child.withheld.length })}</Notice>
      ) : null}
      {child.conflicts.length > 0 ? (
        <Notice tone="warn">
          {t('child.conflicts', {
              fields: child.conflicts.map((name) => (name.startsWith('fact.') ? kindName(name.slice(5)) : t(`field.child.${name}`, { defaultValue: name }))).join(t('list.separator')),
            })}
        </Notice>
      ) : null}
      <div className="child-grid">
        <div className="stack">
          <Section title={t('child.identity')}>
            <Identity child={child} shown={shown} onAsk={open} />
          </Section>
          <Section title={t('child.family')}>
            <Household child={child} />
            <Relations child={child} shown={shown} />
          </Section>
          {may('see_consents') && !emergency ? <ConsentPanel child={child} /> : null}
          {may('see_reads') && !emergency ? <ReadsPanel child={child.id} /> : null}
        </div>
        <div className="stack">
          {emergency || family ? null : <NextActions child={child} />}
          {child.needs_open === null ? null : (
            <Section title={t('child.needs')} id="needs">
              <Needs child={child} />
            </Section>
          )}
          {family || emergency ? null : <StatusPanel child={child.id} on={on} />}
          <div id="facts">
            <FactsPanel child={child.id} facts={child.facts} />
          </div>
          {emergency ? null : <TimeLinePanel child={child.id} />}
          {emergency ? null : <StatePanel child={child.id} on={on} setOn={setOn} />}
          {child.sources.length > 0 ? (
            <Section title={t('child.sources')}>
              <Sources child={child} />
            </Section>
          ) : null}
          {emergency || family ? null : <MergesPanel child={child.id} />}
          {may('see_handovers') && !emergency ? <HandoverPanel child={child} /> : null}
          {may('ask_correction') && !emergency ? (
            <div id="corrections">
              <CorrectionPanel child={child.id} />
            </div>
          ) : null}
          {may('assign_children') && !emergency ? <AssignmentPanel child={child.id} /> : null}
          {may('shield_child') && !emergency ? <ProtectionPanel child={child} /> : null}
          {may('declare_conflict') && !emergency ? <ConflictPanel child={child.id} /> : null}
        </div>
      </div>
      <UnmaskDialog child={child.id} emergency={emergency} opened={opened} onClose={close} onShow={setShown} />
    </>
  );
}

export default function ChildPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const family = isFamily(useSession().data);
  const emergency = new URLSearchParams(useSearch()).get('emergency') === 'yes';
  const child = useQuery({
    queryKey: ['child', id, emergency],
    queryFn: ({ signal }) =>
      request<Child>('GET', `/children/${id}`, { signal, ...(emergency ? { purpose: 'emergency' } : {}) }),
  });
  const isMissing = child.error instanceof ApiError && child.error.status === 404;
  return (
    <>
      <Link href={family ? '/' : '/children'} className="back-link">
        <Icon name="back" size={18} />
        {t(family ? 'family.back' : 'child.back')}
      </Link>
      {child.isPending ? <Waiting /> : null}
      {child.isError ? <Broken cause={child.error} onRetry={() => void child.refetch()} /> : null}
      {isMissing && may('break_glass') ? <EmergencyWay asked={{ child: id }} /> : null}
      {child.data ? <Record child={child.data} emergency={emergency} /> : null}
    </>
  );
}
