// How what stands in the journal is put into words; a code without a word is shown as it is.
import { useTranslation } from 'react-i18next';

export function useJournalWords() {
  const { t } = useTranslation();
  const word = (prefix: string) => (code: string) => t(`${prefix}.${code}`, { defaultValue: code });
  const kindWord = word('journal.kind');
  // The last denial before a pause is marked so: see DenialLimit.
  const kind = (code: string) =>
    code.endsWith('+more') ? t('journal.kind_more', { kind: kindWord(code.slice(0, -5)) }) : kindWord(code);
  return { event: word('journal.event'), kind, role: word('role'), purpose: word('journal.purpose'), fieldClass: word('journal.class') };
}
