// What is done to one account: add, change, close, open again, a code to set a password by, the children it answers for.
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get, newCommandId, post, request } from '../api/client';
import type { AssignedChildren, ChildRow, Division, HandOver, ManagedAccount, PageOf } from '../api/types';
import { Broken, Notice, Waiting } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useDivisions } from '../core/filter_select';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { useSession } from './session';

export type AccountTask =
  | { kind: 'add' }
  | { kind: 'change' | 'reset' | 'close' | 'reopen' | 'children'; account: ManagedAccount };

type Done = () => Promise<unknown>;

/// Their reach follows from the children assigned, or from published figures, so they belong to the county.
const countyOnly = ['school', 'counsellor', 'volunteer', 'parent', 'carer', 'donor'];

function placesFor(divisions: Division[], session: { area: { code: number; name: string } } | null | undefined) {
  const own = session?.area;
  const lower = divisions
    .filter((each) => each.code !== own?.code && (each.level === 'township' || each.level === 'village'))
    .map((each) => ({ value: String(each.code), label: each.name }));
  return own ? [{ value: String(own.code), label: own.name }, ...lower] : lower;
}

function AccountForm({ account, grantable, onChanged, onClose, onCode }: {
  account: ManagedAccount | null;
  grantable: string[];
  onChanged: Done;
  onClose: () => void;
  onCode: (code: HandOver) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const session = useSession().data;
  const divisions = useDivisions().data?.items ?? [];
  const [id] = useState(newCommandId);
  const [login, setLogin] = useState(account?.login ?? '');
  const [name, setName] = useState(account?.name ?? '');
  const [role, setRole] = useState(account?.role ?? 'director');
  const [area, setArea] = useState(String(account?.area.code ?? session?.area.code ?? ''));
  const county = String(session?.county.code ?? '');
  const wholeCounty = countyOnly.includes(role);
  const chosen = wholeCounty ? county : area;
  const save = useMutation({
    mutationFn: async () => {
      const wish = { name: name.trim(), role, area: Number(chosen) };
      if (account) {
        await post(`/accounts/${account.id}/change`, wish, id);
        return null;
      }
      return post<HandOver>('/accounts', { ...wish, login: login.trim() }, id);
    },
    onSuccess: async (code) => {
      await onChanged();
      if (code) onCode(code);
      else onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
      {account ? <Notice tone="info">{t('accounts.change_notice')}</Notice> : <Notice tone="info">{t('accounts.add_notice')}</Notice>}
      {account ? null : (
        <TextInput label={t('accounts.login')} description={t('accounts.login_hint')} required minLength={3} maxLength={64} data-autofocus
          autoCapitalize="none" autoComplete="off" spellCheck={false} value={login} onChange={(event) => setLogin(event.currentTarget.value)} />
      )}
      <TextInput label={t('accounts.name')} required maxLength={60} autoComplete="off" value={name}
        onChange={(event) => setName(event.currentTarget.value)} />
      <Select label={t('rights.role')} required allowDeselect={false} value={role} onChange={(next) => setRole(next ?? role)}
        data={grantable.map((each) => ({ value: each, label: t(`role.${each}`, { defaultValue: each }) }))} />
      {wholeCounty ? (
        <p className="soft small" style={{ margin: 0 }}>{t('accounts.by_assignment')}</p>
      ) : (
        <Select label={t('accounts.area')} required searchable allowDeselect={false} value={chosen}
          nothingFoundMessage={t('filter.nothing')} onChange={(next) => setArea(next ?? area)} data={placesFor(divisions, session)} />
      )}
      {save.error ? <Notice tone="bad">{problem(save.error)}</Notice> : null}
      <FormButtons submit={t(account ? 'accounts.save' : 'accounts.add_submit')} pending={save.isPending}
        disabled={name.trim() === '' || (!account && login.trim().length < 3)} onClose={onClose} />
    </form>
  );
}

/// Shown once: whoever closes this has handed it over, or makes a new one.
function Code({ code, onClose }: { code: HandOver; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ gap: 12 }}>
      <Notice tone="warn">{t('accounts.code_once')}</Notice>
      <dl className="pairs hand-over-pairs">
        <div><dt>{t('sign_in.account')}</dt><dd><strong>{code.login}</strong></dd></div>
        <div><dt>{t('accounts.code')}</dt><dd><code className="hand-over">{code.code}</code></dd></div>
      </dl>
      <p className="soft small" style={{ margin: 0 }}>{t('accounts.code_how')}</p>
      <div className="row form-buttons">
        <Button h={44} onClick={onClose}>{t('accounts.code_done')}</Button>
      </div>
    </div>
  );
}

function Sure({ task, onChanged, onClose, onCode }: {
  task: { kind: 'reset' | 'close' | 'reopen'; account: ManagedAccount };
  onChanged: Done;
  onClose: () => void;
  onCode: (code: HandOver) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [id] = useState(newCommandId);
  const act = useMutation({
    mutationFn: () => post<HandOver>(`/accounts/${task.account.id}/${task.kind}`, {}, id),
    onSuccess: async (answer) => {
      await onChanged();
      if (task.kind === 'reset') onCode(answer);
      else onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Notice tone={task.kind === 'close' ? 'warn' : 'info'}>{t(`accounts.${task.kind}_notice`, { name: task.account.name })}</Notice>
      {act.error ? <Notice tone="bad">{problem(act.error)}</Notice> : null}
      <FormButtons submit={t(`accounts.${task.kind}_submit`)} bad={task.kind === 'close'} pending={act.isPending} onClose={onClose} />
    </form>
  );
}

/// Finds a child by name and entrusts it; the register's own search, so it shows nobody else's children.
/// Asked for in a body, so that no name stands in an address.
function AssignAnother({ account, held, onAssigned }: { account: string; held: string[]; onAssigned: Done }) {
  const { t, known } = useFormat();
  const problem = useProblemWords();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 300);
  const found = useQuery({
    queryKey: ['assign-search', wanted],
    enabled: wanted !== '',
    queryFn: ({ signal }) =>
      request<PageOf<ChildRow>>('POST', '/children/search', { body: { text: wanted, limit: 6 }, signal }),
  });
  const assign = useMutation({
    mutationFn: (child: string) => post(`/children/${child}/assignments`, { account }),
    onSuccess: async () => {
      setText('');
      await onAssigned();
    },
  });
  const items = wanted === '' ? [] : (found.data?.items ?? []).filter((each) => !held.includes(each.id));
  return (
    <div style={{ marginTop: 16 }}>
      <TextInput type="search" label={t('accounts.assign_another')} placeholder={t('accounts.assign_hint')} value={text}
        leftSection={<Icon name="search" size={18} />} onChange={(event) => setText(event.currentTarget.value)} />
      {assign.error ? <Notice tone="bad">{problem(assign.error)}</Notice> : null}
      {found.isError ? <Notice tone="bad">{problem(found.error)}</Notice> : null}
      {wanted !== '' && found.isSuccess && items.length === 0 ? (
        <p className="soft small" role="status" style={{ margin: '8px 0 0' }}>{t('filter.nothing')}</p>
      ) : null}
      <ul className="people" style={{ marginTop: 10 }}>
        {items.map((each) => (
          <li key={each.id}>
            <div>
              <strong>{each.name}</strong>
              <div className="soft small">{each.shielded ? t('child.shielded_badge') : known(each.village?.name)}</div>
            </div>
            <Button variant="default" h={36} loading={assign.isPending} aria-label={t('assign.submit_of', { name: each.name })}
              onClick={() => assign.mutate(each.id)}>
              {t('assign.submit')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Children({ account }: { account: ManagedAccount }) {
  const { t, date } = useFormat();
  const problem = useProblemWords();
  const client = useQueryClient();
  const key = ['account-children', account.id];
  const children = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<AssignedChildren>(`/accounts/${account.id}/children`, undefined, signal),
  });
  const end = useMutation({
    mutationFn: (child: string) => post(`/children/${child}/assignments/end`, { account: account.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  if (children.isPending) return <Waiting rows={2} />;
  if (children.isError) return <Broken cause={children.error} onRetry={() => void children.refetch()} />;
  return (
    <>
      {end.error ? <Notice tone="bad">{problem(end.error)}</Notice> : null}
      {children.data.items.length === 0 ? <p style={{ margin: 0 }}>{t('accounts.no_children')}</p> : null}
      <ul className="people">
        {children.data.items.map((each) => (
          <li key={`${each.child} ${each.purpose}`}>
            <div>
              <Link href={`/children/${each.child}`} className="name-link">{each.name}</Link>
              <div className="soft small">
                {t(`journal.purpose.${each.purpose}`, { defaultValue: each.purpose })} · {t('interest.from', { from: date(each.valid_from) })}
              </div>
            </div>
            <Button variant="default" h={36} loading={end.isPending} aria-label={t('assign.end_of', { who: each.name })}
              onClick={() => end.mutate(each.child)}>
              {t('assign.end')}
            </Button>
          </li>
        ))}
      </ul>
      {account.active ? (
        <AssignAnother account={account.id} held={children.data.items.map((each) => each.child)}
          onAssigned={() => client.invalidateQueries({ queryKey: key })} />
      ) : null}
    </>
  );
}

export function AccountDialog({ task, grantable, onClose, onChanged }: {
  task: AccountTask;
  grantable: string[];
  onClose: () => void;
  onChanged: Done;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState<HandOver | null>(null);
  const title = task.kind === 'add' ? t('accounts.add') : t(`accounts.${task.kind}_of`, { name: task.account.name });
  const shared = { onClose, onChanged, onCode: setCode };
  return (
    <Dialog title={title} onClose={onClose}>
      {code ? <Code code={code} onClose={onClose} /> : null}
      {!code && (task.kind === 'add' || task.kind === 'change') ? (
        <AccountForm account={task.kind === 'add' ? null : task.account} grantable={grantable} {...shared} />
      ) : null}
      {!code && (task.kind === 'reset' || task.kind === 'close' || task.kind === 'reopen') ? (
        <Sure task={{ kind: task.kind, account: task.account }} {...shared} />
      ) : null}
      {task.kind === 'children' ? <Children account={task.account} /> : null}
    </Dialog>
  );
}
