import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import { MOST_DOCUMENTS } from '../../src-shared/contract/print.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { api } from '../api/client.ts';
import type { Ticked } from '../grid/selection.ts';

/** The claims a person means: the ticked ones in the order of the list, else the current one; 500 in a batch at most. */
export async function printIds(ticked: Ticked, query: GridQuery, current: ClaimRow | null): Promise<string[]> {
  if (ticked.mode === 'ids' && ticked.ids.size === 0) return current === null ? [] : [current.id];
  if (ticked.mode === 'ids') return [...ticked.ids].slice(0, MOST_DOCUMENTS);
  const { rows } = await api.claims.page({ query, offset: 0, limit: MOST_DOCUMENTS });
  return rows.map(({ id }) => id).filter((id) => !ticked.except.has(id));
}
