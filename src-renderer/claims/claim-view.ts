import { useEffect, useMemo } from 'react';
import { z } from 'zod';
import type { ClaimTotals, ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import { Filter, Sort, type GridQuery } from '../../src-shared/contract/query.ts';
import type { ColumnView, SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { ClaimQueue } from '../../src-shared/contract/values.ts';
import { withDates } from '../grid/filters.ts';
import { dayOfInstant } from '../ui/format.ts';
import { remember } from '../ui/remembered.ts';
import { setSearchText } from '../ui/search-text.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { viewUnderSearch } from './sweep-view.ts';

/** What the user looks at: queue, conditions, order and row; the same after a reload (design §8). */
const ClaimView = z.object({
  queue: ClaimQueue.nullable(),
  filters: z.array(Filter),
  sort: z.array(Sort),
  row: z.int().min(0),
  /** A group of alike claims, opened from Today to be decided as a whole. */
  sweep: z.boolean().default(false),
});
export type ClaimView = z.infer<typeof ClaimView>;

const VIEW_NAME = 'claims.view';

/** To decide, the riskiest first; the score sorts and is never shown. */
const START: ClaimView = {
  queue: 'DECIDE',
  filters: [],
  sort: [{ column: 'riskScore', direction: 'desc' }],
  row: 0,
  sweep: false,
};

/** Has the audit open with this view the next time it is shown; what was searched for there would hide most of it. */
export function storeClaimView(view: ClaimView): void {
  setSearchText('', 'claims');
  remember(VIEW_NAME, view);
}

/** The view under what is searched for, which ends a sweep; that is stored, so that it stays ended without the search. */
export function useClaimView(text: string): [ClaimView, (part: Partial<ClaimView>) => void] {
  const [stored, store] = useStoredState(VIEW_NAME, ClaimView, START);
  const view = useMemo(() => viewUnderSearch(stored, text), [stored, text]);
  useEffect(() => {
    if (view !== stored) store(view);
  }, [view, stored, store]);
  return [view, (part) => store({ ...view, ...part })];
}

/** The question of the view. A search looks through all claims, wherever they stand. */
export function useClaimQuery(view: ClaimView, text: string): GridQuery {
  const { queue, filters, sort } = view;
  return useMemo(() => {
    const inQueue: Filter[] = queue === null || text !== '' ? [] : [{ column: 'queue', op: 'in', values: [queue] }];
    return { filters: withDates([...inQueue, ...filters], dayOfInstant(Date.now())), text, sort };
  }, [queue, filters, sort, text]);
}

/** What a scheme keeps of the view: the queue is one of its conditions. */
export function schemeOf(view: ClaimView, columns: ColumnView[]): SchemeBody {
  const inQueue: Filter[] = view.queue === null ? [] : [{ column: 'queue', op: 'in', values: [view.queue] }];
  return { filters: [...inQueue, ...view.filters], sort: view.sort, columns };
}

/** The view of a scheme, from its first row. */
export function viewOfScheme({ filters, sort }: SchemeBody): ClaimView {
  const queue = ClaimQueue.safeParse(filters.find((filter) => filter.column === 'queue')?.values[0]);
  return {
    queue: queue.success ? queue.data : null,
    filters: filters.filter((filter) => filter.column !== 'queue'),
    sort,
    row: 0,
    sweep: false,
  };
}

/** The totals as a row for the foot of the grid; it has no id, which tells it from a claim. */
export function totalsRow(totals: ClaimTotals, label: string): ClaimRow {
  return {
    id: '',
    version: 0,
    no: label,
    status: 'DRAFT',
    queue: 'NONE',
    type: '',
    claimantType: '',
    claimantCode: '',
    claimantName: '',
    regionId: '',
    regionName: null,
    productLine: '',
    modelName: null,
    vin: '',
    plateNo: null,
    failureDate: '',
    repairFinishDate: '',
    submittedAtMs: null,
    mileageKm: null,
    mainItem: null,
    claimedFen: totals.claimedFen,
    payableFen: totals.payableFen,
    approvedFen: totals.approvedFen,
    cutFen: totals.cutFen,
    worstSeverity: 0,
    hitCount: 0,
    hitSignature: '',
    headline: null,
    holdReason: null,
    reasonCode: null,
    decidedAtMs: null,
    decidedDate: null,
    decidedByName: null,
    outcome: null,
    ...{ byRules: false, isFraud: false, stationGrade: null, queuedDate: null, series: null, componentName: null },
    ...{ supplierName: null, misBand: null },
    returnCount: 0,
    ...{ holderId: null, holderName: null },
    statementId: null,
    statementNo: null,
    pending: false,
  };
}
