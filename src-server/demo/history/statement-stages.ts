import { dateOfInstant, DAY_MS, instantOf } from '../facts/demo-calendar.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';
import type { DemoRandom } from '../facts/random.ts';

type Statement = Fact<'statement'>;

/** The way of a statement and how many days after the run it gets there when nothing delays it. */
const STAGES = [
  ['DRAFT', 0],
  ['L1_CHECKED', 1],
  ['APPROVED', 2],
  ['WAIT_STATION', 3],
  ['CONFIRMED', 5],
  ['INVOICED', 6],
  ['CLOSED', 7],
  ['PAID', 9],
] as const;

type Stage = (typeof STAGES)[number][0];

function reached(status: string, stage: Stage): boolean {
  return STAGES.findIndex(([name]) => name === status) >= STAGES.findIndex(([name]) => name === stage);
}

/** Days that a slow station or office adds: 0 to 7 in turn, so that a week's statements stand at every stage on any date. */
const MOST_SLOW_DAYS = 7;

/** How far the `nth` statement has come `ageDays` after its run; nothing to pay stays closed. */
export function stageOf(ageDays: number, nth: number, payableFen: number): Stage {
  const progress = ageDays - (nth % (MOST_SLOW_DAYS + 1));
  let stage: Stage = 'DRAFT';
  for (const [name, days] of STAGES) if (progress >= days) stage = name;
  return stage === 'PAID' && payableFen === 0 ? 'CLOSED' : stage;
}

/** What a claim on a statement of this status is. */
export function claimStatusIn(statementStatus: string): 'STATED' | 'POSTED' | 'PAID' {
  if (statementStatus === 'PAID') return 'PAID';
  return statementStatus === 'CLOSED' ? 'POSTED' : 'STATED';
}

interface StageFacts {
  status: Stage;
  runDay: number;
  clerkId: string;
  supervisorId: string;
}

type StageColumns = Pick<
  Statement,
  'checkedBy' | 'checkedAtMs' | 'approvedBy' | 'approvedAtMs' | 'sentAtMs' | 'confirmedAtMs' | 'closedAtMs' | 'paidAtMs'
>;

/** Who did the steps a statement has behind it, and when. */
export function stageTimes({ status, runDay, clerkId, supervisorId }: StageFacts): StageColumns {
  const at = (stage: Stage): number | null => {
    const days = STAGES.find(([name]) => name === stage)?.[1] ?? 0;
    return reached(status, stage) ? instantOf(runDay + days, 16 * 60) : null;
  };
  const checkedAtMs = at('L1_CHECKED');
  const approvedAtMs = at('APPROVED');
  return {
    checkedBy: checkedAtMs === null ? null : clerkId,
    checkedAtMs,
    approvedBy: approvedAtMs === null ? null : supervisorId,
    approvedAtMs,
    sentAtMs: at('WAIT_STATION'),
    confirmedAtMs: at('CONFIRMED'),
    closedAtMs: at('CLOSED'),
    paidAtMs: at('PAID'),
  };
}

/** The invoice a confirmed statement waits for or got, and the payment of a paid one. */
export function addInvoices(facts: DemoFacts, statement: Statement, taxRateBp: number, random: DemoRandom): void {
  const grossFen = statement.grossFen ?? 0;
  if (statement.claimantType === 'STATION' && reached(statement.status, 'CONFIRMED') && grossFen > 0) {
    const received = reached(statement.status, 'INVOICED');
    const issuedAtMs = (statement.approvedAtMs ?? statement.createdAtMs) + 3 * DAY_MS;
    facts.add('invoice', {
      id: facts.ids.next(),
      statementId: statement.id,
      invoiceNo: received ? `26${random.digits(18)}` : '',
      invoiceCode: null,
      issueDate: received ? dateOfInstant(issuedAtMs) : null,
      sellerTaxNo: statement.taxNo ?? null,
      buyerTaxNo: '91330700MA2HEDUI0X',
      netFen: statement.taxBaseFen ?? 0,
      taxRateBp,
      taxFen: statement.taxFen ?? 0,
      grossFen,
      kind: statement.taxpayerType === 'GENERAL' ? 'SPECIAL' : 'NORMAL',
      redOfId: null,
      status: received ? 'MATCHED' : 'EXPECTED',
      receivedAtMs: received ? issuedAtMs : null,
    });
  }
  if (statement.status !== 'PAID' || (statement.payableFen ?? 0) === 0) return;
  facts.add('payment', {
    id: facts.ids.next(),
    statementId: statement.id,
    amountFen: statement.payableFen ?? 0,
    paidAtMs: statement.paidAtMs ?? statement.createdAtMs,
    bankRef: `FK${random.digits(12)}`,
    erpDoc: `51${random.digits(8)}`,
  });
}
