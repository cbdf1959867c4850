import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useMay } from '../access/may';
import type { Decision, LineState, PlanLine } from '../api/types';
import { Badge } from '../core/blocks';
import { Icon } from '../core/icon';

const tone = { proposed: 'quiet', accepted: 'good', refused: 'bad', pinned: 'info' } as const;
const icon = { accepted: 'check', refused: 'cross', pinned: 'pin' } as const;

export function LineStateBadge({ state }: { state: LineState }) {
  const { t } = useTranslation();
  return (
    <Badge tone={tone[state]} icon={state === 'proposed' ? undefined : icon[state]}>
      {t(`line_state.${state}`)}
    </Badge>
  );
}

/// Accept, refuse, pin; or, once decided, what was decided and a way back.
export function DecisionButtons({ line, large, onDecide }: {
  line: PlanLine;
  large: boolean;
  onDecide: (decision: Decision) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const height = large ? 44 : 36;
  const of = { child: line.need.child.name, offer: line.offer.name };
  if (!may('decide_plan')) return <LineStateBadge state={line.state} />;
  if (line.state !== 'proposed') {
    return (
      <div className="decision">
        <LineStateBadge state={line.state} />
        <Button
          size="compact-sm"
          h={height}
          variant="subtle"
          leftSection={<Icon name="undo" size={16} />}
          aria-label={t('line.reset_of', of)}
          onClick={() => onDecide('reset')}
        >
          {t('line.reset')}
        </Button>
      </div>
    );
  }
  return (
    <div className="decision">
      <Button
        h={height}
        px={14}
        leftSection={<Icon name="check" size={18} />}
        aria-label={t('line.accept_of', of)}
        onClick={() => onDecide('accept')}
      >
        {t('line.accept')}
      </Button>
      <ActionIcon variant="default" size={height} title={t('line.pin')} aria-label={t('line.pin_of', of)} onClick={() => onDecide('pin')}>
        <Icon name="pin" size={18} />
      </ActionIcon>
      <ActionIcon variant="default" size={height} title={t('line.refuse')} aria-label={t('line.refuse_of', of)} onClick={() => onDecide('refuse')}>
        <Icon name="cross" size={18} />
      </ActionIcon>
    </div>
  );
}
