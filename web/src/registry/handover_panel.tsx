// Whether a child is being handed over, or has moved away or come from elsewhere; and the way to begin it.
import { useQuery } from '@tanstack/react-query';

import { useMay } from '../access/may';
import { get } from '../api/client';
import type { Child, Handover, Handovers } from '../api/types';
import { Badge, Notice, Section } from '../core/blocks';
import { useFormat } from '../core/format';
import { MovesAway, useCountyName } from './handover_dialog';

export const handoverTones = { offered: 'warn', withdrawing: 'warn', withdrawn: 'quiet', refused: 'bad', accepted: 'good' } as const;

export function useChildHandovers(child: string) {
  const may = useMay();
  return useQuery({
    queryKey: ['handovers', child],
    enabled: may('see_handovers'),
    queryFn: ({ signal }) => get<Handovers>(`/children/${child}/handovers`, undefined, signal),
  });
}

/// Away: the newest hand-over that was accepted went out.
export const isAway = (handovers: Handover[]) => handovers.find((each) => each.state === 'accepted')?.direction === 'out';

/// One line under the name: to whom the child is offered, or where it has gone.
export function HandoverLine({ child }: { child: string }) {
  const { t, date } = useFormat();
  const countyName = useCountyName();
  const items = useChildHandovers(child).data?.items ?? [];
  const waiting = items.find((each) => each.state === 'offered' || each.state === 'withdrawing');
  const last = items.find((each) => each.state === 'accepted');
  if (waiting) {
    return (
      <Notice tone="warn">
        {t('handover.line_offered', { county: countyName(waiting.county, waiting.county_name), count: waiting.waiting_days })}
      </Notice>
    );
  }
  if (!last) return null;
  const values = { county: countyName(last.county, last.county_name), date: date(last.moves_on) };
  return (
    <Notice tone={last.direction === 'out' ? 'warn' : 'info'}>
      {t(last.direction === 'out' ? 'handover.line_away' : 'handover.line_came', values)}
      {last.erased_there_on ? ` ${t('handover.erased_there', { date: date(last.erased_there_on) })}` : ''}
    </Notice>
  );
}

export function HandoverPanel({ child }: { child: Child }) {
  const { t, date } = useFormat();
  const may = useMay();
  const countyName = useCountyName();
  const items = useChildHandovers(child.id).data?.items ?? [];
  const waits = items.some((each) => each.state === 'offered' || each.state === 'withdrawing');
  const canOffer = may('offer_handover') && !waits && !isAway(items);
  if (items.length === 0 && !canOffer) return null;
  return (
    <Section title={t('handover.title')} id="handovers">
      {items.length > 0 ? (
        <ul className="people">
          {items.map((each) => (
            <li key={each.id}>
              <div>
                <div className="row">
                  <strong>{t(`handover.${each.direction}_of`, { county: countyName(each.county, each.county_name) })}</strong>
                  <Badge tone={handoverTones[each.state]}>{t(`handover.state.${each.state}`)}</Badge>
                </div>
                <div>{each.why}</div>
                <div className="soft small">{t('handover.moves_on_day', { date: date(each.moves_on) })}</div>
                {each.answer ? <div className="soft small">{t('handover.answer', { text: each.answer })}</div> : null}
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft small" style={{ margin: '0 0 12px' }}>{t('handover.nothing_of_child')}</p>
      )}
      {canOffer ? <MovesAway child={child} /> : null}
    </Section>
  );
}
