import { statementDetail } from './statement-detail.repository.ts';
import { previewRun, settlementRuns, statementPage } from './statements.repository.ts';

export const settlementReadTasks = {
  'settlement.previewRun': previewRun,
  'settlement.runs': settlementRuns,
  'settlement.statements': statementPage,
  'settlement.statement': statementDetail,
};
