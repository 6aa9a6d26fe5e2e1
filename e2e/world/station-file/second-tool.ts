/**
 * The second tool: computes from the files what the product must say, to the fen. It shares no code with the product; the
 * rules are written again here from claims §4–5 for the facts of this story (labour only, one station, grade C, trucks).
 */

const COLUMNS = { invoiceDate: 0, jobCardDate: 1, partner: 2, vehicleNo: 3, model: 4, km: 5, text: 6 } as const;
/** 55.00 an hour for trucks × 0.90 for grade C. */
const RATE_FEN = 5_500n;
const GRADE_C_BP = 9_000n;
/** In service on this day for every vehicle; trucks are covered 18 months or 200,000 km. */
export const IN_SERVICE_DATE = '2016-12-15';
const FIRST_DAY_OUT = '2018-06-15';
const KM_LIMIT = 200_000;
const LATE_AFTER_DAYS = 30;
const REWORK_DAYS = 30;
const ODOMETER_TOLERANCE_KM = 50;
/** Value-added tax of a general taxpayer on 2018-06-30. */
const TAX_BP = 1_600n;

/** The stated formula of the derived labour operations: 0.10 h plus 0.05 h per letter of the text modulo 20. */
export function hoursCentiOf(text: string): number {
  return 10 + 5 * (text.length % 20);
}

export interface Expected {
  rowsRead: number;
  rowsInClaims: number;
  rowsRefused: number;
  refusedRowNos: number[];
  repeatedRowNos: number[];
  claims: number;
  lines: number;
  claimedFen: number;
  payableFen: number;
  statement: { claims: number; claimedFen: number; netFen: number; taxFen: number; grossFen: number };
}

interface Claim {
  vehicle: string;
  finishDate: string;
  submittedDate: string;
  km: number;
  rowNo: number;
  texts: string[];
  claimedFen: number;
  payableFen: number;
  rejected: boolean;
  odometerWentBack: boolean;
}

/** What the import, the audit and the run of the month must come to. */
export function expectedOf(csv: string, month: string): Expected {
  const [, ...rows] = readCsv(csv);
  const { claims, refusedRowNos, repeatedRowNos } = groupRows(rows);
  const inOrder = [...claims].sort((a, b) => compare(a.submittedDate, b.submittedDate) || a.rowNo - b.rowNo);
  inOrder.forEach((claim, index) => judge(claim, inOrder.slice(0, index)));
  for (const claim of claims) claim.odometerWentBack = wentBack(claim, claims);
  const stated = claims.filter(
    (claim) =>
      claim.finishDate.startsWith(month) && !claim.rejected && !(claim.odometerWentBack && claim.payableFen > 0),
  );
  const netFen = total(stated, (claim) => claim.payableFen);
  const taxFen = Number(roundHalfUp(BigInt(netFen) * TAX_BP, 10_000n));
  const lines = total(claims, (claim) => claim.texts.length);
  return {
    rowsRead: rows.length,
    rowsInClaims: lines,
    rowsRefused: refusedRowNos.length,
    ...{ refusedRowNos, repeatedRowNos, lines },
    claims: claims.length,
    claimedFen: total(claims, (claim) => claim.claimedFen),
    payableFen: total(claims, (claim) => claim.payableFen),
    statement: {
      claims: stated.length,
      claimedFen: total(stated, (claim) => claim.claimedFen),
      ...{ netFen, taxFen, grossFen: netFen + taxFen },
    },
  };
}

function groupRows(rows: readonly string[][]): { claims: Claim[]; refusedRowNos: number[]; repeatedRowNos: number[] } {
  const seen = new Set<string>();
  const byJobCard = new Map<string, Claim & { invoiceDate: string; model: string }>();
  const refusedRowNos: number[] = [];
  const repeatedRowNos: number[] = [];
  rows.forEach((row, index) => {
    const rowNo = index + 2;
    const at = (name: keyof typeof COLUMNS): string => (row[COLUMNS[name]] ?? '').trim();
    const content = JSON.stringify(row.map((cell) => cell.trim()));
    if (seen.has(content)) {
      repeatedRowNos.push(rowNo);
      return;
    }
    seen.add(content);
    if (at('text') === '') {
      refusedRowNos.push(rowNo);
      return;
    }
    const key = JSON.stringify([at('jobCardDate'), at('vehicleNo'), at('partner'), at('km')]);
    const claim = byJobCard.get(key);
    if (claim === undefined) {
      byJobCard.set(key, {
        vehicle: JSON.stringify([at('vehicleNo'), at('partner'), at('model')]),
        finishDate: isoDate(at('jobCardDate')),
        submittedDate: isoDate(at('invoiceDate')),
        ...{ km: Number(at('km')), rowNo, texts: [at('text')], invoiceDate: at('invoiceDate'), model: at('model') },
        ...{ claimedFen: 0, payableFen: 0, rejected: false, odometerWentBack: false },
      });
    } else if (claim.invoiceDate === at('invoiceDate') && claim.model === at('model')) claim.texts.push(at('text'));
    else refusedRowNos.push(rowNo); // one job card with two invoice dates or models
  });
  return { claims: [...byJobCard.values()], refusedRowNos, repeatedRowNos };
}

/** The work with the most hours, the first of several: the file names none as the main one. */
function mainWork({ texts }: Claim): string {
  return texts.reduce((main, text) => (hoursCentiOf(text) > hoursCentiOf(main) ? text : main));
}

/** Amounts of a claim, in the light of those submitted before it. */
function judge(claim: Claim, before: readonly Claim[]): void {
  const sameWork = before.filter(
    (other) => other.vehicle === claim.vehicle && mainWork(other) === mainWork(claim) && !other.rejected,
  );
  const apart = (other: Claim): number => daysBetween(other.finishDate, claim.finishDate);
  claim.rejected = sameWork.some((other) => Math.abs(apart(other)) <= 1);
  const isRework = sameWork.some((other) => apart(other) >= 0 && apart(other) <= REWORK_DAYS);
  const inWarranty = claim.finishDate < FIRST_DAY_OUT && claim.km <= KM_LIMIT;
  const isLate = daysBetween(claim.finishDate, claim.submittedDate) > LATE_AFTER_DAYS;
  for (const text of claim.texts) {
    const lineFen = roundHalfUp(BigInt(hoursCentiOf(text)) * RATE_FEN * GRADE_C_BP, 1_000_000n);
    claim.claimedFen += Number(lineFen);
    const makerFen = inWarranty && !isRework ? lineFen : 0n;
    claim.payableFen += Number(isLate ? roundHalfUp(makerFen * 9n, 10n) : makerFen);
  }
}

function wentBack(claim: Claim, claims: readonly Claim[]): boolean {
  return claims.some(
    (other) =>
      other.vehicle === claim.vehicle &&
      other.finishDate < claim.finishDate &&
      other.km > claim.km + ODOMETER_TOLERANCE_KM,
  );
}

/** Records of a csv with quotes; written for this file, not for every file. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      record.push(field);
      field = '';
    } else if (sign === '\n') {
      records.push([...record, field]);
      record = [];
      field = '';
    } else if (sign !== '\r') field += sign;
  }
  if (field !== '' || record.length > 0) records.push([...record, field]);
  return records;
}

function isoDate(text: string): string {
  const [day = '', month = '', year = ''] = text.split('-');
  return `20${year}-${month}-${day}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function total<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
