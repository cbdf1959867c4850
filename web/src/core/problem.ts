import { useTranslation } from 'react-i18next';

import { ApiError } from '../api/client';

/// Says what went wrong in the reader's language: the server's reason if it is worded, else the status.
export function useProblemWords() {
  const { t, i18n } = useTranslation();
  return (cause: unknown): string => {
    if (!(cause instanceof ApiError)) return t('error.unexpected');
    if (cause.status === 0) return t('error.unreachable');
    if (i18n.exists(cause.reason)) return t(cause.reason, { field: cause.field, detail: cause.detail });
    if (i18n.exists(`error.${cause.status}`)) return t(`error.${cause.status}`);
    return t('error.unexpected');
  };
}
