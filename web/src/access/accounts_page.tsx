// The people of an area: who may sign in and as what, adding, changing and closing accounts, and whom each answers for.
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { ManagedAccount, ManagedAccounts } from '../api/types';
import { Badge, Broken, Empty, PageHead, Waiting } from '../core/blocks';
import { FilterSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useFilters } from '../core/use_filters';
import { usePhone } from '../core/use_phone';
import { AccountDialog, type AccountTask } from './account_dialog';
import { useMay } from './may';
import './accounts.css';

/// Who is shown at once; a county has some hundreds of accounts, and searching finds the rest.
const shownMax = 100;

/// Nobody of these is ever entrusted with a child.
const childless = ['ngo_coordinator', 'donor', 'analyst', 'auditor', 'administrator'];

function useRoleWord() {
  const { t } = useTranslation();
  return (role: string) => t(`role.${role}`, { defaultValue: role });
}

function SignInState({ account, alone = false }: { account: ManagedAccount; alone?: boolean }) {
  const { t, date } = useFormat();
  if (!account.active) return <Badge>{t('accounts.closed')}</Badge>;
  if (!account.seen_at) return <span className="small">{t('accounts.never')}</span>;
  return <span className="small">{alone ? t('accounts.seen_on', { date: date(account.seen_at) }) : date(account.seen_at)}</span>;
}

/// `alone`: where no column head says what it is about.
function Factor({ account, alone = false }: { account: ManagedAccount; alone?: boolean }) {
  const { t } = useTranslation();
  const end = alone ? '_alone' : '';
  return account.second_factor ? (
    <Badge tone="good" icon="check">{t(`accounts.factor_on${end}`)}</Badge>
  ) : (
    <Badge tone={account.active ? 'warn' : 'quiet'}>{t(`accounts.factor_off${end}`)}</Badge>
  );
}

function Tasks({ account, onTask }: { account: ManagedAccount; onTask: (task: AccountTask) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const button = (kind: 'change' | 'reset' | 'close' | 'reopen' | 'children') => (
    <Button key={kind} variant="default" h={36} px="sm" aria-label={t(`accounts.${kind}_of`, { name: account.name })}
      onClick={() => onTask({ kind, account })}>
      {t(`accounts.${kind}`)}
    </Button>
  );
  const kinds = account.may_change ? (account.active ? (['change', 'reset', 'close'] as const) : (['reopen'] as const)) : [];
  return (
    <div className="row account-tasks">
      {kinds.map(button)}
      {may('assign_children') && !childless.includes(account.role) ? button('children') : null}
    </div>
  );
}

function Table({ items, onTask }: { items: ManagedAccount[]; onTask: (task: AccountTask) => void }) {
  const { t } = useTranslation();
  const role = useRoleWord();
  return (
    <div className="card card-flush scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('accounts.name')}</th>
            <th scope="col">{t('rights.role')}</th>
            <th scope="col">{t('accounts.area')}</th>
            <th scope="col">{t('accounts.seen')}</th>
            <th scope="col">{t('accounts.factor')}</th>
            <th scope="col"><span className="hidden-visually">{t('accounts.tasks')}</span></th>
          </tr>
        </thead>
        <tbody>
          {items.map((account) => (
            <tr key={account.id} className={account.active ? undefined : 'account-closed'}>
              <td>
                <strong>{account.name}</strong>
                <div className="soft small">{account.login}</div>
              </td>
              <td>{role(account.role)}</td>
              <td>{account.area.name}</td>
              <td><SignInState account={account} /></td>
              <td><Factor account={account} /></td>
              <td><Tasks account={account} onTask={onTask} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ items, onTask }: { items: ManagedAccount[]; onTask: (task: AccountTask) => void }) {
  const role = useRoleWord();
  return (
    <ul className="cards">
      {items.map((account) => (
        <li key={account.id}>
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <strong>{account.name}</strong>
            <Factor account={account} alone />
          </div>
          <div className="small">{role(account.role)} · {account.area.name}</div>
          <div className="soft small" style={{ marginBottom: 8 }}>
            {account.login} · <SignInState account={account} alone />
          </div>
          <Tasks account={account} onTask={onTask} />
        </li>
      ))}
    </ul>
  );
}

export default function AccountsPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const phone = usePhone();
  const role = useRoleWord();
  const client = useQueryClient();
  const [task, setTask] = useState<AccountTask | null>(null);
  const [query, setQuery] = useState('');
  const { filters, setFilter, clear, active } = useFilters(['role'] as const);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => get<ManagedAccounts>('/accounts', undefined, signal),
  });
  const all = accounts.data?.items ?? [];
  const wanted = query.trim().toLowerCase();
  const found = all.filter((each) =>
    (!filters.role || each.role === filters.role) &&
    (!wanted || [each.name, each.login, each.area.name].some((text) => text.toLowerCase().includes(wanted))));
  const items = found.slice(0, shownMax);
  const roles = [...new Set(all.map((each) => each.role))];
  const grantable = accounts.data?.grantable ?? [];
  return (
    <>
      <PageHead title={t('accounts.title')} note={accounts.data ? t('accounts.total', { count: all.length, number: number(all.length) }) : undefined}>
        {grantable.length > 0 ? (
          <Button h={44} onClick={() => setTask({ kind: 'add' })}>{t('accounts.add')}</Button>
        ) : null}
      </PageHead>
      <Filters
        active={active}
        search={
          <TextInput className="grow" type="search" label={t('children.search')} placeholder={t('accounts.search_hint')}
            leftSection={<Icon name="search" size={18} />} value={query}
            onChange={(event) => setQuery(event.currentTarget.value)} styles={{ input: { minHeight: 40 } }} />
        }
      >
        <FilterSelect label={t('rights.role')} value={filters.role} onChange={(value) => setFilter('role', value)}
          data={roles.map((each) => ({ value: each, label: role(each) }))} />
      </Filters>
      {accounts.isPending ? <Waiting /> : null}
      {accounts.isError ? <Broken cause={accounts.error} onRetry={() => void accounts.refetch()} /> : null}
      {accounts.data && items.length === 0 ? (
        <div className="card">
          {all.length > 0
            ? <Empty icon="search" title={t('filter.none_title')} hint={t('filter.none_hint')} action={t('filter.clear')}
                onAction={() => {
                  setQuery('');
                  clear();
                }} />
            : <Empty icon="children" title={t('accounts.empty')} hint={t('accounts.empty_hint')} />}
        </div>
      ) : null}
      {items.length > 0 ? phone ? <Cards items={items} onTask={setTask} /> : <Table items={items} onTask={setTask} /> : null}
      {found.length > items.length ? (
        <p className="soft small" role="status">{t('list.shown_of', { shown: number(items.length), total: number(found.length) })}</p>
      ) : null}
      {task ? (
        <AccountDialog task={task} grantable={grantable} onClose={() => setTask(null)}
          onChanged={() => client.invalidateQueries({ queryKey: ['accounts'] })} />
      ) : null}
    </>
  );
}
