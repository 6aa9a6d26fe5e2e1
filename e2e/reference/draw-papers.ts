import type { ClaimEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import { VIN } from '../../src-shared/domain/claims/testing/claim-fixture.ts';
import type { InvoiceCase } from './reference-invoices.ts';
import type { Pick } from './draw-records.ts';

type Some = <T>(make: () => T, most?: number) => T[];
type DateOf = (offset: number) => string;

/** What was changed after the submission, what was read from plates, and how the recovery stands. */
export function drawPapers(pick: Pick, some: Some, date: DateOf): Partial<ClaimEvidence> {
  const moment = { changedAtMs: Date.UTC(2025, 5, 2), changedBy: null };
  const dates = some(
    () => ({
      ...{ field: pick('failureDate', 'note'), ...moment, wasReturned: true },
      ...{ oldValue: pick('2025-05-15', '2025-06-15'), newValue: pick('2025-05-14', '2025-06-14') },
    }),
    1,
  );
  const amounts = some(
    () => ({
      ...{ field: pick('hoursCenti', 'qtyMilli', 'unitFen', 'claimedFen', 'km', 'note'), ...moment },
      ...{ oldValue: '1', newValue: '2', wasReturned: pick(true, true, false) },
    }),
    2,
  );
  const recovery = { supplierName: 'S', amountFen: 1, hasSupplierClaim: pick(true, false, false) };
  return {
    edits: [...dates, ...amounts],
    plateReadings: some(
      () => ({ attachmentId: 'a', vinText: pick(VIN, ` ${VIN.toLowerCase()}`, `${VIN.slice(1)}0`) }),
      1,
    ),
    // one third of what the first operation and one or two pieces of the first part cost, a fen to either side of it
    repairPath: pick(null, {
      ...{ opCode: 'OP-R', hoursCenti: pick(0, 10) },
      partsFen: pick(31_666, 31_667, 58_333, 58_334, 5_000, 26_666, 26_667),
    }),
    recovery: pick(null, { ...recovery, windowEndDate: date(pick(15, 16, 17, 0)) }),
  };
}

/** A statement with its invoices, drawn close to what each rule compares. */
export function drawInvoices(pick: Pick, some: Some, date: DateOf): InvoiceCase {
  const invoices = some(() => ({
    ...{
      invoiceNo: pick('100', '101', '102'),
      issueDate: date(pick(-1, 0, 1)),
      sellerTaxNo: pick('T1', 'T1', 'T1', 'T2'),
    },
    ...{ sellerName: pick('N1', 'N1', null, 'N2'), taxRateBp: pick(1300, 1300, 1300, 300) },
    grossFen: pick(100, 100, 99, 50),
  })).map((invoice, index) => ({ ...invoice, id: `inv-${String(index)}` }));
  return {
    expected: {
      ...{ statementId: 'js-1', grossFen: pick(0, 100, 200, 150), sellerTaxNo: 'T1', sellerName: 'N1' },
      ...{ taxRateBp: 1300, approvedDate: date(0) },
    },
    invoices,
    used: some(
      () => ({ invoiceNo: pick('100', '102', '109'), statementId: pick('js-1', 'js-2'), statementNo: 'JS' }),
      2,
    ),
  };
}
