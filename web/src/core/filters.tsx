// A row of filters on the desk; on the phone they wait behind a button that says how many are set.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from './icon';
import { usePhone } from './use_phone';

export function Filters({ search, active, children }: { search?: ReactNode; active: number; children: ReactNode }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [opened, setOpened] = useState(false);
  if (!phone) {
    return (
      <search className="filters">
        {search}
        {children}
      </search>
    );
  }
  return (
    <search>
      <div className="filters">
        {search}
        <Button
          variant="default"
          h={44}
          aria-expanded={opened}
          leftSection={<Icon name="filter" size={18} />}
          onClick={() => setOpened(!opened)}
          style={{ flex: '0 0 auto' }}
        >
          {active > 0 ? t('filter.title_active', { active }) : t('filter.title')}
        </Button>
      </div>
      {opened ? <div className="filters">{children}</div> : null}
    </search>
  );
}
