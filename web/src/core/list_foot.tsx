import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from './format';

export function ListFoot({ shown, total, more, loading, onMore }: {
  shown: number;
  total: number | null;
  more: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <div className="row" style={{ justifyContent: 'center', padding: '16px 0' }}>
      <span className="soft small number" role="status">
        {total === null ? t('list.shown', { shown: number(shown) }) : t('list.shown_of', { shown: number(shown), total: number(total) })}
      </span>
      {more ? (
        <Button variant="default" size="sm" h={44} loading={loading} onClick={onMore}>
          {t('list.more')}
        </Button>
      ) : null}
    </div>
  );
}
