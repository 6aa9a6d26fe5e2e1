import type { PeerEvidence, PeerFigure } from '../../src-shared/contract/claim-evidence.contract.ts';
import { medianOf, peerDistribution } from '../../src-shared/domain/claims/peer-distribution.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';

interface Peer {
  stationId: string | null;
  hours: number;
  parts: number;
  yuan: number;
}

const MONTHS_BACK = 12;
/** Enough for a median nobody would dispute, few enough to be read while the row is being entered. */
const MOST_PEERS = 300;
const MEASURES: readonly PeerFigure['measure'][] = ['hours', 'parts', 'yuan'];

/** The same operation in the region over the last twelve months against this claim; null without an operation or peers. */
export function claimPeers(stores: ReadStores, full: Row): PeerEvidence | null {
  const { main_op_id: opId, region_id: regionId, repair_finish_date: onDate } = full;
  if (typeof opId !== 'string' || typeof onDate !== 'string') return null;
  const fromDate = addMonthsClamped({ date: onDate, months: -MONTHS_BACK });
  const peers = stores.replicaFile
    .prepare(
      `select c.station_id as stationId, ${FIGURES}
         from claim c where c.main_op_id = ? and c.region_id = ? and c.repair_finish_date between ? and ? and c.id <> ?
        order by c.repair_finish_date desc limit ?`,
    )
    .all(opId, regionId, fromDate, onDate, full.id, MOST_PEERS) as Peer[];
  if (peers.length === 0) return null;
  const mine = stores.replicaFile
    .prepare(`select c.station_id as stationId, ${FIGURES} from claim c where c.id = ?`)
    .get(full.id) as Peer;
  const own = peers.filter((peer) => peer.stationId === full.station_id);
  const figures = MEASURES.flatMap((measure): PeerFigure[] => {
    const spread = peerDistribution(
      peers.map((peer) => peer[measure]),
      mine[measure],
    );
    if (spread === null) return [];
    const { median, ...rest } = spread;
    const stationMedian = medianOf(own.map((peer) => peer[measure]));
    return [{ measure, mine: mine[measure], stationMedian, regionMedian: median, ...rest }];
  });
  const operation = stores.replicaFile.prepare('select name from labour_operation where id = ?').pluck().get(opId) as
    string | undefined;
  return {
    operation: operation ?? String(full.main_item_text ?? ''),
    ...{ fromDate, regionCount: peers.length, stationCount: own.length, figures },
  };
}

/** Hours in hundredths, parts in fen as claimed (free issue counts by its value at the fee), everything claimed in fen. */
const FIGURES = `(select coalesce(sum(l.hours_centi), 0) from claim_line l where l.claim_id = c.id and l.cost_type = 'LABOUR') as hours,
  (select coalesce(sum(l.claimed_fen), 0) from claim_line l where l.claim_id = c.id and l.cost_type in ('MATERIAL', 'HANDLING')) as parts,
  c.claimed_fen as yuan`;
