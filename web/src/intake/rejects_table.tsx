// Which cells did not fit, where they are in the file, and what to do about each.
import { useTranslation } from 'react-i18next';

import type { Reject } from '../api/types';
import { useReasonWords } from '../core/problem';
import { usePhone } from '../core/use_phone';

export function RejectsTable({ items, kind }: { items: Reject[]; kind: string | null }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const reasonWords = useReasonWords();
  const reason = (item: Reject) => reasonWords(item.reason, item);
  const field = (item: Reject) =>
    item.column || (item.field ? t(`field.${kind}.${item.field}`, { defaultValue: item.field }) : '');
  if (phone) {
    return (
      <ul className="files">
        {items.map((item, index) => (
          <li key={index}>
            <div className="soft small">{t('reject.at', { sheet: item.sheet, row: item.row, column: field(item) })}</div>
            <div>{reason(item)}</div>
            {item.value ? <div className="samples"><span>{item.value}</span></div> : null}
          </li>
        ))}
      </ul>
    );
  }
  const sheets = items.some((item) => item.sheet !== '');
  return (
    <div className="scroll-x">
      <table className="data-table">
        <thead>
          <tr>
            {sheets ? <th scope="col">{t('reject.sheet')}</th> : null}
            <th scope="col" className="number">{t('reject.row')}</th>
            <th scope="col">{t('reject.column')}</th>
            <th scope="col">{t('reject.value')}</th>
            <th scope="col">{t('reject.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={index}>
              {sheets ? <td>{item.sheet}</td> : null}
              <td className="number">{item.row}</td>
              <td>{field(item)}</td>
              <td className="samples">{item.value ? <span>{item.value}</span> : null}</td>
              <td>{reason(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
