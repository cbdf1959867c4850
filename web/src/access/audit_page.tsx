// The yearly audit of minors' personal data: shown, printed, kept as a file. Its counts come rounded from the server.
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { get } from '../api/client';
import type { AuditFigures } from '../api/types';
import { Badge, Broken, Notice, PageHead, Waiting } from '../core/blocks';
import { useFormat } from '../core/format';
import { Icon } from '../core/icon';
import { useFilters } from '../core/use_filters';
import { useJournalWords } from './journal_words';
import { useSession } from './session';
import './audit.css';

const yearsBack = 3;

function Volumes({ title, of, lines, word }: {
  title: string;
  of: string;
  lines: AuditFigures['by_role'];
  word: (code: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <div className="audit-part">
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="soft">{t('audit.nothing')}</p> : (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col" className="number">{t('audit.looks')}</th>
              <th scope="col" className="number">{t('audit.records')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.of}>
                <td>{word(line.of)}</td>
                <td className="number">{line.looks}</td>
                <td className="number">{line.records}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Report({ figures }: { figures: AuditFigures }) {
  const { t, date, number } = useFormat();
  const words = useJournalWords();
  const county = useSession().data?.county.name ?? String(figures.county);
  const monthWord = (code: string) => t('audit.month', { month: code });
  const head: [string, string][] = [
    [t('audit.made_on'), date(figures.made_on)],
    [t('journal.entries'), number(figures.entries)],
    [t('journal.signed'), number(figures.signed_entries)],
    [t('audit.policies'), figures.policies.join(t('list.separator')) || '–'],
  ];
  return (
    <article className="card audit to-print" aria-label={t('audit.title')}>
      <h2>{t('audit.heading', { county, year: figures.year })}</h2>
      <p className="soft small">{t('audit.source')}</p>
      {figures.holds ? null : <Notice tone="bad">{t('journal.broken_notice')}</Notice>}
      <dl className="pairs">
        {head.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="number">{value}</dd></div>)}
        <div>
          <dt>{t('audit.verified')}</dt>
          <dd><Badge tone={figures.holds ? 'good' : 'bad'}>{t(figures.holds ? 'audit.holds' : 'audit.broken')}</Badge></dd>
        </div>
      </dl>
      <h3 className="audit-head">{t('audit.who')}</h3>
      <div className="audit-grid">
        <Volumes title={t('audit.by_role')} of={t('journal.role')} lines={figures.by_role} word={words.role} />
        <Volumes title={t('audit.by_purpose')} of={t('journal.purpose')} lines={figures.by_purpose} word={words.purpose} />
        <Volumes title={t('audit.by_class')} of={t('journal.class')} lines={figures.by_class} word={words.fieldClass} />
        <Volumes title={t('audit.by_month')} of={t('audit.months')} lines={figures.by_month} word={monthWord} />
      </div>
      <h3 className="audit-head">{t('audit.special')}</h3>
      <dl className="audit-counts">
        {figures.special.map((line) => <div key={line.of}><dt>{t(`audit.special.${line.of}`)}</dt><dd className="number">{line.count}</dd></div>)}
      </dl>
      <h3 className="audit-head">{t('audit.denied')}</h3>
      {figures.denied.length === 0 ? <p className="soft">{t('audit.nothing')}</p> : (
        <dl className="audit-counts">
          {figures.denied.map((line) => <div key={line.of}><dt>{words.role(line.of)}</dt><dd className="number">{line.count}</dd></div>)}
        </dl>
      )}
      <h3 className="audit-head">{t('audit.unusual')}</h3>
      <p className="soft small">{t('audit.unusual_note')}</p>
      {figures.unusual.length === 0 ? <p className="soft">{t('audit.nothing')}</p> : (
        <ul>
          {figures.unusual.map((day, index) => (
            <li key={index}>{t('audit.unusual_day', { day: date(day.day), role: words.role(day.role), records: day.records, usual: day.usual })}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

export default function AuditPage() {
  const { t, i18n } = useTranslation();
  const today = useSession().data?.today ?? '';
  const thisYear = Number(today.slice(0, 4));
  const { filters, setFilter } = useFilters(['year'] as const);
  const year = Number(filters.year) || thisYear;
  const figures = useQuery({
    queryKey: ['audit', year, i18n.language],
    queryFn: ({ signal }) => get<AuditFigures>('/audit/figures', { year }, signal),
  });
  const years = Array.from({ length: yearsBack }, (_, index) => String(thisYear - index));
  return (
    <>
      <Link href="/journal" className="back-link">
        <Icon name="back" size={18} />
        {t('audit.back')}
      </Link>
      <PageHead title={t('audit.title')} note={t('audit.note')}>
        <Select label={t('audit.of_year')} allowDeselect={false} value={String(year)} data={years} w={120}
          onChange={(next) => setFilter('year', next)} styles={{ input: { minHeight: 44 } }} />
        <Button component="a" variant="default" h={44} leftSection={<Icon name="download" size={18} />} download
          href={`/api/audit/report?year=${year}`}>
          {t('audit.file')}
        </Button>
        <Button h={44} leftSection={<Icon name="file" size={18} />} disabled={!figures.data} onClick={() => window.print()}>
          {t('action.print')}
        </Button>
      </PageHead>
      {figures.isPending ? <Waiting /> : null}
      {figures.isError ? <Broken cause={figures.error} onRetry={() => void figures.refetch()} /> : null}
      {figures.data ? <Report figures={figures.data} /> : null}
    </>
  );
}
