import { useTranslation } from 'react-i18next';
import type { AttentionItem, AttentionRow } from '../../src-shared/contract/sync.contract.ts';
import { factLabel, factText } from '../ui/FactList.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

/** Each row a command of many was about: what was entered, what stands there now, and why it was refused. */
export function AttentionRows({ item }: { item: AttentionItem }) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const facts = (values: AttentionRow['mine'] | null): string =>
    Object.entries(values ?? {})
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${factLabel(t, name)} ${factText(t, name, value)}`)
      .join(' · ');
  const has = (part: 'mine' | 'theirs' | 'reason'): boolean =>
    item.rows.some((row) => (part === 'reason' ? row.reason !== null : facts(row[part]) !== ''));
  const [mine, theirs, reason] = [has('mine'), has('theirs'), has('reason')];
  if (item.rows.length === 0) return null;
  return (
    <>
      <table className="plain-table" data-testid="attention-rows">
        <thead>
          <tr>
            <th>{t('support.document')}</th>
            {mine ? <th>{t('attention.entered')}</th> : null}
            {theirs ? <th>{t('attention.theirs')}</th> : null}
            {reason ? <th>{t('attention.why')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {item.rows.map((row, at) => (
            <tr key={at}>
              <td className="mono">{row.no ?? '–'}</td>
              {mine ? <td>{facts(row.mine)}</td> : null}
              {theirs ? <td>{facts(row.theirs)}</td> : null}
              {reason ? (
                <td>{row.reason === null ? '' : problem({ reason: row.reason, details: row.details })}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {item.rowCount > item.rows.length ? (
        <p className="dim">{t('attention.moreRows', { count: item.rowCount - item.rows.length })}</p>
      ) : null}
    </>
  );
}
