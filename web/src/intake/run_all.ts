// Imports several files one after another in the order they depend on each other: check, then import, then the next.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { get } from '../api/client';
import { followJob } from '../api/job';
import type { Import, Job } from '../api/types';
import { inOrder, runImport } from './queries';

const untilEnd = (job: string, onChange: (job: Job) => void) =>
  new Promise<Job>((resolve) => {
    followJob(job, (next) => {
      onChange(next);
      if (next.state !== 'queued' && next.state !== 'running') resolve(next);
    });
  });

export type RunAll = { current: string | null; step: 'check' | 'import'; share: number; failure: unknown };

export function useRunAll() {
  const client = useQueryClient();
  const [state, setState] = useState<RunAll | null>(null);
  const stopped = useRef(false);

  const one = async (file: Import, dryRun: boolean) => {
    const step = dryRun ? 'check' : 'import';
    setState({ current: file.id, step, share: 0, failure: null });
    const { job } = await runImport(file.id, file.sheets, dryRun);
    const end = await untilEnd(job, (next) =>
      setState({ current: file.id, step, share: next.total > 0 ? next.done / next.total : 0, failure: null }),
    );
    await client.invalidateQueries({ queryKey: ['imports'] });
    await client.invalidateQueries({ queryKey: ['import', file.id] });
    return end.state === 'done' && (await get<Import>(`/imports/${file.id}`)).problem === null;
  };

  const start = async (files: Import[]) => {
    stopped.current = false;
    try {
      for (const file of inOrder(files)) {
        if (stopped.current) break;
        // A file that fails its check as a whole stops what depends on it; rejected rows do not.
        if (!(await one(file, true)) || stopped.current) break;
        if (!(await one(file, false))) break;
      }
      setState(null);
    } catch (failure) {
      setState({ current: null, step: 'check', share: 0, failure });
    }
    await client.invalidateQueries();
  };

  return {
    state,
    start,
    stop: () => {
      stopped.current = true;
    },
  };
}
