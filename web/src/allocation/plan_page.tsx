import { Button, Kbd, Modal, Progress, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';

import { useMay } from '../access/may';
import { post } from '../api/client';
import { cancelJob, useJob } from '../api/job';
import type { Job, PlanSummary } from '../api/types';
import { Badge, Broken, Empty, Notice, PageHead, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { Lines } from './lines';
import { PlanMap } from './plan_map';
import { useAcceptAll, useCurrentPlan } from './queries';
import { Fairness, Summary } from './summary';
import { UnmetList } from './unmet_list';
import '../assessment/home.css';
import './plan.css';

const tabs = ['lines', 'unmet', 'fairness', 'map'] as const;

function usePlanRun() {
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const [ended, setEnded] = useState<Job | null>(null);
  const followed = useJob(job, (end) => {
    setEnded(end);
    void client.invalidateQueries().then(() => setJob(null));
  });
  const run = useMutation({
    mutationFn: () => post<{ plan: string; job: string }>('/plans'),
    onMutate: () => setEnded(null),
    onSuccess: (answer) => setJob(answer.job),
  });
  return { run: () => run.mutate(), starting: run.isPending, failure: run.error, job, followed, ended };
}

function RunProgress({ job, id }: { job: Job | null; id: string }) {
  const { t, percent } = useFormat();
  const share = job && job.total > 0 ? job.done / job.total : 0;
  return (
    <div className="card" style={{ marginBottom: 20 }}>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong role="status">{t('plan.running')}</strong>
        <Button variant="default" h={44} onClick={() => void cancelJob(id)}>
          {t('action.cancel')}
        </Button>
      </div>
      <Progress value={100 * share} size="lg" mt={12} animated aria-label={t('plan.running')} />
      <p className="soft small number" style={{ margin: '8px 0 0' }}>
        {percent(share)}
      </p>
    </div>
  );
}

function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')} centered closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
      <dl className="keys">
        {['j', 'k', 'a', 'r', 'p', 'u', '?'].map((key) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function AcceptAll({ plan }: { plan: PlanSummary }) {
  const { t, number } = useFormat();
  const problem = useProblemWords();
  const accept = useAcceptAll(plan.id);
  const [asking, ask] = useDisclosure(false);
  const open = plan.lines - plan.accepted - plan.refused - plan.pinned;
  if (open <= 0) return null;
  return (
    <>
      <Button h={44} leftSection={<Icon name="check" size={18} />} onClick={ask.open}>
        {t('plan.accept_all', { number: number(open) })}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={t('plan.accept_all_title')} centered closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
        <p style={{ marginTop: 0 }}>{t('plan.accept_all_ask', { number: number(open) })}</p>
        {accept.error ? (
          <Notice tone="bad">
            {problem(accept.error)}
          </Notice>
        ) : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" h={44} onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button h={44} loading={accept.isPending} onClick={() => accept.mutate(undefined, { onSuccess: ask.close })}>
            {t('plan.accept_all_do')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

function PlanTabs({ plan, onAgain }: { plan: PlanSummary; onAgain: () => void }) {
  const { t, number } = useFormat();
  const search = useSearch();
  const [path, navigate] = useLocation();
  const [help, helpDialog] = useDisclosure(false);
  const asked = new URLSearchParams(search).get('view') ?? 'lines';
  const tab = (tabs as readonly string[]).includes(asked) ? asked : 'lines';
  return (
    <>
      <Tabs
        value={tab}
        onChange={(next) => navigate(next && next !== 'lines' ? `${path}?view=${next}` : path, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className="plan-tabs">
          <Tabs.Tab value="lines">{t('plan.tab.lines', { number: number(plan.lines) })}</Tabs.Tab>
          <Tabs.Tab value="unmet">{t('plan.tab.unmet', { number: number(plan.units - plan.units_served) })}</Tabs.Tab>
          <Tabs.Tab value="fairness">{t('plan.tab.fairness')}</Tabs.Tab>
          <Tabs.Tab value="map">{t('plan.tab.map')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines">
          <Lines plan={plan.id} onHelp={helpDialog.open} onAgain={onAgain} />
        </Tabs.Panel>
        <Tabs.Panel value="unmet">
          <UnmetList plan={plan} />
        </Tabs.Panel>
        <Tabs.Panel value="fairness">
          <Fairness plan={plan} />
        </Tabs.Panel>
        <Tabs.Panel value="map">
          <PlanMap plan={plan.id} />
        </Tabs.Panel>
      </Tabs>
      <KeysDialog opened={help} onClose={helpDialog.close} />
    </>
  );
}

/// Lines people had decided on and that are no longer there: never dropped without a word.
function Lost({ plan }: { plan: PlanSummary }) {
  const { t } = useTranslation();
  if (plan.released + plan.withheld === 0) return null;
  return (
    <Notice tone="warn">
      {plan.released > 0 ? t('plan.released', { count: plan.released }) : null}{' '}
        {plan.withheld > 0 ? t('plan.withheld', { count: plan.withheld }) : null}
    </Notice>
  );
}

export default function PlanPage() {
  const { t, date, instant } = useFormat();
  const { i18n } = useTranslation();
  const problem = useProblemWords();
  const plan = useCurrentPlan();
  const { run, starting, failure, job, followed, ended } = usePlanRun();
  const may = useMay();
  const busy = starting || job !== null;
  return (
    <>
      <PageHead
        title={t('nav.plan')}
        note={
          plan.data ? (
            <span className="row" style={{ gap: 10 }}>
              {t('plan.week', { date: date(plan.data.week_of) })}
              <Badge tone={plan.data.state === 'accepted' ? 'good' : 'info'}>{t(`plan_state.${plan.data.state}`)}</Badge>
              <span className="small">{t('plan.made_at', { at: instant(plan.data.made_at) })}</span>
            </span>
          ) : (
            t('plan.note')
          )
        }
      >
        {plan.data ? (
          <div className="row">
            {may('make_plan') ? (
              <Button variant="default" h={44} loading={busy} onClick={run}>
                {t('plan.again')}
              </Button>
            ) : null}
            {may('decide_plan') ? <AcceptAll plan={plan.data} /> : null}
          </div>
        ) : null}
      </PageHead>
      {failure ? (
        <Notice tone="bad" title={t('plan.failed')}>
          {problem(failure)}
        </Notice>
      ) : null}
      {ended && ended.state !== 'done' ? (
        <Notice tone={ended.state === 'failed' ? 'bad' : 'info'} title={t(`plan.ended_${ended.state}`)}>
          {i18n.exists(ended.message) ? t(ended.message) : t(`plan.ended_${ended.state}_do`)}
        </Notice>
      ) : null}
      {job ? <RunProgress job={followed} id={job} /> : null}
      {plan.isPending ? <Waiting /> : null}
      {plan.isError ? <Broken cause={plan.error} onRetry={() => void plan.refetch()} /> : null}
      {plan.isSuccess && plan.data === null && !busy ? (
        <div className="card">
          <Empty icon="plan" title={t('plan.empty')} hint={t('plan.empty_hint')} action={t('plan.make')} onAction={may('make_plan') ? run : undefined} />
        </div>
      ) : null}
      {plan.data ? (
        <div className="stack">
          <Summary plan={plan.data} />
          <Lost plan={plan.data} />
          <PlanTabs plan={plan.data} onAgain={run} />
        </div>
      ) : null}
    </>
  );
}
