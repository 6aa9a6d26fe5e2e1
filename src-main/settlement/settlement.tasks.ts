import { waitingReversals } from './reversals.repository.ts';
import { statementDetail } from './statement-detail.repository.ts';
import { previewRun, settlementRuns, statementOrder, statementPage } from './statements.repository.ts';

export const settlementReadTasks = {
  'settlement.previewRun': previewRun,
  'settlement.runs': settlementRuns,
  'settlement.statements': statementPage,
  'settlement.statementOrder': statementOrder,
  'settlement.statement': statementDetail,
  'settlement.reversals': waitingReversals,
};
