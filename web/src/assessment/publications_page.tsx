// Published tables of counts: what small numbers would give away is a dot, for everybody.
import { Button, Checkbox, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useMay } from '../access/may';
import { get, post } from '../api/client';
import { Broken, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';
import { lineUp, type Dimension, type Measure, type Publication } from './publication';

const measures: Measure[] = ['children', 'needs', 'served'];
const dimensions: Dimension[] = ['township', 'sex', 'age', 'kind', 'tier'];
const ofNeeds: Dimension[] = ['kind', 'tier'];

function PublishForm({ onDone }: { onDone: (made: Publication) => void }) {
  const { t } = useFormat();
  const problem = useProblemWords();
  const [what, setWhat] = useState<Measure>('needs');
  const [by, setBy] = useState<Dimension[]>(['township', 'sex']);
  const publish = useMutation({
    mutationFn: () => post<Publication>('/publications', { what, by }),
    onSuccess: onDone,
  });
  const possible = dimensions.filter((each) => what !== 'children' || !ofNeeds.includes(each));
  const chosen = possible.filter((each) => by.includes(each));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate();
      }}
    >
      <Select
        label={t('publication.what')}
        data={measures.map((each) => ({ value: each, label: t(`measure.${each}`) }))}
        value={what}
        onChange={(next) => setWhat((next ?? 'needs') as Measure)}
        allowDeselect={false}
        maw={320}
      />
      <Checkbox.Group
        label={t('publication.by')}
        description={t('publication.by_hint')}
        value={chosen}
        onChange={(next) => setBy(next as Dimension[])}
      >
        <div className="row" style={{ gap: 18, marginTop: 10 }}>
          {possible.map((each) => (
            <Checkbox
              key={each}
              value={each}
              label={t(`dimension.${each}`)}
              disabled={chosen.length === 3 && !chosen.includes(each)}
            />
          ))}
        </div>
      </Checkbox.Group>
      {publish.error ? <Notice tone="bad">{problem(publish.error)}</Notice> : null}
      <div>
        <Button type="submit" h={44} loading={publish.isPending} disabled={chosen.length === 0}>
          {t('publication.publish')}
        </Button>
      </div>
    </form>
  );
}

function Table({ publication }: { publication: Publication }) {
  const { t, kind, number } = useFormat();
  const word = (dimension: Dimension, category: { key: string; label: string } | null) => {
    if (!category) return t('publication.total');
    if (category.label) return category.label;
    if (dimension === 'sex') return t(`sex.${category.key}`);
    if (dimension === 'tier') return t(`tier.${category.key}`);
    if (dimension === 'kind') return kind(category.key);
    if (category.key === 'unknown') return t('unknown');
    return dimension === 'age' ? t('publication.years', { years: category.key }) : category.key;
  };
  const { columns, rows } = lineUp(publication);
  const last = publication.by[publication.by.length - 1] as Dimension;
  const across = publication.by.slice(0, -1);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t(`measure.${publication.what}`)}>
      <table className="data-table" data-publication>
        <caption className="hidden-visually">{t(`measure.${publication.what}`)}</caption>
        <thead>
          <tr>
            {across.map((dimension) => (
              <th key={dimension} scope="col">{t(`dimension.${dimension}`)}</th>
            ))}
            {columns.map((column, at) => (
              <th key={at} scope="col" className="number">{word(last, column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.places.map((place, at) => (
                <th key={at} scope="row">{word(across[at] as Dimension, place)}</th>
              ))}
              {row.counts.map((count, at) => (
                <td key={at} className="number">
                  {count === null ? <span aria-label={t('publication.hidden')}>·</span> : number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Shown({ id }: { id: string }) {
  const { t, date } = useFormat();
  const query = useQuery({ queryKey: ['publication', id], queryFn: () => get<Publication>(`/publications/${id}`) });
  if (query.isPending) return <Waiting />;
  if (query.isError) return <Broken cause={query.error} onRetry={() => void query.refetch()} />;
  const publication = query.data;
  return (
    <Section
      title={`${t(`measure.${publication.what}`)} · ${date(publication.day)}`}
      aside={
        <span className="row" style={{ gap: 8 }}>
          {['csv', 'xlsx'].map((format) => (
            <Button
              key={format}
              component="a"
              variant="default"
              size="xs"
              h={36}
              href={`/api/publications/${id}/table.${format}`}
              download
              leftSection={<Icon name="download" size={16} />}
            >
              {format.toUpperCase()}
            </Button>
          ))}
        </span>
      }
    >
      <Table publication={publication} />
      <p className="soft small" style={{ marginBottom: 0 }}>
        {t('publication.footnote', { most: publication.threshold - 1 })}
      </p>
    </Section>
  );
}

export default function PublicationsPage() {
  const { t, date } = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const list = useQuery({
    queryKey: ['publications'],
    queryFn: () => get<{ items: Pick<Publication, 'id' | 'what' | 'by' | 'day'>[] }>('/publications'),
  });
  const done = (made: Publication) => {
    client.setQueryData(['publication', made.id], made);
    void client.invalidateQueries({ queryKey: ['publications'] });
    setChosen(made.id);
  };
  if (list.isPending) return <Waiting />;
  if (list.isError) return <Broken cause={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data.items;
  const shown = chosen || items[0]?.id;
  const title = (item: Pick<Publication, 'what' | 'by' | 'day'>) =>
    `${t(`measure.${item.what}`)} · ${item.by.map((each) => t(`dimension.${each}`)).join(' × ')} · ${date(item.day)}`;
  return (
    <div className="stack">
      <PageHead title={t('publication.title')} note={t('publication.note')} />
      {may('publish_counts') ? (
        <Section title={t('publication.new')}>
          <PublishForm onDone={done} />
        </Section>
      ) : null}
      {items.length === 0 ? <p className="soft">{t('publication.none')}</p> : null}
      {items.length > 0 ? (
        <Select
          label={t('publication.choose')}
          data={items.map((item) => ({ value: item.id, label: title(item) }))}
          value={shown ?? null}
          onChange={(next) => setChosen(next ?? '')}
          allowDeselect={false}
        />
      ) : null}
      {shown ? <Shown id={shown} /> : null}
    </div>
  );
}
