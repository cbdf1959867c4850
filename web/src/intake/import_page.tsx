import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { upload } from '../api/client';
import type { Import } from '../api/types';
import { Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords, useReasonWords } from '../core/problem';
import { CountsLine, ImportStateBadge, KindBadges } from './import_state';
import { asksForMapping, inOrder, kindOrder, kindsOf, useImports } from './queries';
import { useRunAll, type RunAll } from './run_all';
import { UploadBox, useFileDrop } from './upload_box';
import './import.css';

type Upload = { name: string; share: number; failure: unknown };

function useUploads() {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [busy, setBusy] = useState(false);
  const change = (name: string, part: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.name === name ? { ...each, ...part } : each)));

  const send = async (files: File[]) => {
    if (files.length === 0) return;
    setBusy(true);
    setUploads(files.map((file) => ({ name: file.name, share: 0, failure: null })));
    const arrived: Import[] = [];
    for (const file of files) {
      try {
        arrived.push(await upload<Import>('/imports', file.name, file, (share) => change(file.name, { share })));
        change(file.name, { share: 1 });
      } catch (failure) {
        change(file.name, { failure });
      }
    }
    setUploads((all) => all.filter((each) => each.failure !== null));
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['imports'] });
    const only = arrived[0];
    if (files.length === 1 && only) navigate(`/import/${only.id}`);
  };
  return { uploads, busy, send };
}

function Uploads({ uploads }: { uploads: Upload[] }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  if (uploads.length === 0) return null;
  return (
    <ul className="cards" aria-live="polite">
      {uploads.map((each) => (
        <li key={each.name}>
          <div className="row">
            <Icon name="file" />
            <strong>{each.name}</strong>
          </div>
          {each.failure ? (
            <p style={{ color: 'var(--bad)', margin: '4px 0 0' }}>{problem(each.failure)}</p>
          ) : (
            <Progress value={100 * each.share} mt={8} aria-label={t('upload.progress', { file: each.name })} />
          )}
        </li>
      ))}
    </ul>
  );
}

/// What has to go in before what, and which of it is in already.
function OrderHint({ files }: { files: Import[] }) {
  const { t } = useTranslation();
  const done = new Set(files.filter((file) => file.state === 'done' && !file.dry_run).flatMap(kindsOf));
  return (
    <ol className="order">
      {kindOrder.map((kind) => (
        <li key={kind} className={done.has(kind) ? 'done' : ''}>
          <span className="order-mark">{done.has(kind) ? <Icon name="check" size={16} /> : kindOrder.indexOf(kind) + 1}</span>
          <span>
            <strong>{t(`import_kind.${kind}`)}</strong>
            <span className="soft small">{t(`import_kind.${kind}.note`)}</span>
          </span>
          {done.has(kind) ? <span className="hidden-visually">{t('import.done_already')}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function FileRow({ file, running }: { file: Import; running: RunAll | null }) {
  const { t, bytes, instant } = useFormat();
  const now = running?.current === file.id ? running : null;
  return (
    <li>
      <div className="file-row">
        <Icon name="file" size={24} />
        <div className="file-what">
          <Link href={`/import/${file.id}`} className="name-link">
            {file.file}
          </Link>
          <div className="soft small">
            {bytes(file.size_bytes)} · {instant(file.created_at)}
          </div>
          <div className="row" style={{ marginTop: 4 }}>
            <KindBadges file={file} />
            <CountsLine file={file} />
          </div>
          {file.problem ? <ProblemLine file={file} /> : null}
        </div>
        <ImportStateBadge file={file} />
      </div>
      {now ? (
        <div style={{ marginTop: 10 }}>
          <div className="small soft" role="status">
            {t(`import.step_${now.step}`)}
          </div>
          <Progress value={100 * now.share} animated aria-label={t(`import.step_${now.step}`)} />
        </div>
      ) : null}
    </li>
  );
}

function ProblemLine({ file }: { file: Import }) {
  const words = useReasonWords();
  return (
    <p style={{ color: 'var(--bad)', margin: '4px 0 0' }} className="small">
      {file.problem ? words(file.problem.reason, file.problem) : null}
    </p>
  );
}

function Waitlist({ files }: { files: Import[] }) {
  const { t } = useTranslation();
  const runAll = useRunAll();
  const problem = useProblemWords();
  const waiting = inOrder(files.filter((file) => (file.state === 'inspected' || file.state === 'checked') && !file.problem));
  const active = runAll.state !== null && runAll.state.failure === null;
  if (waiting.length + files.filter(asksForMapping).length === 0 && !active) return null;
  const asking = files.filter(asksForMapping);
  const shown = active ? inOrder(files.filter((file) => file.state !== 'done' || file.id === runAll.state?.current)) : [...asking, ...waiting];
  return (
    <Section
      title={t('import.waiting')}
      flush
      aside={
        active ? (
          <Button variant="default" h={44} onClick={runAll.stop}>
            {t('import.stop_after')}
          </Button>
        ) : waiting.length === 0 ? null : (
          <Button h={44} leftSection={<Icon name="play" size={18} />} onClick={() => void runAll.start(waiting)}>
            {t('import.run_all', { count: waiting.length })}
          </Button>
        )
      }
    >
      {runAll.state?.failure ? (
        <Notice tone="bad">
          {problem(runAll.state.failure)}
        </Notice>
      ) : null}
      <ul className="files">
        {shown.map((file) => (
          <FileRow key={file.id} file={file} running={runAll.state} />
        ))}
      </ul>
    </Section>
  );
}

export default function ImportPage() {
  const { t } = useTranslation();
  const imports = useImports();
  const { uploads, busy, send } = useUploads();
  const over = useFileDrop((files) => void send(files));
  const files = imports.data?.items ?? [];
  const history = files.filter(
    (file) => !asksForMapping(file) && (!['inspected', 'checked', 'uploaded'].includes(file.state) || file.problem),
  );
  return (
    <>
      <PageHead title={t('import.title')} note={t('import.note')}>
        <Button component={Link} href="/lists" variant="default" h={44}>
          {t('lists.open')}
        </Button>
      </PageHead>
      <div className="import-grid">
        <div className="stack">
          <UploadBox over={over} busy={busy} onFiles={(chosen) => void send(chosen)} />
          <Uploads uploads={uploads} />
          {imports.isPending ? <Waiting rows={3} /> : null}
          {imports.isError ? <Broken cause={imports.error} onRetry={() => void imports.refetch()} /> : null}
          <Waitlist files={files} />
          {history.length > 0 ? (
            <Section title={t('import.history')} flush>
              <ul className="files">
                {history.map((file) => (
                  <FileRow key={file.id} file={file} running={null} />
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
        <Section title={t('import.order')}>
          <p className="soft small" style={{ marginTop: 0 }}>
            {t('import.order_note')}
          </p>
          <OrderHint files={files} />
        </Section>
      </div>
    </>
  );
}
