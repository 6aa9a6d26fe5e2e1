import type { ControlTotal, Selection } from '../../src-shared/contract/query.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { hasOverlay } from './claim-page.repository.ts';
import { bothArms } from './claim-query.ts';

interface SelectedClaim {
  id: string;
  version: number;
  payableFen: number;
  /** The row's number in the checksum of replication: two sets with the same sum of these are the same set. */
  key: number;
}

/** The control total keeps nine digits: enough to tell two selections apart, few enough to read out. */
const CONTROL_DIGITS = 1_000_000_000;

/** The claims of a selection as they stand now. */
export function selectedClaims(stores: ReadStores | WriteStores, selection: Selection): SelectedClaim[] {
  const columns = 'c.id as id, c._v as version, c.payable_fen as payableFen, c._k as key';
  if (selection.mode === 'query') {
    const arms = bothArms(columns, selection.query, hasOverlay(stores));
    const except = new Set(selection.except);
    const all = stores.replicaFile.prepare(arms.sql).all(...arms.params) as SelectedClaim[];
    return all.filter((claim) => !except.has(claim.id));
  }
  // An overlay never changes id, version or the payable amount: the base row answers for both.
  return stores.replicaFile
    .prepare(`select ${columns} from claim c where c.id in (select value from json_each(?))`)
    .all(JSON.stringify([...new Set(selection.ids)])) as SelectedClaim[];
}

/** Count, payable sum and a control number over which claims in which version they are, whatever their order. */
export function controlTotalOf(claims: readonly SelectedClaim[]): ControlTotal {
  let totalFen = 0;
  let controlNo = 0;
  for (const { payableFen, key, version } of claims) {
    totalFen += payableFen;
    controlNo = (controlNo + (key % CONTROL_DIGITS) + version * 7919) % CONTROL_DIGITS;
  }
  return { count: claims.length, totalFen, controlNo };
}
