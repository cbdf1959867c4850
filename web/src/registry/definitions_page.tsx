// The same county by several definitions: how many children each counts, who is in one and not in another, what is unknown
// for itself; and why national figures differ as they do.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';

import { useMay } from '../access/may';
import { get } from '../api/client';
import type { StatusCounts } from '../api/types';
import { Broken, Empty, Notice, PageHead, Section, Waiting } from '../core/blocks';
import { DivisionSelect } from '../core/filter_select';
import { Filters } from '../core/filters';
import { useFormat } from '../core/format';
import { useFilters } from '../core/use_filters';
import { nationalFigures } from './national_figures';
import { useStatusWords } from './status_words';
import './statuses.css';

const names = ['division'] as const;

/// A count that opens its worklist for those who may see the children.
function Count({ value, status, division, linked }: { value: number | null; status: string; division: string; linked: boolean }) {
  const { t, number } = useFormat();
  if (value === null) return <span className="soft">{t('definitions.few')}</span>;
  if (!linked || value === 0) return number(value);
  const parameters = new URLSearchParams({ status, ...(division ? { division } : {}) });
  return (
    <Link href={`/children?${parameters}`} aria-label={t('definitions.open', { count: value, number: number(value) })}>
      {number(value)}
    </Link>
  );
}

function Totals({ counts, division, linked }: { counts: StatusCounts; division: string; linked: boolean }) {
  const { t, number } = useFormat();
  const { name } = useStatusWords();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('definitions.totals')}>
      <table className="data-table definition-table">
        <thead>
          <tr>
            <th scope="col">{t('definitions.definition')}</th>
            {(['yes', 'unknown', 'no'] as const).map((each) => (
              <th key={each} scope="col" className="number">{t(`status.answer.${each}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.schemes.map(({ scheme, on_file, yes, no, unknown }) => on_file ? (
            <tr key={scheme.id}>
              <th scope="row">
                {name(scheme)}
                <div className="soft small">{scheme.id}</div>
              </th>
              <td className="number"><Count value={yes} status={`${scheme.id}:yes`} division={division} linked={linked} /></td>
              <td className="number">
                {linked && unknown ? (
                  <Link href={`/unsettled?${new URLSearchParams({ scheme: scheme.id, ...(division ? { division } : {}) })}`}
                    aria-label={t('definitions.open', { count: unknown, number: number(unknown) })}>
                    {number(unknown)}
                  </Link>
                ) : (
                  <Count value={unknown} status="" division="" linked={false} />
                )}
              </td>
              <td className="number"><Count value={no} status={`${scheme.id}:no`} division={division} linked={linked} /></td>
            </tr>
          ) : (
            <tr key={scheme.id}>
              <th scope="row">
                {name(scheme)}
                <div className="soft small">{scheme.id}</div>
              </th>
              <td colSpan={3} className="soft">{t('status.none_on_file')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/// Of those one definition counts: what each other says.
function Overlaps({ counts, division, linked }: { counts: StatusCounts; division: string; linked: boolean }) {
  const { t } = useFormat();
  const { name } = useStatusWords();
  const onFile = counts.schemes.filter((one) => one.on_file);
  const schemes = onFile.filter(({ yes }) => yes !== 0);
  if (schemes.length < 2) return <p className="soft" style={{ margin: 0 }}>{t('definitions.no_overlap')}</p>;
  const cell = (a: string, b: string) => counts.overlaps.find((each) => each.in === a && each.other === b);
  return (
    <div className="stack">
      {schemes.map(({ scheme }) => (
        <details key={scheme.id} data-overlap={scheme.id}>
          <summary style={{ minHeight: 44, cursor: 'pointer' }}>{t('definitions.of_those', { name: name(scheme) })}</summary>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('definitions.of_those', { name: name(scheme) })}>
            <table className="data-table definition-table">
              <thead>
                <tr>
                  <th scope="col">{t('definitions.other')}</th>
                  <th scope="col" className="number">{t('definitions.in_both')}</th>
                  <th scope="col" className="number">{t('definitions.other_unknown')}</th>
                  <th scope="col" className="number">{t('definitions.not_in_other')}</th>
                </tr>
              </thead>
              <tbody>
                {onFile.filter((other) => other.scheme.id !== scheme.id).map(({ scheme: other }) => {
                  const found = cell(scheme.id, other.id);
                  return (
                    <tr key={other.id}>
                      <th scope="row">{name(other)}</th>
                      {(['yes', 'unknown', 'no'] as const).map((each) => (
                        <td key={each} className="number">
                          <Count value={found?.[each] ?? null} status={`${scheme.id}:yes,${other.id}:${each}`} division={division} linked={linked} />
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </div>
  );
}

function Reconciliation() {
  const { t, number } = useFormat();
  return (
    <>
      <p style={{ marginTop: 0 }}>{t('definitions.why')}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('definitions.national')}>
        <table className="data-table definition-table">
          <thead>
            <tr>
              <th scope="col">{t('definitions.figure')}</th>
              <th scope="col" className="number">{t('definitions.millions')}</th>
            </tr>
          </thead>
          <tbody>
            {nationalFigures.map((figure) => (
              <tr key={figure.id}>
                <th scope="row">
                  {t(`national.${figure.id}`)}
                  <div className="soft small">{t(`national_source.${figure.source}`)}</div>
                </th>
                <td className="number">{number(figure.millions, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft small">{t('definitions.caution_label')}</p>
      <p className="soft small" style={{ marginBottom: 0 }}>{t('definitions.caution_quote')}</p>
    </>
  );
}

export default function DefinitionsPage() {
  const { t, date, number } = useFormat();
  const may = useMay();
  const { filters, setFilter, active } = useFilters(names);
  const query = useQuery({
    queryKey: ['status-counts', filters.division],
    queryFn: ({ signal }) =>
      get<StatusCounts>('/status-counts', { group: 'left_behind', division: filters.division || undefined }, signal),
    refetchInterval: (last) => (last.state.data?.waiting ? 3000 : false),
  });
  const counts = query.data;
  const linked = may('see_children') && counts?.blurred === false;
  return (
    <>
      <PageHead title={t('definitions.title')} note={t('definitions.note')} />
      <Filters active={active}>
        <DivisionSelect value={filters.division} onChange={(value) => setFilter('division', value)} />
      </Filters>
      {query.isPending ? <Waiting /> : null}
      {query.isError ? <Broken cause={query.error} onRetry={() => void query.refetch()} /> : null}
      {counts && counts.schemes.length === 0 ? (
        <div className="card">
          <Empty icon="children" title={t('definitions.none')} hint={t('definitions.none_hint')} to="/children" action={t('nav.children')} />
        </div>
      ) : null}
      {counts && counts.schemes.length > 0 ? (
        <div className="stack">
          <p className="soft" role="status" style={{ margin: 0 }}>
            {t('definitions.as_of', { date: date(counts.day), count: counts.children, number: number(counts.children) })}
          </p>
          {counts.waiting > 0 ? <Notice tone="info">{t('definitions.waiting', { count: counts.waiting, number: number(counts.waiting) })}</Notice> : null}
          {counts.blurred ? <Notice tone="info">{t('definitions.blurred')}</Notice> : null}
          <Section title={t('definitions.totals')}>
            <Totals counts={counts} division={filters.division} linked={linked} />
          </Section>
          <Section title={t('definitions.overlaps')}>
            <Overlaps counts={counts} division={filters.division} linked={linked} />
          </Section>
          <Section title={t('definitions.national')}>
            <Reconciliation />
          </Section>
        </div>
      ) : null}
    </>
  );
}
