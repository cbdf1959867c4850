import { useTranslation } from 'react-i18next';

import { ApiError } from '../api/client';

/// A reason the server gave, in the reader's language, with what it adds about this case.
export function useReasonWords() {
  const { t, i18n } = useTranslation();
  return (reason: string, given: { field?: string; detail?: string; value?: string } = {}): string => {
    if (!i18n.exists(reason)) return t('error.unexpected');
    const sentence = t(reason, { field: '', detail: '', value: '', ...given });
    return given.detail && !sentence.includes(given.detail)
      ? t('reject.with_detail', { reason: sentence, detail: given.detail })
      : sentence;
  };
}

/// Says what went wrong: the server's reason if it is worded, else what the status means.
export function useProblemWords() {
  const { t, i18n } = useTranslation();
  const reasonWords = useReasonWords();
  return (cause: unknown): string => {
    if (!(cause instanceof ApiError)) return t('error.unexpected');
    if (cause.status === 0) return t('error.unreachable');
    if (i18n.exists(cause.reason)) return reasonWords(cause.reason, { field: cause.field, detail: cause.detail });
    return i18n.exists(`error.${cause.status}`) ? t(`error.${cause.status}`) : t('error.unexpected');
  };
}
