import type { Kysely } from 'kysely';
import type { ClaimDraft, ClaimLineDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import type { LineDetail } from '../../src-shared/domain/claims/evaluation-types.ts';
import type { ClaimLineValues, ClaimValues } from '../../src-shared/domain/exchange/things.ts';
import type { LabourWork, PartWork, TripWork } from '../../src-shared/domain/service/order-work.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

/** Codes the claims of a part of a file name, as they are in our lists: `kind code` of faults, ids of approvals and campaigns. */
export interface ClaimPapers {
  faults: ReadonlySet<string>;
  preauths: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
}

const FAULTS = [
  ['complaintCode', 'COMPLAINT'],
  ['causeCode', 'CAUSE'],
  ['actionCode', 'ACTION'],
] as const;

/** Reads faults, approvals and campaigns by three statements. */
export async function loadClaimPapers(db: Kysely<CentralTables>, claims: readonly ClaimValues[]): Promise<ClaimPapers> {
  const codes = claims.flatMap((claim) => FAULTS.flatMap(([field]) => claim[field] ?? []));
  const numbers = claims.flatMap((claim) => claim.preauthNo ?? []);
  const named = claims.flatMap((claim) => claim.campaignCode ?? []);
  const faults = await db.selectFrom('faultCode').select(['kind', 'code']).where(isAnyOf('code', codes)).execute();
  const preauths = await db.selectFrom('preauth').select(['id', 'no']).where(isAnyOf('no', numbers)).execute();
  const campaigns = await db.selectFrom('campaign').select(['id', 'code']).where(isAnyOf('code', named)).execute();
  return {
    faults: new Set(faults.map(({ kind, code }) => `${kind} ${code}`)),
    preauths: new Map(preauths.map((row) => [row.no, row.id])),
    campaigns: new Map(campaigns.map((row) => [row.code, row.id])),
  };
}

type Papers = Pick<ClaimDraft, 'complaintCode' | 'causeCode' | 'actionCode' | 'preauthId' | 'campaignId'>;

/** Fault codes, approval and campaign of a claim; one that is in none of our lists is refused with its field. */
export function papersOf(papers: ClaimPapers, thing: CheckedThing<'claims'>): Papers | { refusal: ThingOutcome } {
  const {
    preauthNo = null,
    campaignCode = null,
    complaintCode = null,
    causeCode = null,
    actionCode = null,
  } = thing.values;
  const codes = { complaintCode, causeCode, actionCode };
  for (const [field, kind] of FAULTS) {
    const value = codes[field];
    if (value !== null && !papers.faults.has(`${kind} ${value}`)) {
      return { refusal: refusedThing(thing, 'fault-code-unknown', { field, value }) };
    }
  }
  const preauthId = preauthNo === null ? null : (papers.preauths.get(preauthNo) ?? undefined);
  if (preauthId === undefined) {
    return { refusal: refusedThing(thing, 'preauth-unknown', { field: 'preauthNo', value: preauthNo }) };
  }
  const campaignId = campaignCode === null ? null : (papers.campaigns.get(campaignCode) ?? undefined);
  if (campaignId === undefined) {
    return { refusal: refusedThing(thing, 'campaign-unknown', { field: 'campaignCode', value: campaignCode }) };
  }
  return { ...codes, preauthId, campaignId };
}

/** What a line of travel says of its road. */
export function roadOf({ routeKm, toLatMicro, toLngMicro, tollFen }: ClaimLineValues): LineDetail {
  return {
    ...(routeKm == null ? {} : { routeKm }),
    ...(toLatMicro == null || toLngMicro == null ? {} : { toLatMicro, toLngMicro }),
    ...(tollFen == null ? {} : { tollFen, tollReceiptFen: tollFen }),
  };
}

const OF_THE_ORDER = [
  'technician',
  'supplyMode',
  'issueDoc',
  'oldSerial',
  'newSerial',
  'departAtMs',
  'toLatMicro',
] as const;

/**
 * The work order the lines of a file describe: hours, parts and trips, in their order. null = the file says nothing of it beyond
 * the claim, and the order stays bare as it always was.
 */
export function orderOf(
  { place, lines }: ClaimValues,
  drafts: readonly ClaimLineDraft[],
  station: { latMicro: number | null; lngMicro: number | null },
): ClaimDraft['order'] | null {
  const isTold = place != null || lines.some((line) => OF_THE_ORDER.some((field) => line[field] != null));
  if (!isTold) return null;
  const both = lines.flatMap((line, index) => {
    const draft = drafts[index];
    return draft === undefined ? [] : [{ line, draft }];
  });
  const of = (costType: string) => both.filter(({ draft }) => draft.costType === costType);
  return {
    place: place ?? (of('TRAVEL').length > 0 ? 'FIELD' : 'SHOP'),
    work: {
      labour: of('LABOUR').map(({ line, draft }): LabourWork => {
        const { opId, description, technician } = draft;
        return { opId, description, hoursCenti: line.hoursCenti ?? draft.stdHoursCenti ?? 0, technician };
      }),
      parts: of('MATERIAL').map(({ line, draft }) => partOf(line, draft)),
      trips: of('TRAVEL').map(({ line }) => tripOf(line, station)),
    },
  };
}

function partOf(line: ClaimLineValues, draft: ClaimLineDraft): PartWork {
  const { partNo, supplyMode, issueDoc = null, oldSerial = null, newSerial = null } = line;
  return {
    ...{ partId: draft.partId, partNo: partNo ?? draft.description, qtyMilli: draft.qtyMilli ?? 1000 },
    ...{ unitFen: draft.unitFen ?? 0, oldSerial, newSerial, isCausal: line.isCausal ?? false, issueDoc },
    supplyMode: supplyMode ?? 'STATION_STOCK',
  };
}

/** From the station to where it went, half of the kilometres each way. */
function tripOf(line: ClaimLineValues, station: { latMicro: number | null; lngMicro: number | null }): TripWork {
  const km = line.km ?? 0;
  const kmOut = Math.ceil(km / 2);
  const tollFen = line.tollFen ?? 0;
  return {
    ...{ fromLatMicro: station.latMicro, fromLngMicro: station.lngMicro, fromText: null, toText: null },
    ...{ toLatMicro: line.toLatMicro ?? null, toLngMicro: line.toLngMicro ?? null, kmOut, kmBack: km - kmOut },
    ...{ routeKm: line.routeKm ?? null, people: 1, engineerDays: 0, personNights: 0, tollFen, tollReceiptFen: tollFen },
    ...{ departAtMs: line.departAtMs ?? null, returnAtMs: line.returnAtMs ?? null, lodgingFen: 0 },
    ...{ night: false, holiday: false },
  };
}
