import type { ExpectedInvoice, InvoiceFact, UsedInvoice } from '../../src-shared/domain/settlement/invoice-rules.ts';

/** A statement with its invoices, and which rule of claims §5 F01–F04 was planted; null = a near miss. */
export interface PlantedInvoices {
  expected: ExpectedInvoice;
  invoices: InvoiceFact[];
  used: UsedInvoice[];
  rule: string;
  nearMiss: boolean;
}

type Trick = (papers: PlantedInvoices, number: number) => void;

const firstOf = ({ invoices }: PlantedInvoices): Partial<InvoiceFact> => invoices[0] ?? {};

const TRICKS: Readonly<Record<string, Trick>> = {
  /** A fen too much or too little; the near miss comes on two invoices that add up. */
  F01: (papers, number) => {
    const [first] = papers.invoices;
    if (first === undefined) return;
    if (!papers.nearMiss) first.grossFen += number % 2 === 0 ? 1 : -1;
    else {
      papers.invoices.push({ ...first, id: `${first.id}-2`, invoiceNo: `${first.invoiceNo}2`, grossFen: 1 });
      first.grossFen -= 1;
    }
  },
  /** Another tax number, name or rate; the near miss has the right ones and a name nobody read. */
  F02: (papers, number) => {
    const changes = [{ sellerTaxNo: '91330000OTHER' }, { sellerName: '别家修理厂' }, { taxRateBp: 300 }];
    Object.assign(firstOf(papers), papers.nearMiss ? { sellerName: null } : changes[number % 3]);
  },
  /** The number of another statement's invoice; the near miss differs in its last digit. */
  F03: (papers, number) => {
    const { invoiceNo = '' } = firstOf(papers);
    const other = papers.nearMiss ? `${invoiceNo.slice(0, -1)}${invoiceNo.endsWith('9') ? '8' : '9'}` : invoiceNo;
    papers.used.push({ invoiceNo: other, statementId: `js-${String(number)}-before`, statementNo: 'JS' });
  },
  /** Dated the day before the statement was approved; the near miss on that day. */
  F04: (papers) => {
    Object.assign(firstOf(papers), { issueDate: papers.nearMiss ? '2026-11-10' : '2026-11-09' });
  },
};

/** So many statements of each rule with something planted in their invoices, and as many near misses. */
export function plantInvoices(count: number): PlantedInvoices[] {
  return Object.entries(TRICKS).flatMap(([rule, trick]) =>
    Array.from({ length: 2 * count }, (_, number) => {
      const papers = honestInvoice(`${rule}-${String(number)}`, number);
      Object.assign(papers, { rule, nearMiss: number >= count });
      trick(papers, number);
      return papers;
    }),
  );
}

function honestInvoice(key: string, number: number): PlantedInvoices {
  const station = {
    sellerTaxNo: `91330000${String(number)}`,
    sellerName: `第${String(number)}服务站`,
    taxRateBp: 1300,
  };
  const grossFen = 100_000 + number * 137;
  return {
    expected: { statementId: key, grossFen, ...station, approvedDate: '2026-11-10' },
    invoices: [{ id: key, invoiceNo: `2633${key}7`, issueDate: '2026-11-12', ...station, grossFen }],
    used: [],
    rule: '',
    nearMiss: false,
  };
}
