// A county's own rules: read with their mistakes shown by line, tried on the county's children, adopted or dropped.
import { Button, FileButton, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get, post, request } from '../api/client';
import type { RuleCheck, RulePack, RulePacks, RuleSchemeEffect } from '../api/types';
import { Badge, Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { useProblemWords } from '../core/problem';
import { moves, tryPack, type Effect, type Progress } from './rules_effect';
import { useStatusWords } from './status_words';
import './statuses.css';

function Faults({ check }: { check: RuleCheck }) {
  const { t } = useFormat();
  const { name } = useStatusWords();
  return (
    <Notice tone="bad" title={t('rules_page.faults', { count: check.faults.length })}>
      <ol className="faults">
        {check.faults.map((fault, at) => (
          <li key={at}>
            <strong>{t('rules_page.line', { line: fault.line })}</strong> <code>{fault.path}</code>: {name(fault).replace('{detail}', fault.detail)}
            {fault.detail && !name(fault).includes('{detail}') ? ` (${fault.detail})` : ''}
          </li>
        ))}
      </ol>
    </Notice>
  );
}

function Moved({ effect }: { effect: RuleSchemeEffect }) {
  const { t, number } = useFormat();
  const { name } = useStatusWords();
  return (
    <div data-effect={effect.scheme}>
      <h3 style={{ margin: '8px 0 4px' }}>
        {name(effect)} <span className="soft small">{effect.scheme}</span>
      </h3>
      {moves.filter((move) => effect[move].count > 0).map((move) => (
        <div key={move} style={{ margin: '4px 0' }}>
          <Badge tone={move === 'entering' ? 'info' : move === 'leaving' ? 'warn' : 'quiet'}>{t(`rules_page.${move}`)}</Badge>{' '}
          <strong>{number(effect[move].count)}</strong>
          {effect[move].shown.length > 0 ? (
            <div className="small">
              {effect[move].shown.map((child) => (
                <Link key={child.id} href={`/children/${child.id}`} className="name-link" style={{ marginInlineEnd: 12 }}>
                  {child.name}
                </Link>
              ))}
            </div>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function EffectView({ effect }: { effect: Effect }) {
  const { t, date, number } = useFormat();
  return (
    <div role="status">
      <p>{t('rules_page.effect_on', { date: date(effect.on), count: effect.children, number: number(effect.children) })}</p>
      {effect.schemes.length === 0 ? <p>{t('rules_page.no_effect')}</p> : null}
      {effect.schemes.map((one) => (
        <Moved key={one.scheme} effect={one} />
      ))}
    </div>
  );
}

function Versions({ packs, onTake }: { packs: RulePack[]; onTake: (text: string) => void }) {
  const { t, instant } = useFormat();
  const problem = useProblemWords();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (pack: string) => post('/rule-packs/withdraw', { pack }),
    onSuccess: () => client.invalidateQueries(),
  });
  if (packs.length === 0) return <p className="soft" style={{ margin: 0 }}>{t('rules_page.no_packs')}</p>;
  return (
    <>
      {withdraw.error ? <Notice tone="bad">{problem(withdraw.error)}</Notice> : null}
      <ul className="people">
        {packs.map((pack) => (
          <li key={`${pack.pack} ${pack.ordinal}`}>
            <div>
              <strong>{t('rules_page.version', { pack: pack.pack, ordinal: pack.ordinal })}</strong>{' '}
              {pack.withdrawn_at ? <Badge>{t('rules_page.withdrawn')}</Badge> : <Badge tone="good">{t('rules_page.in_force')}</Badge>}
              <div className="soft small">
                {instant(pack.adopted_at)}
                {pack.account ? ` · ${pack.account}` : ''}
              </div>
            </div>
            <div className="row">
              <Button variant="subtle" h={44} onClick={() => onTake(pack.text)}>{t('rules_page.show')}</Button>
              {pack.withdrawn_at ? null : (
                <Button variant="default" h={44} loading={withdraw.isPending} onClick={() => withdraw.mutate(pack.pack)}>
                  {t('rules_page.withdraw')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

export default function RulesPage() {
  const { t, number, date } = useFormat();
  const { t: word } = useTranslation();
  const problem = useProblemWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [progress, setProgress] = useState<Progress | null>(null);
  const packs = useQuery({ queryKey: ['rule-packs'], queryFn: ({ signal }) => get<RulePacks>('/rule-packs', {}, signal) });
  const check = useMutation({ mutationFn: () => request<RuleCheck>('POST', '/rule-packs/check', { body: { text } }) });
  const effect = useMutation({ mutationFn: () => tryPack(text, setProgress), onSettled: () => setProgress(null) });
  const adopt = useMutation({
    mutationFn: () => post<RulePack>('/rule-packs/adopt', { text }),
    onSuccess: async () => {
      drop();
      await client.invalidateQueries();
    },
  });
  const change = (next: string) => {
    setText(next);
    check.reset();
    effect.reset();
    adopt.reset();
  };
  const drop = () => {
    setText('');
    check.reset();
    effect.reset();
  };
  const read = async (file: File | null) => {
    if (file) change(await file.text());
  };
  const isSound = check.data?.faults.length === 0;
  const failed = check.error ?? effect.error ?? adopt.error;
  return (
    <>
      <PageHead title={t('rules_page.title')} note={t('rules_page.note')} />
      <div className="stack">
        <Section title={t('rules_page.new')}>
          <div className="stack">
            <Textarea className="pack-text" label={t('rules_page.text')} description={t('rules_page.text_hint')} value={text}
              onChange={(event) => change(event.currentTarget.value)} autosize minRows={8} maxRows={24} spellCheck={false} />
            <div className="row">
              <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
                {(props) => <Button {...props} variant="default" h={44}>{word('rules_page.file')}</Button>}
              </FileButton>
              <Button h={44} disabled={text.trim() === ''} loading={check.isPending} onClick={() => check.mutate()}>
                {t('rules_page.check')}
              </Button>
              {isSound ? (
                <Button h={44} variant="default" loading={effect.isPending} onClick={() => effect.mutate()}>
                  {t('rules_page.try')}
                </Button>
              ) : null}
            </div>
            {failed ? <Notice tone="bad">{problem(failed)}</Notice> : null}
            {check.data && !isSound ? <Faults check={check.data} /> : null}
            {isSound && check.data ? (
              <Notice tone="info">
                {t('rules_page.sound', { pack: check.data.pack, count: check.data.rules, number: number(check.data.rules), date: date(check.data.holds_from) })}
              </Notice>
            ) : null}
            {progress ? <p role="status">{t('rules_page.trying', { done: number(progress.done), total: number(progress.total) })}</p> : null}
            {effect.data ? (
              <>
                <EffectView effect={effect.data} />
                <p className="soft small">{t('rules_page.adds_only')}</p>
                <div className="row">
                  <Button h={44} loading={adopt.isPending} onClick={() => adopt.mutate()}>{t('rules_page.adopt')}</Button>
                  <Button h={44} variant="default" onClick={drop}>{t('rules_page.drop')}</Button>
                </div>
              </>
            ) : null}
            {adopt.isSuccess ? <Notice tone="info">{t('rules_page.adopted')}</Notice> : null}
          </div>
        </Section>
        <Section title={t('rules_page.versions')}>
          {packs.isPending ? <Waiting rows={2} /> : null}
          {packs.isError ? <Broken cause={packs.error} onRetry={() => void packs.refetch()} /> : null}
          {packs.data ? <Versions packs={packs.data.items} onTake={change} /> : null}
        </Section>
      </div>
    </>
  );
}
