import { supplierClaimFen } from '../../../src-shared/domain/recovery/supplier-claim.ts';
import { addMonths, dateOf, dayOf, instantOf } from '../facts/demo-calendar.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';
import type { ClaimRow, LineRow } from './evaluate.ts';

type Contract = Fact<'supplierRecoveryContract'>;
interface Owed {
  claim: ClaimRow;
  line: LineRow;
  part: Fact<'part'>;
  contract: Contract;
  lines: readonly LineRow[];
}

/** Charges suppliers back month by month for what was posted: old ones settled, newer ones under way, the last month drafted. */
export function addSupplierClaims(facts: DemoFacts, linesByClaim: ReadonlyMap<string, LineRow[]>): void {
  const contracts = new Map(facts.rows('supplierRecoveryContract').map((row) => [row.supplierId, row]));
  const parts = new Map(facts.rows('part').map((row) => [row.id, row]));
  const oldParts = new Map(facts.rows('oldPart').map((row) => [row.claimLineId ?? '', row.id]));
  const owed = facts.rows('claim').flatMap((claim): Owed[] => {
    if (claim.responsibility !== 'SUPPLIER' || !['POSTED', 'PAID'].includes(claim.status) || claim.closedDate === null)
      return [];
    const lines = linesByClaim.get(claim.id) ?? [];
    const line = lines.find((candidate) => candidate.costType === 'MATERIAL' && candidate.isCausal === 1);
    const part = parts.get(line?.partId ?? '');
    const contract = contracts.get(part?.supplierId ?? '');
    return line === undefined || part === undefined || contract === undefined
      ? []
      : [{ claim, line, part, contract, lines }];
  });
  const bySupplierMonth = Map.groupBy(
    owed,
    (item) => `${item.contract.supplierId}/${(item.claim.closedDate ?? '').slice(0, 7)}`,
  );
  let number = 0;
  for (const [key, items] of [...bySupplierMonth].sort(([one], [other]) => (one < other ? -1 : 1))) {
    number += 1;
    addSupplierClaim(facts, { month: key.slice(-7), items, number, oldParts });
  }
}

interface NewSupplierClaim {
  month: string;
  items: Owed[];
  number: number;
  oldParts: ReadonlyMap<string, string>;
}

const TRACK = {
  DRAFT: 'DRAFTED',
  SENT: 'SENT',
  ACK: 'SENT',
  ACCEPTED: 'ACCEPTED',
  PARTIAL: 'PARTIAL',
  DISPUTED: 'SENT',
  REJECTED: 'REJECTED',
  SETTLED: 'RECOVERED',
  DEEMED_ACCEPTED: 'ACCEPTED',
} as const;

function addSupplierClaim(facts: DemoFacts, input: NewSupplierClaim): void {
  const { month, items, number } = input;
  const contract = items[0]?.contract;
  if (contract === undefined) return;
  const id = facts.ids.next();
  const sentDay = dayOf(addMonths(`${month}-01`, 1)) + 4;
  const status = statusOf(facts.todayDay - sentDay, number);
  const sums = { materialFen: 0, labourFen: 0, travelFen: 0, mgmtFeeFen: 0, totalFen: 0 };
  const lines: Fact<'supplierClaimLine'>[] = [];
  for (const item of items) {
    const amounts = amountsOf(item);
    for (const key of ['materialFen', 'labourFen', 'travelFen', 'mgmtFeeFen', 'totalFen'] as const)
      sums[key] += amounts[key];
    const { totalFen, ...parts } = amounts;
    const settled = status === 'SETTLED' || status === 'ACCEPTED' || status === 'DEEMED_ACCEPTED';
    const acceptedFen = settled ? totalFen : status === 'PARTIAL' ? Math.floor(totalFen / 2) : null;
    const oldPartId = input.oldParts.get(item.line.id) ?? null;
    const basis = item.contract.materialBasis;
    lines.push({
      id: facts.ids.next(),
      supplierClaimId: id,
      claimId: item.claim.id,
      claimLineId: item.line.id,
      oldPartId,
      basis,
      ...parts,
      liabilityBp: 10_000,
      acceptedFen,
    });
    item.claim.supplierStatus = TRACK[status];
  }
  facts.add('supplierClaim', {
    id,
    no: `GS${month.slice(2).replace('-', '')}${String(number).padStart(5, '0')}`,
    supplierId: contract.supplierId,
    periodCode: month,
    ...sums,
    sentAtMs: status === 'DRAFT' ? null : instantOf(sentDay, 600),
    dueDate: status === 'DRAFT' ? null : dateOf(sentDay + contract.responseDays),
    response: status === 'REJECTED' ? '非我方质量问题' : null,
    acceptedFen: lines.every((line) => line.acceptedFen === null)
      ? null
      : lines.reduce((sum, line) => sum + (line.acceptedFen ?? 0), 0),
    settleMode: status === 'SETTLED' ? 'OFFSET_AP' : null,
    status,
  });
  for (const line of lines) facts.add('supplierClaimLine', line);
}

function statusOf(ageDays: number, number: number): keyof typeof TRACK {
  if (ageDays < 0) return 'DRAFT';
  if (ageDays < 15) return number % 3 === 0 ? 'ACK' : 'SENT';
  if (ageDays < 45) return number % 5 === 0 ? 'DISPUTED' : number % 5 === 1 ? 'PARTIAL' : 'ACCEPTED';
  if (number % 13 === 0) return 'REJECTED';
  return number % 4 === 0 ? 'DEEMED_ACCEPTED' : 'SETTLED';
}

function amountsOf({ line, part, contract, lines }: Owed): ReturnType<typeof supplierClaimFen> {
  const labour = lines.filter((candidate) => candidate.costType === 'LABOUR');
  const travel = lines.filter((candidate) => candidate.costType === 'TRAVEL');
  return supplierClaimFen({
    supplyPriceFen: contract.materialBasis === 'SUPPLY_PRICE' ? part.supplyPriceFen : part.issuePriceFen,
    qtyMilli: line.qtyMilli ?? 1000,
    labourMode: contract.labourMode,
    labourPaidFen: labour.reduce((sum, row) => sum + (row.approvedFen ?? 0), 0),
    labourBp: contract.labourBp ?? 0,
    labourHoursCenti: labour.reduce((sum, row) => sum + (row.hoursCenti ?? 0), 0),
    labourRateFenPerHour: contract.labourRateFenPerHour ?? 0,
    travelPaidFen: travel.reduce((sum, row) => sum + (row.approvedFen ?? 0), 0),
    travelBp: contract.travelBp ?? 0,
    mgmtFeeBp: contract.mgmtFeeBp ?? 0,
  });
}
