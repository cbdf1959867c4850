import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { setLanguage } from '../core/i18n';
import { Icon } from '../core/icon';

/// Names the other language in that language, so that a reader of either can find it.
export function LanguageSwitch({ compact = false }: { compact?: boolean }) {
  const { i18n } = useTranslation();
  const chinese = i18n.language === 'zh';
  return (
    <Button
      variant="subtle"
      size="sm"
      h={44}
      px={compact ? 8 : 12}
      color="gray"
      lang={chinese ? 'en' : 'zh-CN'}
      leftSection={<Icon name="language" size={18} />}
      onClick={() => void setLanguage(chinese ? 'en' : 'zh')}
      styles={{ root: { color: 'var(--ink)' }, section: { marginInlineEnd: 6 } }}
    >
      {chinese ? 'English' : '中文'}
    </Button>
  );
}
