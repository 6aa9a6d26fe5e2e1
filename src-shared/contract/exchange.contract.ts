import { oc } from '@orpc/contract';
import { z } from 'zod';
import { THING_KINDS } from '../domain/exchange/things.ts';
import { GridQuery } from './query.ts';
import { InstantMs, RowId, Scalar } from './values.ts';
import { AuditSampleRequest } from './sampling.contract.ts';
import { StockReportRequest } from './stock-reports.ts';
import { SchemeName } from './views.contract.ts';

export const ImportKind = z.enum(THING_KINDS);
export type ImportKind = z.infer<typeof ImportKind>;

export const FIELD_TYPES = [
  'text',
  'code',
  'integer',
  'decimal',
  'moneyFen',
  'hoursCenti',
  'qtyMilli',
  'date',
  'dateTime',
  'choice',
  'flag',
] as const;
export const ImportField = z.object({
  key: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  /** Part of the row key: two rows with the same key are one thing. */
  isKey: z.boolean(),
  choices: z.array(z.string()),
});
export type ImportField = z.infer<typeof ImportField>;

/** Where a field's value comes from: a column of the file, several columns joined, or one fixed value for every row. */
export const FieldSource = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('column'),
    column: z.string(),
    /** Decimals beyond the field's scale are rounded instead of refused. */
    rounds: z.boolean().optional(),
  }),
  /** The texts of the columns joined by " | "; the value is missing when one of them is. */
  z.object({ from: z.literal('columns'), columns: z.array(z.string()).min(2).max(8) }),
  z.object({ from: z.literal('fixed'), value: z.string() }),
]);
export type FieldSource = z.infer<typeof FieldSource>;
export const ImportMapping = z.object({
  fields: z.record(z.string(), FieldSource),
  /** For columns with dates in text: the order of day, month and year. */
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

/** One finding about one cell: which row, which field, what stands there, why it is refused and what to do. */
export const RowIssue = z.object({
  rowNo: z.int(),
  field: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
  details: z.record(z.string(), Scalar),
});
export type RowIssue = z.infer<typeof RowIssue>;

/** Given by the person for a file without headers, in the order of its columns. */
const ColumnNames = z.array(z.string().min(1).max(100)).min(1).max(512);

export const FileInspection = z.object({
  fileId: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  sizeBytes: z.int(),
  format: z.enum(['xlsx', 'xls', 'csv']),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  quote: z.string().nullable(),
  sheets: z.array(z.object({ name: z.string(), rowCount: z.int() })),
  sheet: z.string().nullable(),
  /** Row of the headers; 0 where the file has none. */
  headerRowNo: z.int(),
  /** Names the person gave the columns, instead of headers. */
  columnNames: z.array(z.string()).nullable(),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  rowCount: z.int(),
  suggestedMapping: ImportMapping,
  /** When the mapping is that of an earlier import of the same source: the day of that import. */
  mappingFromAtMs: InstantMs.nullable(),
  /** When this very file was imported before. */
  importedBeforeAtMs: InstantMs.nullable(),
});
export type FileInspection = z.infer<typeof FileInspection>;

export const ImportPreview = z.object({
  previewId: z.string(),
  kind: ImportKind,
  rowsRead: z.int(),
  /** Rows that make or extend a thing; for claims several rows make one claim. */
  rowsAccepted: z.int(),
  rowsRefused: z.int(),
  rowsRepeated: z.int(),
  /** Values rounded to the decimals of their field, because the mapping allows it. */
  valuesRounded: z.int(),
  things: z.int(),
  sample: z.array(z.object({ rowNo: z.int(), values: z.record(z.string(), z.string()), issues: z.array(RowIssue) })),
  issues: z.array(RowIssue),
  /** What a person should know of rows that are taken. */
  warnings: z.array(RowIssue),
  warningTotals: z.array(z.object({ reason: z.string(), rows: z.int() })),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportState = z.object({
  importId: z.string(),
  kind: ImportKind,
  fileName: z.string(),
  state: z.enum(['sending', 'done', 'failed']),
  startedAtMs: InstantMs,
  finishedAtMs: InstantMs.nullable(),
  rowsRead: z.int(),
  thingsTotal: z.int(),
  thingsDone: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refusedThings: z.int(),
  rowsInThings: z.int(),
  rowsRefused: z.int(),
  rowsRepeated: z.int(),
  problem: z.object({ reason: z.string(), details: z.record(z.string(), Scalar) }).nullable(),
});
export type ImportState = z.infer<typeof ImportState>;

/** The lists that can be exported as they are shown. */
export const GRID_SOURCES = [
  'claims',
  'statements',
  'reconItems',
  'applications',
  'goodsOrders',
  'goodsReceipts',
  'goodsOnTheRoad',
  'damages',
  'limits',
  'planning',
  'preparations',
  'preparationLines',
  'purchases',
  'purchaseLines',
  'movements',
] as const;

/** A workbook for people, or csv for another program; without a word it is a workbook. */
const FileFormat = z.enum(['xlsx', 'csv']);

/** A list as a person has it before him: its columns in their order with their headings, its filter and its order. */
export const GridExport = z.object({
  report: z.literal('grid'),
  format: FileFormat.optional(),
  source: z.enum(GRID_SOURCES),
  title: z.string().min(1).max(60),
  query: GridQuery,
  /** Name of the query scheme that is shown; null when it is none, or no longer the one that was kept. */
  scheme: SchemeName.nullable(),
  /** The columns the conditions are about, with their headings: they may be hidden, or not be columns of the list. */
  conditions: z
    .array(z.object({ key: z.string().max(64), header: z.string().max(100), words: z.string().max(40).optional() }))
    .max(50),
  columns: z
    .array(
      z.object({
        key: z.string().max(64),
        header: z.string().max(100),
        /** `finding`: the finding of a rule, a `Sentence`, written out in its short form. */
        kind: z.enum(['text', 'code', 'fen', 'integer', 'hours', 'qty', 'date', 'day', 'word', 'finding']),
        /** For `word`: where the words stand in the catalogue. */
        words: z.string().max(40).optional(),
        widthCharacters: z.int().min(4).max(80),
      }),
    )
    .min(1)
    .max(100),
});
export type GridExport = z.infer<typeof GridExport>;

export const ExportRequest = z.discriminatedUnion('report', [
  GridExport,
  z.object({ report: z.literal('template'), kind: ImportKind, withData: z.boolean(), format: FileFormat.optional() }),
  z.object({ report: z.literal('importErrors'), importId: z.string() }),
  z.object({ report: z.literal('claimDetails'), query: GridQuery }),
  /** The auditor's sample with the evidence of each claim, as a zip (0362); FORBIDDEN `samples-not-yours`. */
  z.object({ report: z.literal('auditSample'), request: AuditSampleRequest }),
  z.object({ report: z.literal('statement'), statementId: RowId }),
  /** A count sheet to be filled in Excel, under the number of this export (`counts.step` export). */
  z.object({ report: z.literal('countSheet'), sheetId: RowId, exportRev: z.int().min(1) }),
  /** A report of stock; `perWarehouse`: one sheet for each warehouse in it (stock §6). */
  z.object({ report: z.literal('stock'), request: StockReportRequest, perWarehouse: z.boolean().optional() }),
]);
export type ExportRequest = z.infer<typeof ExportRequest>;

export const exchangeContract = {
  kinds: oc.input(z.object({})).output(z.array(z.object({ kind: ImportKind, fields: z.array(ImportField) }))),
  /** Files travel in pieces of at most 256 KiB; the first call has no fileId. */
  upload: oc
    .input(
      z.object({
        fileId: z.string().nullable(),
        fileName: z.string().max(260),
        piece: z.string().max(400_000),
        last: z.boolean(),
      }),
    )
    .output(z.object({ fileId: z.string(), sizeBytes: z.int() })),
  inspect: oc
    .input(
      z.object({
        fileId: z.string(),
        kind: ImportKind,
        sheet: z.string().nullable(),
        /** null: found by the words of the kind; 0: there is none; with column names: the last row before the data. */
        headerRowNo: z.int().min(0).nullable(),
        columnNames: ColumnNames.nullable().optional(),
      }),
    )
    .output(FileInspection),
  preview: oc
    .input(
      z.object({
        fileId: z.string(),
        kind: ImportKind,
        sheet: z.string().nullable(),
        headerRowNo: z.int().min(0),
        columnNames: ColumnNames.nullable().optional(),
        mapping: ImportMapping,
        /** The count sheet the file should be of. */
        expectedSheetNo: z.string().max(64).nullable().optional(),
      }),
    )
    .output(ImportPreview),
  /** How far a file had come, for a page that was loaded again; NOT_FOUND `file-not-uploaded` after a new start. */
  resume: oc.input(z.object({ fileId: z.string() })).output(
    z.object({
      kind: ImportKind,
      inspection: FileInspection,
      mapping: ImportMapping,
      preview: ImportPreview.nullable(),
    }),
  ),
  commit: oc
    .input(
      z.object({
        previewId: z.string(),
        /** Nothing is taken in unless every row of the file is good. */
        wholeOnly: z.boolean().optional(),
      }),
    )
    .output(z.object({ importId: z.string() })),
  importState: oc.input(z.object({ importId: z.string() })).output(ImportState),
  importIssues: oc
    .input(z.object({ importId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(1000) }))
    .output(
      z.object({
        issues: z.array(RowIssue),
        repeats: z.array(z.object({ rowNo: z.int(), sameAsRowNo: z.int() })),
        total: z.int(),
      }),
    ),
  imports: oc.input(z.object({})).output(z.array(ImportState)),
  export: oc.input(z.object({ request: ExportRequest })).output(z.object({ jobId: z.string() })),
};
