// How values are written in each language. What is not known is said to be unknown, never shown as zero or "no".
import { useTranslation } from 'react-i18next';

import type { Words } from '../api/types';

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const partNames = ['am', 'pm', 'ev'] as const;
export const days: readonly string[] = dayNames;
export const parts: readonly string[] = partNames;

function asDate(text: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return match ? new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))) : null;
}

export function useFormat() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB';
  const unknown = t('unknown');

  const date = (text: string | null | undefined): string => {
    const parsed = text ? asDate(text) : null;
    if (!parsed) return unknown;
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(parsed);
  };
  const instant = (text: string | null | undefined): string => {
    const parsed = text ? new Date(text) : null;
    if (!parsed || Number.isNaN(parsed.getTime())) return unknown;
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(parsed);
  };
  const number = (value: number | null | undefined, digits = 0): string =>
    value === null || value === undefined
      ? unknown
      : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  // Rounded down, as the command line does: 99.6 % served is not 100 %.
  const percent = (share: number): string =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(Math.floor(share * 100) / 100);
  const bytes = (size: number): string => {
    if (size < 1000) return `${size} B`;
    if (size < 1e6) return `${number(size / 1000)} kB`;
    return `${number(size / 1e6, 1)} MB`;
  };
  const slot = (code: string): string => {
    const [day, part] = code.split('_');
    return t('slot.of', { day: t(`day.${day}`), part: t(`part.${part}`) });
  };
  const slots = (codes: string[]): string =>
    codes.length ? codes.map(slot).join(t('list.separator')) : t('slot.any');
  const known = (text: string | null | undefined): string => (text ? text : unknown);
  const distance = (metres: number | null): string =>
    metres === null ? unknown : t('distance.km', { km: number(metres / 1000, 1) });
  const kind = (code: string): string => t(`need_kind.${code}`, { defaultValue: code });
  /// A sentence for a key and its values, with codes among the values put into words first.
  const words = (prefix: string, say: Words): string => {
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(say.values)) {
      if (name === 'kind') values[name] = kind(String(value));
      else if (name === 'slots') values[name] = slots(String(value).split(' ').filter(Boolean));
      else values[name] = typeof value === 'number' ? number(value, 1) : String(value ?? unknown);
    }
    // A sentence that would leave a gap gives way to its shorter form.
    const short = say.key === 'out_of_reach' && values.nearest_km === undefined ? '_unplaced' : '';
    return t(`${prefix}.${say.key}${short}`, { ...values, defaultValue: say.key });
  };
  return { date, instant, number, percent, bytes, slot, slots, known, distance, kind, words, unknown, t };
}
