import type { GridQuery } from '../../src-shared/contract/query.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import type { SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

/** What every exported file says about itself: who, when, from what, and figures to check it by. */
export interface ExportFacts {
  userName: string;
  nowMs: number;
  appVersion: string;
}

export type NoteRow = readonly [label: string, value: string];

/** Headings of the columns a query may filter by. */
const COLUMN_TEXTS: Readonly<Record<string, string>> = {
  no: 'book.claimNo',
  status: 'book.status',
  type: 'book.type',
  claimantCode: 'book.station',
  claimantName: 'book.station',
  regionId: 'book.region',
  modelName: 'book.model',
  vin: 'book.vin',
  plateNo: 'book.plate',
  failureDate: 'book.failure',
  repairFinishDate: 'book.finish',
  mileageKm: 'book.mileage',
  claimedFen: 'book.claimed',
  approvedFen: 'book.approved',
  cutFen: 'book.cut',
  reasonCode: 'book.reason',
  hitSignature: 'book.rules',
  decidedAtMs: 'book.decidedAt',
  decidedDate: 'book.decidedAt',
  decidedByName: 'book.auditor',
  statementNo: 'book.no',
  queue: 'claims.queues',
  payableFen: 'claims.payable',
  mainItem: 'claims.mainItem',
  productLine: 'claims.productLine',
  holdReason: 'claims.heldFor',
};

/** Where the words of coded columns stand in the catalogue, when the list itself does not say it. */
const COLUMN_WORDS: Readonly<Record<string, string>> = {
  ...{ status: 'claimStatus', type: 'claimType', queue: 'queue' },
  ...{ productLine: 'productLine', holdReason: 'holdReason' },
};

/** A column as the list that is exported names it. */
interface NamedColumn {
  key: string;
  header: string;
  words?: string | undefined;
}

/** The conditions of a query as a person would say them. */
export function filterWords(query: GridQuery, t: WorkbookText, named: readonly NamedColumn[] = []): string {
  const parts = query.filters.map((filter) => {
    const column = named.find(({ key }) => key === filter.column);
    const words = column === undefined ? COLUMN_WORDS[filter.column] : column.words;
    const header = column?.header ?? t(COLUMN_TEXTS[filter.column] ?? filter.column);
    return [header, t(`book.op.${filter.op}`), filterValues(filter, words, t)].join(' ').trim();
  });
  if (query.text.trim() !== '') parts.push(`${t('book.op.text')} ${query.text.trim()}`);
  return parts.length === 0 ? t('book.note.noFilter') : parts.join('; ');
}

/** Money in yuan, coded values in words. */
function filterValues(
  { column, values }: GridQuery['filters'][number],
  words: string | undefined,
  t: WorkbookText,
): string {
  if (column.endsWith('Fen'))
    return values.map((value) => (typeof value === 'number' ? yuanText(value) : value)).join(', ');
  if (words !== undefined) return values.map((value) => t(`${words}.${String(value)}`)).join(', ');
  return values.join(', ');
}

/** The sheet 说明 as a plain list of label and value. */
export function notesMeta(t: WorkbookText): SheetMeta {
  return {
    name: t('book.notes'),
    title: t('book.notes'),
    subtitle: ['', '', ''],
    columns: [
      { header: '', format: 'text', widthCharacters: 26 },
      { header: '', format: 'text', widthCharacters: 90 },
    ],
    frozenColumns: 0,
    totals: null,
    totalLabel: '',
    pageFooter: t('book.page'),
  };
}

export function commonNotes(report: string, facts: ExportFacts, t: WorkbookText): NoteRow[] {
  return [
    [t('book.note.report'), report],
    [t('book.note.madeAt'), shanghaiTime(facts.nowMs)],
    [t('book.note.madeBy'), facts.userName],
    [t('book.note.program'), facts.appVersion],
  ];
}

/** YYYY-MM-DD HH:mm in Shanghai. */
export function shanghaiTime(atMs: number): string {
  return businessMinuteOf(atMs);
}

/** 索赔明细_20260205-1430.xlsx: without signs a file name cannot hold. */
export function exportFileName(report: string, nowMs: number, format: 'xlsx' | 'csv' | 'zip'): string {
  const stamp = shanghaiTime(nowMs).replaceAll('-', '').replace(':', '').replace(' ', '-');
  return `${`${report}_${stamp}`.replace(/[\\/:*?"<>|]/g, '-')}.${format}`;
}

/** Yuan with thousands separators from fen. */
export function yuanText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
}
