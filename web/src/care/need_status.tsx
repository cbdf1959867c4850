import { useTranslation } from 'react-i18next';

import type { NeedStatus } from '../api/types';
import { Badge } from '../core/blocks';

const tone = {
  open: 'warn',
  matched: 'info',
  in_service: 'info',
  met: 'good',
  partly: 'warn',
  not_met: 'bad',
  withdrawn: 'quiet',
} as const;

export function NeedStatusBadge({ status }: { status: NeedStatus }) {
  const { t } = useTranslation();
  return <Badge tone={tone[status]}>{t(`need_status.${status}`)}</Badge>;
}
