import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import type { z } from 'zod';
import { StatementAction, type StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel, Strip } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice, Tag } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useExport } from '../ui/use-export.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { claimsFoot } from './statement-totals.ts';
import { STATEMENT_CLAIM_COLUMNS, STATEMENT_TONES } from './statements.columns.tsx';
import { StatementFacts } from './StatementFacts.tsx';

type Detail = z.infer<typeof StatementDetail>;
type Action = z.infer<typeof StatementAction>;

const back = (): void => navigate('settlement');

export function StatementPage({ id }: { id: string }) {
  const detail = useCall(['settlement', 'statement', id], () => api.settlement.statement({ id }), { keep: true });
  useKeys({ Escape: back });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  return (
    <div className="work statement-work" data-testid="statement-page">
      <StatementSheet detail={detail.data} onMoved={() => void detail.refetch()} />
      <StatementFacts detail={detail.data} />
    </div>
  );
}

function StatementSheet({ detail, onMoved }: { detail: Detail; onMoved: () => void }) {
  const { t } = useTranslation();
  const { statement } = detail;
  return (
    <Panel>
      <StatementTools detail={detail} onMoved={onMoved} />
      <header className="statement-head">
        <h2 className="mono">{statement.no}</h2>
        <Tag tone={STATEMENT_TONES[statement.status]}>{t(`statementStatus.${statement.status}`)}</Tag>
        <span>
          {statement.claimantName} <span className="mono dim">{statement.claimantCode}</span>
        </span>
        <span className="dim">
          {t(`runKind.${statement.kind}`, { defaultValue: statement.kind })} ·{' '}
          {t('settlement.periodText', { fromDate: statement.periodFromDate, toDate: statement.periodToDate })}
        </span>
        <span className="amount">
          <span className="dim">{t('settlement.payable')}</span>{' '}
          <b className={statement.payableFen < 0 ? 'cut' : ''} data-testid="statement-payable">
            ¥ {formatFen(statement.payableFen)}
          </b>
        </span>
      </header>
      <ListGrid
        columns={STATEMENT_CLAIM_COLUMNS}
        rows={detail.claims}
        rowId={(claim) => claim.claimId}
        totals={claimsFoot(detail.claims, t('claims.total'))}
        onOpen={(claim) => navigate('claim', claim.claimId)}
        emptyText={t('settlement.noClaims')}
        testId="statement-claims"
      />
      <Strip>
        <span>
          {t('grid.count')} <b>{formatInteger(detail.claims.length)}</b>
        </span>
        <span>
          {t('settlement.claimed')} <b>{formatFen(statement.claimedFen)}</b>
        </span>
        <span>
          {t('settlement.net')} <b>{formatFen(statement.netFen)}</b>
        </span>
        <span>
          {t('settlement.tax')} <b>{formatFen(statement.taxFen)}</b>
        </span>
        <span>
          {t('settlement.gross')} <b>{formatFen(statement.grossFen)}</b>
        </span>
      </Strip>
    </Panel>
  );
}

const FORWARD: readonly Action[] = ['propose', 'approve', 'send', 'confirm'];
const LOOKS = (action: Action): 'primary' | 'bad' | 'normal' =>
  action === 'void' ? 'bad' : FORWARD.includes(action) ? 'primary' : 'normal';

/** The steps this user may do now, and the workbook. */
function StatementTools({ detail, onMoved }: { detail: Detail; onMoved: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const startExport = useExport();
  const [asking, setAsking] = useState<Action | null>(null);
  const [note, setNote] = useState('');
  const { statement } = detail;
  const advance = useOrder(api.settlement.advance, (outcome) => {
    if (outcome.outcome !== 'applied') return;
    setAsking(null);
    showToast({ text: t('settlement.moved', { no: statement.no }) });
    onMoved();
  });
  const exportThis = (): void => startExport({ report: 'statement', statementId: statement.id });
  useKeys({ 'Ctrl+KeyE': exportThis });
  const refused = advance.data !== undefined && advance.data.outcome !== 'applied' ? advance.data : null;
  const actions = StatementAction.options.filter((action) => detail.allowedActions.includes(action));
  return (
    <div className="tools">
      <Button onClick={back} keyName="Esc">
        {t('settlement.back')}
      </Button>
      <span className="grow" />
      {actions.map((action) => (
        <Button
          key={action}
          look={LOOKS(action)}
          testId={`statement-${action}`}
          onClick={() => {
            advance.reset();
            setNote('');
            setAsking(action);
          }}
        >
          {t(`statementAction.${action}`)}
        </Button>
      ))}
      <Button keyName="Ctrl E" onClick={exportThis} testId="export">
        {t('claims.export')}
      </Button>
      {asking === null ? null : (
        <ConfirmDialog
          title={`${t(`statementAction.${asking}`)} · ${statement.no}`}
          confirmText={t(`statementAction.${asking}`)}
          onConfirm={() =>
            advance.mutate({ statementId: statement.id, version: statement.version, action: asking, note })
          }
          onClose={() => setAsking(null)}
          busy={advance.isPending}
          look={asking === 'void' ? 'danger' : 'primary'}
          testId="advance-dialog"
        >
          <p>
            {t('settlement.advanceText', {
              claimantName: statement.claimantName,
              claims: detail.claims.length,
              payable: formatFen(statement.payableFen),
            })}
          </p>
          {advance.error === null ? null : <Notice tone="bad">{text(problemOf(advance.error))}</Notice>}
          {refused === null ? null : (
            <Notice tone="bad">{text({ reason: refused.reason ?? 'unexpected', details: refused.details })}</Notice>
          )}
          <input
            className="input"
            maxLength={500}
            placeholder={t('claims.noteOptional')}
            aria-label={t('claims.note')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
