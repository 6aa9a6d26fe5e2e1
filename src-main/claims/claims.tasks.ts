import type { z } from 'zod';
import type { ReasonCode } from '../../src-shared/contract/claims.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { ReadStores } from '../db/stores.ts';
import {
  batchState,
  decideClaim,
  decideSelection,
  selectionTotal,
  undoBatch,
  undoDecision,
} from './claim-decisions.repository.ts';
import { claimGroups } from './claim-groups.repository.ts';
import { claimReceivers } from './claim-receivers.repository.ts';
import { paper } from './papers.repository.ts';
import { dryRun } from './dry-run.repository.ts';
import { claimEvidence } from './claim-evidence.repository.ts';
import { claimDetail } from './claim-detail.repository.ts';
import { auditFigures } from './figures/audit-figures.repository.ts';
import {
  claimOrder,
  claimPage,
  claimQueues,
  claimTotals,
  distinctValues,
  findPlaces,
  groupTotals,
  type ClaimTotalsValue,
} from './claim-page.repository.ts';

function reasonCodes(stores: ReadStores, _input: null): z.infer<typeof ReasonCode>[] {
  const rows = stores.replicaFile
    .prepare(
      `select code, text_zh as textZh, text_en as textEn, default_action as defaultAction, counts_as_fraud as fraud,
              suggested_rank as suggestedRank, is_offered as offered from reason_code order by suggested_rank is null, suggested_rank, code`,
    )
    .all() as (Omit<z.infer<typeof ReasonCode>, 'countsAsFraud' | 'isOffered'> & {
    fraud: number;
    offered: number;
  })[];
  return rows.map(({ fraud, offered, ...row }) => ({ ...row, countsAsFraud: fraud === 1, isOffered: offered === 1 }));
}

export const claimsReadTasks = {
  'claims.page': claimPage,
  'claims.order': claimOrder,
  'claims.totals': (stores: ReadStores, input: { query: GridQuery }): ClaimTotalsValue =>
    claimTotals(stores, input.query),
  'claims.queues': claimQueues,
  'claims.find': findPlaces,
  'claims.distinct': distinctValues,
  'claims.groupTotals': groupTotals,
  'claims.detail': claimDetail,
  'claims.evidence': claimEvidence,
  'claims.paper': paper,
  'claims.reasonCodes': reasonCodes,
  'claims.receivers': claimReceivers,
  'claims.groups': claimGroups,
  'claims.figures': auditFigures,
  'claims.dryRun': dryRun,
  'claims.selectionTotal': selectionTotal,
  'claims.batch': batchState,
};

export const claimsWriteTasks = {
  'claims.decide': decideClaim,
  'claims.decideMany': decideSelection,
  'claims.undo': undoDecision,
  'claims.undoBatch': undoBatch,
};
