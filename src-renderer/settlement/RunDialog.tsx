import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RunRequest, type RunPreviewRow, type RunResult } from '../../src-shared/contract/settlement.contract.ts';
import type { z } from 'zod';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { ConfirmDialog, Dialog } from '../ui/Dialog.tsx';
import { dayOfInstant, formatFen, formatInteger } from '../ui/format.ts';
import { Figure } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { previousMonth } from './period.ts';

type Request = z.infer<typeof RunRequest>;
type PreviewRow = z.infer<typeof RunPreviewRow>;

function startRequest(): Request {
  const today = dayOfInstant(Date.now());
  const { fromDate, toDate } = previousMonth(today);
  return {
    kind: 'MONTHLY',
    periodFromDate: fromDate,
    periodToDate: toDate,
    taxDate: today,
    includeEarlier: false,
    claimantIds: [],
  };
}

/** A settlement for a period: what it would take per claimant is shown first, Enter runs it. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [request, setRequest] = useState(startRequest);
  const valid = RunRequest.safeParse(request).success && request.periodFromDate <= request.periodToDate;
  const preview = useCall(['settlement', 'previewRun', request], () => api.settlement.previewRun(request), {
    enabled: valid,
    keep: true,
  });
  const run = useOrder(() => api.settlement.run(request));
  const answer = run.data;
  if (answer?.result != null) return <RunDone result={answer.result} onClose={onClose} />;
  const rows = preview.data ?? [];
  return (
    <ConfirmDialog
      title={t('settlement.runTitle')}
      confirmText={run.isPending ? t('settlement.running') : t('settlement.runConfirm')}
      onConfirm={() => run.mutate(undefined)}
      onClose={onClose}
      busy={run.isPending}
      disabled={!valid || rows.length === 0}
      width={720}
      testId="run-dialog"
    >
      <RunFields request={request} onChange={setRequest} />
      {valid ? null : <Notice tone="warn">{t('settlement.badPeriod')}</Notice>}
      {run.error === null ? null : <Notice tone="bad">{text(problemOf(run.error))}</Notice>}
      {answer === undefined || answer.outcome.outcome === 'applied' ? null : (
        <Notice tone="bad">
          {text({ reason: answer.outcome.reason ?? 'unexpected', details: answer.outcome.details })}
        </Notice>
      )}
      {preview.error !== null ? (
        <ErrorState error={preview.error} />
      ) : preview.data === undefined ? (
        <LoadingState lines={4} />
      ) : (
        <Preview rows={rows} />
      )}
    </ConfirmDialog>
  );
}

function RunFields({ request, onChange }: { request: Request; onChange: (request: Request) => void }) {
  const { t } = useTranslation();
  const date = (name: 'periodFromDate' | 'periodToDate' | 'taxDate', label: string) => (
    <label className="field">
      <span className="label">{label}</span>
      <DateInput
        value={request[name]}
        label={label}
        onChange={(value) => onChange({ ...request, [name]: value })}
        testId={`run-${name}`}
      />
    </label>
  );
  return (
    <div className="run-fields">
      <label className="field">
        <span className="label">{t('settlement.kind')}</span>
        <select
          className="input"
          value={request.kind}
          data-testid="run-kind"
          autoFocus
          onChange={(event) => {
            const kind = RunRequest.shape.kind.safeParse(event.target.value);
            if (kind.success) onChange({ ...request, kind: kind.data });
          }}
        >
          {RunRequest.shape.kind.options.map((kind) => (
            <option key={kind} value={kind}>
              {t(`runKind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {date('taxDate', t('settlement.taxDate'))}
      {date('periodFromDate', t('settlement.from'))}
      {date('periodToDate', t('settlement.to'))}
      <label>
        <input
          type="checkbox"
          checked={request.includeEarlier}
          onChange={(event) => onChange({ ...request, includeEarlier: event.target.checked })}
          data-testid="run-includeEarlier"
        />{' '}
        {t('settlement.includeEarlier')}
      </label>
    </div>
  );
}

function Preview({ rows }: { rows: readonly PreviewRow[] }) {
  const { t } = useTranslation();
  const sum = (pick: (row: PreviewRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  if (rows.length === 0) return <Notice tone="wait">{t('settlement.nothingToRun')}</Notice>;
  return (
    <div className="run-list" data-testid="run-preview">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('settlement.code')}</th>
            <th>{t('settlement.claimant')}</th>
            <th className="num">{t('settlement.claims')}</th>
            <th className="num">{t('settlement.claimed')}</th>
            <th className="num">{t('claims.approved')}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="sum">
            <td>{t('claims.total')}</td>
            <td>{t('settlement.claimantCount', { number: formatInteger(rows.length) })}</td>
            <td className="num">{formatInteger(sum((row) => row.claimCount))}</td>
            <td className="num">{formatFen(sum((row) => row.claimedFen))}</td>
            <td className="num" data-testid="run-approved">
              {formatFen(sum((row) => row.approvedFen))}
            </td>
          </tr>
          {rows.map((row) => (
            <tr key={row.claimantId}>
              <td className="mono">{row.claimantCode}</td>
              <td>{row.claimantName}</td>
              <td className="num">{formatInteger(row.claimCount)}</td>
              <td className="num">{formatFen(row.claimedFen)}</td>
              <td className="num">{formatFen(row.approvedFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunDone({ result, onClose }: { result: z.infer<typeof RunResult>; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('settlement.runDone')}
      onClose={onClose}
      testId="run-done"
      foot={
        <Button look="primary" keyName="⏎" onClick={onClose} autoFocus>
          {t('ui.close')}
        </Button>
      }
    >
      {result.repeated ? <Notice tone="info">{t('settlement.repeated')}</Notice> : null}
      {result.returnedToReview > 0 ? (
        <Notice tone="warn">{t('settlement.returned', { number: result.returnedToReview })}</Notice>
      ) : null}
      <div className="figures">
        <Figure
          label={t('settlement.statements')}
          value={formatInteger(result.statementCount)}
          testId="done-statements"
        />
        <Figure label={t('settlement.claims')} value={formatInteger(result.claimCount)} testId="done-claims" />
        <Figure label={t('settlement.net')} value={formatFen(result.netFen)} testId="done-net" />
        <Figure label={t('settlement.payable')} value={formatFen(result.payableFen)} testId="done-payable" />
      </div>
    </Dialog>
  );
}
