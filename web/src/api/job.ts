// Follows a background job by server-sent events; when the stream breaks it asks again at intervals.
import { useEffect, useState } from 'react';

import { get, post } from './client';
import type { Job } from './types';

const ended = (job: Job) => job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

export function followJob(id: string, onChange: (job: Job) => void): () => void {
  let stopped = false;
  let timer = 0;
  const source = new EventSource(`/api/jobs/${id}/events`);
  const take = (job: Job) => {
    if (stopped) return;
    onChange(job);
    if (ended(job)) stop();
  };
  const poll = () => {
    if (stopped) return;
    get<Job>(`/jobs/${id}`)
      .then(take)
      .catch(() => undefined)
      .finally(() => {
        if (!stopped) timer = window.setTimeout(poll, 1500);
      });
  };
  const stop = () => {
    stopped = true;
    source.close();
    window.clearTimeout(timer);
  };
  source.addEventListener('job', (event) => take(JSON.parse((event as MessageEvent<string>).data) as Job));
  source.onerror = () => {
    source.close();
    if (!timer) poll();
  };
  return stop;
}

/// The job's latest state, or null while none is followed; `onEnd` is called once when it ends.
export function useJob(id: string | null, onEnd: (job: Job) => void): Job | null {
  const [job, setJob] = useState<Job | null>(null);
  useEffect(() => {
    setJob(null);
    if (!id) return undefined;
    return followJob(id, (next) => {
      setJob(next);
      if (ended(next)) onEnd(next);
    });
    // onEnd is a fresh closure at each render; following must not restart for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  return job;
}

export const cancelJob = (id: string) => post<Job>(`/jobs/${id}/cancel`);
