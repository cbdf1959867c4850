import { useTranslation } from 'react-i18next';

import { Icon } from './icon';
import { missingProtections } from './protections';

/// Says at the top of the page which protection this browser or line lacks; nothing when all are there.
export function ProtectionNotice() {
  const { t } = useTranslation();
  return missingProtections(window).map((missing) => (
    <div key={missing} className="notice-offline" role="alert">
      <Icon name="offline" size={18} />
      {t(`protection.${missing}`)}
    </div>
  ));
}
