// Who helps whom, and why, line by line, with the decision beside it.
import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '../access/may';
import type { Decision, PlanLine } from '../api/types';
import { Broken, Empty, TierBadge, Waiting } from '../core/blocks';
import { DivisionSelect, FilterSelect, KindSelect, TierSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { ListFoot } from '../core/list_foot';
import { useProblemWords } from '../core/problem';
import { SlotGrid } from '../core/slot_grid';
import { useFilters } from '../core/use_filters';
import { useList } from '../core/use_list';
import { usePhone } from '../core/use_phone';
import { ChildLink } from '../registry/child_link';
import { DecisionButtons } from './decision_buttons';
import { useDecide } from './queries';

function Reasons({ line }: { line: PlanLine }) {
  const { words } = useFormat();
  return (
    <ul className="reasons">
      {line.reasons.map((reason, index) => (
        <li key={index}>{words('reason', reason)}</li>
      ))}
    </ul>
  );
}

function Where({ line }: { line: PlanLine }) {
  const { t, distance } = useFormat();
  if (line.offer.online) {
    return (
      <span className="row soft small" style={{ gap: 5 }}>
        <Icon name="online" size={16} />
        {t('offer.online')}
      </span>
    );
  }
  return (
    <span className="row soft small" style={{ gap: 5, flexWrap: 'nowrap' }}>
      <Icon name="place" size={16} />
      {line.offer.village?.name ?? t('unknown')} · {distance(line.distance_m)}
    </span>
  );
}

function NeedCell({ line }: { line: PlanLine }) {
  const { t, kind, known } = useFormat();
  return (
    <div>
      <div className="row" style={{ gap: 8 }}>
        <strong style={{ fontWeight: 600 }}>{kind(line.need.kind)}</strong>
        <TierBadge tier={line.need.tier} />
      </div>
      <ChildLink child={line.need.child} />
      <div className="soft small">
        {known(line.child_village?.name)} · {t('units.weekly', { count: line.units })}
      </div>
    </div>
  );
}

function HelperCell({ line }: { line: PlanLine }) {
  const { t } = useTranslation();
  return (
    <div>
      <strong style={{ fontWeight: 600 }}>{line.offer.name}</strong>
      <div className="soft small">{t(`provider_kind.${line.offer.provider_kind}`)}</div>
      <Where line={line} />
    </div>
  );
}

type ListProps = { items: PlanLine[]; current: number; onDecide: (line: PlanLine, decision: Decision) => void };

function LinesTable({ items, current, onDecide }: ListProps) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (current < 0) return;
    const row = body.current?.children[current] as HTMLElement | undefined;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table lines">
        <thead>
          <tr>
            <th scope="col">{t('line.need')}</th>
            <th scope="col">{t('line.helper')}</th>
            <th scope="col">{t('line.when')}</th>
            <th scope="col">{t('line.why')}</th>
            <th scope="col">{t('line.decision')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map((line, index) => (
            <tr key={line.id} tabIndex={-1} data-state={line.state} data-current={index === current || undefined}>
              <td>
                <NeedCell line={line} />
              </td>
              <td>
                <HelperCell line={line} />
              </td>
              <td>
                <SlotGrid slots={line.slots} />
              </td>
              <td className="small">
                <Reasons line={line} />
              </td>
              <td>
                <DecisionButtons line={line} large={false} onDecide={(decision) => onDecide(line, decision)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LinesCards({ items, onDecide }: Omit<ListProps, 'current'>) {
  return (
    <ul className="cards">
      {items.map((line) => (
        <li key={line.id} data-state={line.state}>
          <NeedCell line={line} />
          <div className="card-arrow">
            <Icon name="down" size={16} />
          </div>
          <div className="row" style={{ justifyContent: 'space-between', alignItems: 'flex-start' }}>
            <HelperCell line={line} />
            <SlotGrid slots={line.slots} />
          </div>
          <div className="small" style={{ margin: '8px 0 10px' }}>
            <Reasons line={line} />
          </div>
          <DecisionButtons line={line} large onDecide={(decision) => onDecide(line, decision)} />
        </li>
      ))}
    </ul>
  );
}

/// Decides, says so, and offers to take it back.
function useDecideWithUndo(plan: string) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const decide = useDecide(plan);
  const run = (line: PlanLine, decision: Decision) =>
    decide.mutate(
      { line, decision },
      {
        onSuccess: (stored) => decision !== 'reset' && tell(stored, decision),
        onError: (cause) => notifications.show({ color: 'red', title: t('error.title'), message: problem(cause), withCloseButton: true }),
      },
    );
  const tell = (line: PlanLine, decision: Decision) =>
    notifications.show({
      id: 'decision',
      message: (
        <div className="row" style={{ justifyContent: 'space-between', flexWrap: 'nowrap' }}>
          <span>{t(`line.told_${decision}`, { child: line.need.child.name, offer: line.offer.name })}</span>
          <Button
            variant="light"
            size="compact-sm"
            h={36}
            style={{ flex: 'none' }}
            onClick={() => {
              notifications.hide('decision');
              run(line, 'reset');
            }}
          >
            {t('action.undo')}
          </Button>
        </div>
      ),
      closeButtonProps: { 'aria-label': t('action.close') },
    });
  return (line: PlanLine, decision: Decision) => {
    notifications.hide('decision');
    run(line, decision);
  };
}

export function Lines({ plan, onHelp, onAgain }: { plan: string; onHelp: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const { filters, setFilter, clear, any, active } = useFilters(['state', 'kind', 'tier', 'division'] as const);
  const { items, total, query } = useList<PlanLine>(`/plans/${plan}/lines`, filters);
  const decide = useDecideWithUndo(plan);
  const may = useMay();
  const [current, setCurrent] = useState(-1);
  const move = (step: number) => setCurrent((now) => Math.max(0, Math.min(items.length - 1, now + step)));
  const act = (decision: Decision) => {
    if (!may('decide_plan')) return;
    const line = items[current];
    if (line) decide(line, decision);
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['a', () => act('accept')],
    ['r', () => act('refuse')],
    ['p', () => act('pin')],
    ['u', () => act('reset')],
    ['shift+?', onHelp],
    ['?', onHelp],
  ]);
  return (
    <>
      <Filters active={active}>
        <FilterSelect
          label={t('line.state')}
          value={filters.state}
          data={['proposed', 'accepted', 'pinned', 'refused'].map((state) => ({ value: state, label: t(`line_state.${state}`) }))}
          onChange={(value) => setFilter('state', value)}
        />
        <KindSelect value={filters.kind} onChange={(value) => setFilter('kind', value)} />
        <TierSelect value={filters.tier} onChange={(value) => setFilter('tier', value)} />
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
        {phone || !may('decide_plan') ? null : (
          <Button variant="subtle" h={40} leftSection={<Icon name="keyboard" size={18} />} onClick={onHelp} style={{ flex: 'none' }}>
            {t('keys.title')}
          </Button>
        )}
      </Filters>
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <div className="card">
          {any ? (
            <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')} onAction={clear} />
          ) : (
            <Empty icon="plan" title={t('plan.no_lines')} hint={t('plan.no_lines_hint')} action={t('plan.again')} onAction={may('make_plan') ? onAgain : undefined} />
          )}
        </div>
      ) : null}
      {items.length > 0 ? (
        <>
          {phone ? <LinesCards items={items} onDecide={decide} /> : <LinesTable items={items} current={current} onDecide={decide} />}
          <ListFoot
            shown={items.length}
            total={total}
            more={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      ) : null}
    </>
  );
}
