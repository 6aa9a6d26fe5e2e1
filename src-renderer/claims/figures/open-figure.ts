import type { Filter } from '../../../src-shared/contract/query.ts';
import { navigate } from '../../ui/navigation.ts';
import { storeClaimView } from '../claim-view.ts';

/** Opens the claims with these conditions; whatever another figure left there is gone. */
export function openClaims(filters: readonly Filter[]): void {
  storeClaimView({
    ...{ queue: null, filters: merged(filters), row: 0, sweep: false },
    sort: [{ column: 'repairFinishDate', direction: 'desc' }],
  });
  navigate('claims');
}

/** One condition to a column, the later one: the grid shows and clears conditions by their column. */
function merged(filters: readonly Filter[]): Filter[] {
  return [...new Map(filters.map((filter) => [filter.column, filter])).values()];
}
