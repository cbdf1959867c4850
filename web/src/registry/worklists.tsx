// Filters of the list of children that people keep under a name: as tabs with counts, and the forms to save, change,
// share and take away. Everybody who opens one sees what their own rights show.
import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { get, newCommandId, post, withQuery } from '../api/client';
import type { Worklist, Worklists } from '../api/types';
import { Notice } from '../core/blocks';
import { Dialog, FormButtons } from '../core/dialog';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import './handovers.css';

type Filter = Record<string, string>;
const roles = ['director', 'supervisor', 'county', 'school', 'counsellor'] as const;

const filterOf = (list: Worklist) => list.filter as Filter;
const addressOf = (list: Worklist) => withQuery('/children', filterOf(list));
/// The same keys with the same values, whatever their order.
export const isSameFilter = (a: Filter, b: Filter) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => (a[key] ?? '') === (b[key] ?? ''));

/// "" for nobody, "all" for everybody of the area, else a role.
const shareOf = (list: Worklist | null) => (list?.share ? (list.share.role ?? 'all') : '');

function ListForm({ list, filter, onClose }: { list: Worklist | null; filter: Filter; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [id] = useState(() => list?.id ?? newCommandId());
  const [name, setName] = useState(list?.name ?? '');
  const [share, setShare] = useState<string>(shareOf(list));
  const [position, setPosition] = useState(String(list?.position ?? 0));
  const save = useMutation({
    mutationFn: () =>
      post<Worklist>('/worklists', {
        id,
        name: name.trim(),
        filter: list ? filterOf(list) : filter,
        share: share === '' ? null : { role: share === 'all' ? null : share, area: list?.share?.area ?? 0 },
        position: Number(position) || 0,
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['worklists'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ gap: 14 }}>
      <Notice tone="info">{t('worklist.notice')}</Notice>
      <TextInput label={t('worklist.name_label')} required maxLength={20} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select label={t('worklist.share')} allowDeselect={false} value={share} onChange={(next) => setShare(next ?? '')}
        data={[
          { value: '', label: t('worklist.share_nobody') },
          { value: 'all', label: t('worklist.share_all') },
          ...roles.map((role) => ({ value: role, label: t(`role.${role}`) })),
        ]} />
      <TextInput label={t('worklist.position')} type="number" min={0} max={999} value={position} onChange={(event) => setPosition(event.currentTarget.value)} />
      {save.error ? <Notice tone="bad">{problem(save.error)}</Notice> : null}
      <FormButtons submit={t('worklist.submit')} pending={save.isPending} disabled={name.trim() === ''} onClose={onClose} />
    </form>
  );
}

function useDelete() {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['worklists'] });
  const restore = useMutation({ mutationFn: (list: Worklist) => post(`/worklists/${list.id}/restore`, {}), onSuccess: refresh });
  return useMutation({
    mutationFn: (list: Worklist) => post(`/worklists/${list.id}/delete`, {}),
    onError: (cause) => notifications.show({ color: 'red', title: t('error.title'), message: problem(cause), withCloseButton: true }),
    onSuccess: async (_, list) => {
      await refresh();
      notifications.show({
        id: `worklist-${list.id}`,
        autoClose: 12_000,
        withCloseButton: true,
        closeButtonProps: { 'aria-label': t('action.close') },
        message: (
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <span>{t('worklist.deleted', { name: list.name })}</span>
            <Button h={44} variant="subtle" leftSection={<Icon name="undo" size={18} />}
              onClick={() => {
                notifications.hide(`worklist-${list.id}`);
                restore.mutate(list);
              }}>
              {t('worklist.undo')}
            </Button>
          </div>
        ),
      });
    },
  });
}

export function WorklistTabs({ filter }: { filter: Filter }) {
  const { t, number } = useFormat();
  const may = useMay();
  const [edited, setEdited] = useState<Worklist | 'new' | null>(null);
  const remove = useDelete();
  const lists = useQuery({
    queryKey: ['worklists'],
    enabled: may('keep_worklists'),
    queryFn: ({ signal }) => get<Worklists>('/worklists', undefined, signal),
  });
  if (!may('keep_worklists')) return null;
  const items = lists.data?.items ?? [];
  const here = items.find((list) => isSameFilter(filterOf(list), filter));
  const has = Object.values(filter).some((value) => value !== '');
  if (items.length === 0 && !has) return null;
  return (
    <nav aria-label={t('worklist.title')}>
      <ul className="worklists">
        {items.map((list) => (
          <li key={list.id} className="row" style={{ gap: 2, flexWrap: 'nowrap' }}>
            <Button component={Link} href={addressOf(list)} h={44} variant={list === here ? 'filled' : 'default'}
              aria-current={list === here ? 'page' : undefined} title={list.mine ? undefined : t('worklist.of', { name: list.owner })}>
              {list.name}
              {list.children === null ? '' : ` (${number(list.children)})`}
            </Button>
            {list.mine ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('worklist.change', { name: list.name })}>
                    <Icon name="more" />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setEdited(list)}>{t('worklist.edit')}</Menu.Item>
                  <Menu.Item onClick={() => remove.mutate(list)}>{t('worklist.delete')}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
        {has && !here ? (
          <li>
            <Button h={44} variant="subtle" leftSection={<Icon name="pin" size={18} />} onClick={() => setEdited('new')}>
              {t('worklist.save')}
            </Button>
          </li>
        ) : null}
      </ul>
      {edited ? (
        <Dialog title={edited === 'new' ? t('worklist.save') : t('worklist.edit_title', { name: edited.name })} onClose={() => setEdited(null)}>
          <ListForm list={edited === 'new' ? null : edited} filter={filter} onClose={() => setEdited(null)} />
        </Dialog>
      ) : null}
    </nav>
  );
}
