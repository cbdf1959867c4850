// The table of rights as the server enforces it: who may do what, what each purpose shows, what the classes mean.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { get } from '../api/client';
import type { Policy } from '../api/types';
import { Badge, Broken, PageHead, Section, Waiting } from '../core/blocks';
import { FilterSelect } from '../core/filter_select';
import { useFilters } from '../core/use_filters';
import { usePhone } from '../core/use_phone';
import './policy.css';

const classes = ['open', 'internal', 'personal', 'sensitive', 'shielded'] as const;
type FieldClass = (typeof classes)[number];
type Labelled = { name: string; zh: string; en: string };

const tones = { open: 'quiet', internal: 'info', personal: 'good', sensitive: 'warn', shielded: 'bad' } as const;

function useLabel() {
  const { i18n } = useTranslation();
  return (line: Labelled) => (i18n.language === 'zh' ? line.zh : line.en);
}

function ClassBadge({ of, short = false }: { of: string; short?: boolean }) {
  const { t } = useTranslation();
  const text = t(`class.${of}`);
  return <Badge tone={tones[of as FieldClass]}>{short ? text.slice(0, 2) : text}</Badge>;
}

function Legend() {
  const { t } = useTranslation();
  return (
    <dl className="rights-legend">
      {classes.map((each) => (
        <div key={each}>
          <dt><ClassBadge of={each} /></dt>
          <dd>{t(`class.${each}_hint`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Operations({ policy, role }: { policy: Policy; role: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const roles = policy.roles.filter((each) => !role || each.name === role);
  return (
    <div className="rights-table" role="region" aria-label={t('rights.operations')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('rights.operation')}</th>
            {roles.map((each) => <th scope="col" key={each.name}>{label(each)}</th>)}
          </tr>
        </thead>
        <tbody>
          {policy.operations.map((operation) => (
            <tr key={operation.name}>
              <th scope="row">
                {label(operation)}
                {operation.step_up ? <span className="soft small rights-note">{t('rights.step_up')}</span> : null}
              </th>
              {roles.map((each) => {
                const ceiling = operation.roles.find((one) => one.role === each.name);
                return (
                  <td key={each.name}>
                    {ceiling ? <ClassBadge of={ceiling.field_class} short={!role} /> : <span className="soft" aria-label={t('rights.none')}>–</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/// On a phone one role at a time, each operation a line.
function OperationList({ policy, role }: { policy: Policy; role: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <ul className="rights-list">
      {policy.operations.map((operation) => {
        const allowed = operation.roles.filter((one) => !role || one.role === role);
        return (
          <li key={operation.name}>
            <strong>{label(operation)}</strong>
            {operation.step_up ? <span className="soft small rights-note">{t('rights.step_up')}</span> : null}
            <div className="row" style={{ gap: 6 }}>
              {allowed.length === 0 ? <span className="soft small">{t('rights.none')}</span> : null}
              {allowed.map((one) => {
                const line = policy.roles.find((each) => each.name === one.role);
                return (
                  <span key={one.role} className="row small" style={{ gap: 4 }}>
                    {role || !line ? null : label(line)}
                    <ClassBadge of={one.field_class} short={!role} />
                  </span>
                );
              })}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/// Purposes for which the role (or anybody) is shown the field.
function purposesOf(policy: Policy, field: Policy['fields'][number], role: string): string[] {
  const line = policy.roles.find((each) => each.name === role);
  const operation = policy.operations.find((each) => each.name === field.operation);
  const ceiling = operation?.roles.find((each) => each.role === role);
  if (!role) return field.purposes;
  if (!line || !ceiling) return [];
  const reaches = classes.indexOf(ceiling.field_class as FieldClass) >= classes.indexOf(field.field_class as FieldClass);
  return reaches ? field.purposes.filter((each) => line.purposes.includes(each)) : [];
}

function Fields({ policy, role }: { policy: Policy; role: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = (lines: Labelled[], name: string) => {
    const line = lines.find((each) => each.name === name);
    return line ? label(line) : name;
  };
  return (
    <ul className="rights-list rights-fields">
      {policy.fields.map((field) => {
        const purposes = purposesOf(policy, field, role);
        return (
          <li key={field.name}>
            <div className="row" style={{ gap: 6 }}>
              <strong>{label(field)}</strong>
              <ClassBadge of={field.field_class} />
              {field.masked ? <Badge>{t('rights.masked')}</Badge> : null}
              {field.shields ? <Badge tone="bad">{t('rights.shields')}</Badge> : null}
            </div>
            <div className="small">
              <span className="soft">{t('rights.purposes')}: </span>
              {purposes.length > 0 ? purposes.map((each) => nameOf(policy.purposes, each)).join(t('list.separator')) : t('rights.none')}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Roles({ policy, role }: { policy: Policy; role: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <ul className="rights-list rights-fields">
      {policy.roles.filter((each) => !role || each.name === role).map((each) => (
        <li key={each.name}>
          <div className="row" style={{ gap: 6 }}>
            <strong>{label(each)}</strong>
            <Badge>{t(`scope.${each.scope}`)}</Badge>
          </div>
          <div className="row small" style={{ gap: 6 }}>
            {each.purposes.map((name, index) => {
              const purpose = policy.purposes.find((one) => one.name === name);
              return purpose ? (
                <span key={name}>
                  {label(purpose)} <span className="soft">({t(`basis.${purpose.basis}`)}{index === 0 ? ` · ${t('rights.usual')}` : ''})</span>
                </span>
              ) : null;
            })}
          </div>
        </li>
      ))}
    </ul>
  );
}

export default function PolicyPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const phone = usePhone();
  const { filters, setFilter } = useFilters(['role']);
  const policy = useQuery({ queryKey: ['policy'], staleTime: Infinity, queryFn: () => get<Policy>('/access/policy') });
  if (policy.isError) return <Broken cause={policy.error} onRetry={() => void policy.refetch()} />;
  if (!policy.data) return <Waiting />;
  const role = filters.role ?? '';
  return (
    <>
      <PageHead title={t('rights.title')} note={t('rights.note', { version: policy.data.version })} />
      <div style={{ maxWidth: 320, marginBottom: 16 }}>
        <FilterSelect
          label={t('rights.role')}
          value={role}
          data={policy.data.roles.map((each) => ({ value: each.name, label: label(each) }))}
          onChange={(value) => setFilter('role', value)}
        />
      </div>
      <div className="stack">
        <Section title={t('rights.legend')}><Legend /></Section>
        <Section title={t('rights.operations')} flush={!phone}>
          {phone ? <OperationList policy={policy.data} role={role} /> : <Operations policy={policy.data} role={role} />}
        </Section>
        <Section title={t('rights.roles')}><Roles policy={policy.data} role={role} /></Section>
        <Section title={t('rights.fields')}><Fields policy={policy.data} role={role} /></Section>
      </div>
    </>
  );
}
