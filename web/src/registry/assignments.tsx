// Who answers for the child, since when and for what; entrusting it to somebody and ending that.
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../access/session';
import { get, newCommandId, post } from '../api/client';
import type { Assignees, Assignments } from '../api/types';
import { Badge, Broken, Notice, Section, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';

function AssignForm({ child, onClose }: { child: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const today = useSession().data?.today ?? '';
  const [id] = useState(newCommandId);
  const [account, setAccount] = useState('');
  const [until, setUntil] = useState('');
  const assignees = useQuery({
    queryKey: ['assignees'],
    queryFn: ({ signal }) => get<Assignees>('/assignees', undefined, signal),
  });
  const assign = useMutation({
    mutationFn: () => post<Assignments>(`/children/${child}/assignments`, { account, valid_to: until || null }, id),
    onSuccess: (assignments) => {
      client.setQueryData(['assignments', child], assignments);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    assign.mutate();
  };
  const roles = [...new Set((assignees.data?.items ?? []).map((each) => each.role))];
  const data = roles.map((role) => ({
    group: t(`role.${role}`, { defaultValue: role }),
    items: (assignees.data?.items ?? []).filter((each) => each.role === role).map((each) => ({ value: each.account, label: each.name })),
  }));
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      <Notice tone="info">{t('assign.notice')}</Notice>
      {assignees.isError ? <Broken cause={assignees.error} onRetry={() => void assignees.refetch()} /> : null}
      <Select label={t('assign.who')} required searchable value={account || null} onChange={(next) => setAccount(next ?? '')}
        nothingFoundMessage={t('filter.nothing')} data={data} />
      <TextInput label={t('assign.until')} description={t('assign.until_hint')} type="date" min={today} value={until}
        onChange={(event) => setUntil(event.currentTarget.value)} />
      {assign.error ? <Notice tone="bad">{problem(assign.error)}</Notice> : null}
      <FormButtons submit={t('assign.submit')} pending={assign.isPending} disabled={account === ''} onClose={onClose} />
    </form>
  );
}

export function AssignmentPanel({ child }: { child: string }) {
  const { t, date } = useFormat();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const assignments = useQuery({
    queryKey: ['assignments', child],
    queryFn: ({ signal }) => get<Assignments>(`/children/${child}/assignments`, undefined, signal),
  });
  const end = useMutation({
    mutationFn: (account: string) => post<Assignments>(`/children/${child}/assignments/end`, { account }),
    onSuccess: (left) => client.setQueryData(['assignments', child], left),
  });
  return (
    <Section title={t('assign.title')}>
      {assignments.isPending ? <Waiting rows={2} /> : null}
      {assignments.isError ? <Broken cause={assignments.error} onRetry={() => void assignments.refetch()} /> : null}
      {end.error ? <Notice tone="bad">{problem(end.error)}</Notice> : null}
      {assignments.data?.items.length === 0 ? <p className="soft small" style={{ margin: 0 }}>{t('assign.none')}</p> : null}
      <ul className="people">
        {(assignments.data?.items ?? []).map((each) => (
          <li key={`${each.assignee.account} ${each.purpose}`}>
            <div>
              <div className="row">
                <strong>{each.assignee.name}</strong>
                <Badge tone={each.holds ? 'good' : 'quiet'}>{t(each.holds ? 'assign.holds' : 'assign.over')}</Badge>
              </div>
              <div className="soft small">
                {t(`role.${each.assignee.role}`, { defaultValue: each.assignee.role })}
                {' · '}
                {each.valid_to
                  ? t('interest.from_to', { from: date(each.valid_from), to: date(each.valid_to) })
                  : t('interest.from', { from: date(each.valid_from) })}
              </div>
            </div>
            {each.holds ? (
              <Button variant="default" h={44} loading={end.isPending} aria-label={t('assign.end_of', { who: each.assignee.name })}
                onClick={() => end.mutate(each.assignee.account)}>
                {t('assign.end')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Button mt="sm" variant="default" h={44} onClick={() => setOpened(true)}>
        {t('assign.ask')}
      </Button>
      {opened ? (
        <Dialog title={t('assign.ask')} onClose={() => setOpened(false)}>
          <AssignForm child={child} onClose={() => setOpened(false)} />
        </Dialog>
      ) : null}
    </Section>
  );
}
