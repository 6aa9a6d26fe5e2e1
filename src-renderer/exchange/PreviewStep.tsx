import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../src-shared/contract/exchange.contract.ts';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Figure, Panel, Section } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useExport } from '../ui/use-export.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { IssueTable } from './IssueTable.tsx';
import type { ImportFlow } from './use-import.ts';

const COUNTS = ['rowsRead', 'rowsAccepted', 'rowsRefused', 'rowsRepeated'] as const;

/** Every row as it will be taken, errors where they stand; nothing has been sent yet. */
export function PreviewStep({ flow, preview }: { flow: ImportFlow; preview: ImportPreview }) {
  const { t } = useTranslation();
  const exportFile = useExport();
  const [wholeOnly, setWholeOnly] = useState(false);
  const ready = preview.things > 0 && !flow.busy && !(wholeOnly && preview.rowsRefused > 0);
  const commit = (): void => flow.commit(wholeOnly);
  const errorFile = (): void => exportFile({ report: 'importErrors', importId: preview.previewId });
  useKeys({ F7: () => ready && commit(), Escape: flow.back, KeyE: errorFile });
  return (
    <>
      <Panel testId="import-preview-step">
        <Section title={t('exchange.preview.title', { kind: t(`exchange.kind.${preview.kind}`) })}>
          <div className="figures">
            {COUNTS.map((name) => (
              <Figure
                key={name}
                label={t(`exchange.count.${name}`)}
                value={formatInteger(preview[name])}
                testId={`preview-${name}`}
              />
            ))}
            <Figure
              label={t(`exchange.things.${preview.kind}`)}
              value={formatInteger(preview.things)}
              testId="preview-things"
            />
          </div>
          {preview.rowsRefused === 0 ? null : (
            <Notice tone="warn">{t('exchange.preview.refused', { count: preview.rowsRefused })}</Notice>
          )}
        </Section>
        {preview.warningTotals.length === 0 ? null : (
          <Notice tone="info" testId="import-warnings">
            {preview.warningTotals.map(({ reason, rows }) => t(`exchange.warning.${reason}`, { rows })).join(' ')}
          </Notice>
        )}
        {preview.valuesRounded === 0 ? null : (
          <Notice tone="info">{t('exchange.preview.rounded', { count: preview.valuesRounded })}</Notice>
        )}
        <div className="dialog-foot">
          <label>
            <input
              type="checkbox"
              checked={wholeOnly}
              data-testid="import-whole-only"
              onChange={(event) => setWholeOnly(event.target.checked)}
            />{' '}
            {t('exchange.preview.wholeOnly')}
          </label>
          <span className="grow" />
          <Button onClick={errorFile} keyName="E" testId="import-error-file">
            {t('exchange.errorFile')}
          </Button>
          <Button onClick={flow.back} keyName="Esc">
            {t('exchange.preview.back')}
          </Button>
          <Button look="primary" onClick={commit} disabled={!ready} keyName="F7" testId="import-commit">
            {t('exchange.preview.commit', { count: preview.things })}
          </Button>
        </div>
      </Panel>
      <Panel>
        <div className="scroll" tabIndex={0}>
          <SampleTable preview={preview} />
        </div>
      </Panel>
      {preview.issues.length === 0 ? null : (
        <Panel label={t('exchange.issue.title')}>
          <div className="scroll" tabIndex={0}>
            <IssueTable kind={preview.kind} issues={preview.issues} />
          </div>
        </Panel>
      )}
      {preview.warnings.length === 0 ? null : (
        <Panel label={t('exchange.warning.title')}>
          <div className="scroll" tabIndex={0}>
            <IssueTable kind={preview.kind} issues={preview.warnings} testId="import-warning-list" />
          </div>
        </Panel>
      )}
    </>
  );
}

function SampleTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const names = Object.keys(preview.sample[0]?.values ?? {});
  return (
    <table className="plain-table" data-testid="import-sample">
      <thead>
        <tr>
          <th className="num">{t('exchange.issue.row')}</th>
          {names.map((name) => (
            <th key={name}>{t(`exchange.field.${preview.kind}.${name}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.sample.map((row) => (
          <tr key={row.rowNo} className={row.issues.length > 0 ? 'refused' : ''}>
            <td className="num">{row.rowNo}</td>
            {names.map((name) => {
              const issue = row.issues.find((each) => each.field === name);
              return (
                <td
                  key={name}
                  className={issue === undefined ? '' : 'wrong'}
                  title={issue === undefined ? undefined : text(issue)}
                >
                  {row.values[name]}
                  {issue === undefined ? null : <small>{text(issue)}</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
