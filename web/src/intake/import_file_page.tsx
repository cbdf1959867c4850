import { Button, Progress, Tabs } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { cancelJob, useJob } from '../api/job';
import type { Field, Import, Job, SheetMapping } from '../api/types';
import { Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords, useReasonWords } from '../core/problem';
import { ImportStateBadge } from './import_state';
import { ListChanges } from './list_changes';
import { MappingTable } from './mapping_table';
import { asksForMapping, missingFields, runImport, useForget, useImport, useImportFields } from './queries';
import { RejectsTable } from './rejects_table';
import './import.css';

function Steps({ file }: { file: Import }) {
  const { t } = useTranslation();
  const checked = file.counts.rows > 0 || file.state === 'checked' || file.state === 'done';
  const now = file.state === 'done' && !file.dry_run ? 2 : checked ? 1 : 0;
  return (
    <ol className="steps">
      {['map', 'check', 'import'].map((step, index) => (
        <li key={step} aria-current={index === now ? 'step' : undefined}>
          <i>{index < now ? <Icon name="check" size={14} /> : index + 1}</i>
          {t(`import.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

const countKeys = ['rows', 'created', 'updated', 'unchanged', 'rejected', 'warnings'] as const;

function Counts({ file }: { file: Import }) {
  const { t, number } = useFormat();
  return (
    <dl className="counts">
      {countKeys.map((key) => (
        <div key={key}>
          <dt>{t(`counts.${key}`)}</dt>
          <dd className="number" style={key === 'rejected' && file.counts.rejected > 0 ? { color: 'var(--bad)' } : undefined}>
            {number(file.counts[key])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Outcome({ file }: { file: Import }) {
  const { t, number } = useFormat();
  const kind = file.sheets.find((sheet) => sheet.kind !== null)?.kind ?? null;
  const imported = file.state === 'done' && !file.dry_run;
  return (
    <Section
      title={imported ? t('import.result') : t('import.check_result')}
      aside={
        file.counts.rejected > 0 ? (
          <Button
            component="a"
            href={`/api/imports/${file.id}/rejects.xlsx`}
            download
            variant="default"
            h={44}
            leftSection={<Icon name="download" size={18} />}
          >
            {t('import.download_rejects')}
          </Button>
        ) : null
      }
    >
      <Counts file={file} />
      <p role="status" style={{ margin: '14px 0 0' }}>
        {imported ? t('import.written') : t('import.nothing_written')}
      </p>
      {file.changes.map((change) => (
        <section key={change.sheet} aria-label={t('changes.title')} style={{ marginTop: 16 }}>
          <h3 style={{ margin: '0 0 6px' }}>{[t('changes.title'), change.sender, change.sheet].filter(Boolean).join(' · ')}</h3>
          <ListChanges change={change} />
        </section>
      ))}
      {file.rejects.length + file.warnings.length > 0 ? (
        <Tabs defaultValue={file.rejects.length > 0 ? 'rejects' : 'warnings'} mt="md" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="rejects" disabled={file.rejects.length === 0}>
              {t('import.rejects', { number: number(file.counts.rejected) })}
            </Tabs.Tab>
            <Tabs.Tab value="warnings" disabled={file.warnings.length === 0}>
              {t('import.warnings', { number: number(file.counts.warnings) })}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rejects">
            <RejectsTable items={file.rejects} kind={kind} />
            {file.counts.rejected > file.rejects.length ? <p className="soft small">{t('import.first_100')}</p> : null}
          </Tabs.Panel>
          <Tabs.Panel value="warnings">
            <RejectsTable items={file.warnings} kind={kind} />
            {file.counts.warnings > file.warnings.length ? <p className="soft small">{t('import.first_100')}</p> : null}
          </Tabs.Panel>
        </Tabs>
      ) : null}
      {imported ? (
        <div className="row" style={{ marginTop: 16 }}>
          {file.changes.length > 0 ? (
            <Button component={Link} href="/lists" variant="default" h={44}>
              {t('lists.open')}
            </Button>
          ) : null}
          <Button component={Link} href="/import" variant="default" h={44}>
            {t('import.next_file')}
          </Button>
          <Button component={Link} href="/" variant="light" h={44}>
            {t('nav.home')}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Running({ job, file }: { job: Job | null; file: Import }) {
  const { t, number, percent } = useFormat();
  const share = job && job.total > 0 ? job.done / job.total : 0;
  const title = file.dry_run ? t('import.step_check') : t('import.step_import');
  const cancel = useMutation({ mutationFn: (id: string) => cancelJob(id) });
  return (
    <Section title={title}>
      <Progress value={100 * share} size="lg" animated aria-label={title} />
      <div className="row" style={{ justifyContent: 'space-between', marginTop: 10 }}>
        <span className="small soft number" role="status">
          {percent(share)}
          {job && job.unit === 'bytes' && file.progress.rows > 0 ? ` · ${t('count.rows', { count: file.progress.rows, number: number(file.progress.rows) })}` : ''}
        </span>
        {job ? (
          <Button variant="default" h={44} loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            {t('import.cancel')}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}

function WholeProblem({ file }: { file: Import }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  if (!file.problem) return null;
  // With its sheets read, what is missing can be assigned here.
  const mendable = asksForMapping(file);
  return (
    <Notice tone={mendable ? 'warn' : 'bad'} title={mendable ? t('import.file_asks') : t('import.file_failed')}>
      <p>{words(file.problem.reason, file.problem)}</p>
      {mendable ? null : <p>{t('import.file_failed_do')}</p>}
    </Notice>
  );
}

function useRun(file: Import) {
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(file.state === 'running' ? file.job : null);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['import', file.id] }),
      client.invalidateQueries({ queryKey: ['imports'] }),
    ]);
  const followed = useJob(job, () => {
    void refresh().then(() => setJob(null));
    void client.invalidateQueries({ queryKey: ['home'] });
    void client.invalidateQueries({ queryKey: ['divisions'] });
    void client.invalidateQueries({ queryKey: ['/children'] });
  });
  const run = useMutation({
    mutationFn: (given: { sheets: SheetMapping[]; dryRun: boolean }) => runImport(file.id, given.sheets, given.dryRun),
    onSuccess: (answer) => {
      setJob(answer.job);
      void refresh();
    },
  });
  return { run, job, followed };
}

function File({ file, kinds }: { file: Import; kinds: { kind: string; fields: Field[] }[] }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [, navigate] = useLocation();
  const [sheets, setSheets] = useState(file.sheets);
  const [touched, setTouched] = useState(false);
  const [changed, setChanged] = useState(false);
  const forget = useForget();
  const { run, job, followed } = useRun(file);
  useEffect(() => {
    // What a person corrected is theirs; it is not taken back by what was recognised.
    if (!touched) setSheets(file.sheets);
  }, [file.sheets, touched]);

  const used = sheets.filter((sheet) => sheet.kind !== null);
  const incomplete = used.some(
    (sheet) => missingFields(sheet, kinds.find((each) => each.kind === sheet.kind)?.fields ?? []).length > 0,
  );
  const done = file.state === 'done' && !file.dry_run;
  const running = job !== null;
  const checked = !changed && (file.state === 'checked' || (file.state === 'done' && file.dry_run));
  const start = (dryRun: boolean) => run.mutate({ sheets, dryRun }, { onSuccess: () => setChanged(false) });
  return (
    <div className="stack">
      <Steps file={file} />
      <WholeProblem file={file} />
      {running ? <Running job={followed} file={file} /> : null}
      {!running && (file.counts.rows > 0 || checked || done) ? <Outcome file={file} /> : null}
      {run.error ? (
        <Notice tone="bad" title={t('error.title')}>
          {problem(run.error)}
        </Notice>
      ) : null}
      {done || sheets.length === 0 ? null : (
        <>
          <div>
            <h2 style={{ margin: 0 }}>{t('mapping.title')}</h2>
            <p className="soft" style={{ margin: '2px 0 0' }}>{t('mapping.note')}</p>
          </div>
          {sheets.map((sheet, index) => (
            <MappingTable
              key={index}
              sheet={sheet}
              kinds={kinds}
              disabled={running}
              onChange={(next) => {
                setTouched(true);
                setChanged(true);
                setSheets(sheets.map((each, at) => (at === index ? next : each)));
              }}
            />
          ))}
          <div className="sticky-actions">
            <Button h={44} variant={checked ? 'default' : 'filled'} disabled={running || incomplete || used.length === 0} loading={run.isPending} onClick={() => start(true)}>
              {checked ? t('import.check_again') : t('import.check')}
            </Button>
            <Button h={44} variant={checked ? 'filled' : 'default'} disabled={running || !checked || incomplete} onClick={() => start(false)}>
              {t('import.run')}
            </Button>
            <Button
              h={44}
              variant="subtle"
              color="gray"
              style={{ color: 'var(--ink)' }}
              disabled={running}
              onClick={() => forget.mutate(file.id, { onSuccess: () => navigate('/import') })}
            >
              {t('import.forget')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

export default function ImportFilePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const file = useImport(id);
  const fields = useImportFields();
  const failure = file.error ?? fields.error;
  return (
    <>
      <Link href="/import" className="back-link">
        <Icon name="back" size={18} />
        {t('import.back')}
      </Link>
      {failure ? <Broken cause={failure} onRetry={() => void file.refetch()} /> : null}
      {file.isPending || fields.isPending ? <Waiting /> : null}
      {file.data && fields.data ? (
        <>
          <PageHead title={file.data.file} note={bytes(file.data.size_bytes)}>
            <ImportStateBadge file={file.data} />
          </PageHead>
          <File file={file.data} kinds={fields.data.kinds} />
        </>
      ) : null}
    </>
  );
}
