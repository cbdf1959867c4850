import type { Clearance } from '../api/types';
import { Badge } from '../core/blocks';
import { useFormat } from '../core/format';

/// Which of six states a clearance is in today. What a record says is never shown, only that there is no clearance.
export function clearanceState(clearance: Clearance) {
  if (clearance.result === 'not_required') return 'not_required';
  if (clearance.result === 'clear') return clearance.valid_today ? 'valid' : 'expired';
  if (clearance.result === 'pending') return 'pending';
  return clearance.result === 'none' ? 'none' : 'not_cleared';
}

const tone = {
  valid: 'good',
  not_required: 'quiet',
  expired: 'bad',
  pending: 'warn',
  none: 'warn',
  not_cleared: 'bad',
} as const;

export function ClearanceBadge({ clearance }: { clearance: Clearance }) {
  const { t, date } = useFormat();
  const state = clearanceState(clearance);
  const dated = (state === 'valid' || state === 'expired') && clearance.valid_to;
  return (
    <div>
      <Badge tone={tone[state]} icon={state === 'valid' ? 'shield' : undefined}>
        {t(`clearance.${state}`)}
      </Badge>
      {dated ? <div className="soft small">{t(`clearance.${state}_date`, { date: date(clearance.valid_to) })}</div> : null}
    </div>
  );
}
