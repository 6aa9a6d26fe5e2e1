import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { useThing } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { formatFen } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { requestWhy } from '../ui/why-request.ts';
import { claimsFoot } from './statement-totals.ts';
import { STATEMENT_CLAIM_COLUMNS, STATEMENT_TONES, type StatementClaim } from './statements.columns.tsx';
import { StatementFacts } from './StatementFacts.tsx';
import { StatementTools } from './StatementTools.tsx';
import { StatementWhy } from './StatementWhy.tsx';
import { useMoveClaim } from './use-move-claim.ts';

type Detail = z.infer<typeof StatementDetail>;

const back = (): void => navigate('settlement');

export function StatementPage({ id }: { id: string }) {
  const answer = useThing(['settlement', 'statement'], id, (thing) => api.settlement.statement({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => (
        <div className="work statement-work" data-testid="statement-page">
          <StatementSheet detail={detail} onMoved={() => answer.refetch()} />
          <StatementFacts detail={detail} />
        </div>
      )}
    </LoadedPage>
  );
}

function StatementSheet({ detail, onMoved }: { detail: Detail; onMoved: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const { statement } = detail;
  const [currentId, setCurrentId] = useState<string | null>(null);
  const current = detail.claims.find((claim) => claim.claimId === currentId) ?? null;
  const [isWhyOpen, setWhyOpen] = useState(false);
  const { move, undo } = useMoveClaim(detail, () => void onMoved());
  const open = (claim: StatementClaim | null): void => {
    if (claim !== null) navigate('claim', claim.claimId);
  };
  const why = (): void => {
    if (current !== null) requestWhy({ claimId: current.claimId, seq: null });
  };
  useKeys({
    KeyM: () => move(current),
    KeyZ: undo,
    KeyO: () => open(current),
    KeyW: why,
    'Shift+KeyW': () => setWhyOpen(true),
    Enter: () => open(current),
    NumpadEnter: () => open(current),
  });
  return (
    <Panel>
      <StatementTools detail={detail} onMoved={onMoved} onBack={back} />
      <header className="statement-head">
        <h2 className="mono">{statement.no}</h2>
        <Tag tone={STATEMENT_TONES[statement.status]} testId="statement-status">
          {t(`statementStatus.${statement.status}`)}
        </Tag>
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
        onCurrent={(claim) => setCurrentId(claim.claimId)}
        onOpen={open}
        emptyText={t('settlement.noClaims')}
        strip={
          <>
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
            <Button keyName="W" onClick={why} testId="statement-why">
              {t('settlement.why')}
            </Button>
            <Button keyName="⇧W" onClick={() => setWhyOpen(true)} testId="statement-why-sums">
              {t('settlement.whySums')}
            </Button>
            {detail.allowedActions.includes('detachClaim') ? (
              <Button keyName="M" onClick={() => move(current)} testId="statement-move">
                {t('settlement.move')}
              </Button>
            ) : null}
          </>
        }
        testId="statement-claims"
      />
      {isWhyOpen ? <StatementWhy detail={detail} onClose={() => setWhyOpen(false)} /> : null}
    </Panel>
  );
}
