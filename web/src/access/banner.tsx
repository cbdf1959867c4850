import { useTranslation } from 'react-i18next';

export function SyntheticBanner() {
  const { t } = useTranslation();
  return (
    <div className="banner" role="note">
      {t('banner.synthetic')}
    </div>
  );
}
