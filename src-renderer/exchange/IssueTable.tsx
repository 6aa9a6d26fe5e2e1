import { useTranslation } from 'react-i18next';
import type { ImportKind, RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import { countFileCode } from '../../src-shared/domain/counts/count-file.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** Findings row by row: where, what stands there, why it is refused and what to do. */
export function IssueTable({
  kind,
  issues,
  testId = 'import-issues',
}: {
  kind: ImportKind;
  issues: readonly RowIssue[];
  testId?: string;
}) {
  const { t } = useTranslation();
  const text = useProblemText();
  return (
    <table className="plain-table" data-testid={testId}>
      <thead>
        <tr>
          <th className="num">{t('exchange.issue.row')}</th>
          <th>{t('exchange.issue.field')}</th>
          <th>{t('exchange.issue.value')}</th>
          <th>{t('exchange.issue.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {issues.map((issue, index) => (
          <tr key={index} data-testid="import-issue">
            <td className="num">{issue.rowNo}</td>
            <td>
              {issue.field === null
                ? '–'
                : t([`exchange.field.${kind}.${issue.field}`, 'ui.verbatim'], { value: issue.field })}
            </td>
            <td className="mono">{issue.value ?? ''}</td>
            <td>
              {kind === 'countSheets' && countFileCode(issue.reason) !== null ? (
                <b className="mono">{countFileCode(issue.reason)} </b>
              ) : null}
              {text(issue)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
