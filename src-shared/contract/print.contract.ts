import { oc } from '@orpc/contract';
import { z } from 'zod';
import { FORM_KEYS } from '../domain/print/form-template.ts';
import { MOST_SCAN_BASE64, SCAN_TYPES } from '../domain/print/design/scan-image.ts';
import { FormDocumentSchema, FormTemplateSchema } from './form-template.schema.ts';
import { ConfigurationChange } from './settings.contract.ts';
import { InstantMs, RowId, Scalar } from './values.ts';

export const FormKeySchema = z.enum(FORM_KEYS);
/** Documents of one batch at most; a longer list is printed in several. */
export const MOST_DOCUMENTS = 500;
const Copies = z.int().min(1).max(20);
const PrinterName = z.string().max(200);

/** What a room offers for printing: its own rows; the forms follow from them. */
export const PrintSubject = z.enum(['claim', 'statement', 'countSheet']);
export type PrintSubject = z.infer<typeof PrintSubject>;

export const CalibrationSchema = z.object({
  dxTenthMm: z.int().min(-300).max(300),
  dyTenthMm: z.int().min(-300).max(300),
  scaleXBp: z.int().min(9_500).max(10_500),
  scaleYBp: z.int().min(9_500).max(10_500),
});

/** Three ways to a printer, because drivers differ (grid-excel-print §6.3). */
export const PrintRoute = z.enum(['css', 'printerDefault', 'pdf']);
export type PrintRoute = z.infer<typeof PrintRoute>;

export const PrinterSetting = z.object({
  printerName: PrinterName,
  formKey: FormKeySchema,
  calibration: CalibrationSchema,
  route: PrintRoute,
  /** The number on the next sheet of pre-printed paper; null when the paper bears none. */
  serialText: z.string().max(40).nullable(),
});
export type PrinterSetting = z.infer<typeof PrinterSetting>;

export const PrintOrder = z.object({
  formKey: FormKeySchema,
  documentIds: z.array(RowId).min(1).max(MOST_DOCUMENTS),
  copies: Copies,
  printerName: PrinterName,
  /** The paper has the blank form on it already: only the data is printed. */
  isPreprinted: z.boolean(),
});
export type PrintOrder = z.infer<typeof PrintOrder>;

export const FormOffer = z.object({
  formKey: FormKeySchema,
  documents: z.array(z.object({ id: RowId, no: z.string(), copiesBefore: z.int() })),
  paper: z.object({ key: z.string(), widthMm: z.number(), heightMm: z.number() }),
  copies: z.int(),
});

export const PreviewOverflow = z.object({
  documentNo: z.string(),
  field: z.string(),
  line: z.int().nullable(),
  text: z.string(),
});

export const PrintPreview = z.object({
  /** Where the host serves the document: shown in a frame, printed from there. */
  address: z.string(),
  pageCount: z.int(),
  documentCount: z.int(),
  /** Documents of the order that no longer exist or have nothing to print. */
  missing: z.int(),
  reprints: z.int(),
  overflows: z.array(PreviewOverflow),
  overflowCount: z.int(),
  warnings: z.array(z.object({ reason: z.string(), details: z.record(z.string(), Scalar) })),
});
export type PrintPreview = z.infer<typeof PrintPreview>;

export const PrintBatch = z.object({
  id: z.string(),
  formKey: FormKeySchema,
  printerName: z.string(),
  documentCount: z.int(),
  firstNo: z.string(),
  lastNo: z.string(),
  pageCount: z.int(),
  nextPage: z.int(),
  state: z.enum(['open', 'done', 'abandoned']),
  serialText: z.string().nullable(),
  createdAtMs: InstantMs,
  /** The pages that are left, as the host serves them; null when the batch is closed. */
  address: z.string().nullable(),
});
export type PrintBatch = z.infer<typeof PrintBatch>;

export const SpoiledPage = z.object({ pageNo: z.int().min(1), reason: z.string().max(200) });

export const PrintLogRow = z.object({
  id: RowId,
  outcome: z.enum(['PRINTED', 'SPOILED']),
  formKey: z.string(),
  documentType: z.string(),
  documentId: RowId,
  documentNo: z.string(),
  copyFrom: z.int().nullable(),
  copyTo: z.int().nullable(),
  pageCount: z.int(),
  pageNo: z.int().nullable(),
  isReprint: z.boolean(),
  isMarked: z.boolean(),
  serialFrom: z.string().nullable(),
  serialTo: z.string().nullable(),
  spoilReason: z.string().nullable(),
  printerName: z.string(),
  workstation: z.string(),
  printedAtMs: InstantMs,
  printedByName: z.string(),
});
export type PrintLogRow = z.infer<typeof PrintLogRow>;

export const printContract = {
  /** The forms there are for these rows, with their documents and how often each was printed. */
  forms: oc
    .input(z.object({ subject: PrintSubject, ids: z.array(RowId).min(1).max(MOST_DOCUMENTS) }))
    .output(z.array(FormOffer)),
  printers: oc
    .input(z.object({}))
    .output(z.array(z.object({ name: z.string(), label: z.string(), isDefault: z.boolean() }))),
  preview: oc.input(z.object({ order: PrintOrder })).output(PrintPreview),
  /** The PDF of a document that was published, made by the host's printing engine; null where the host has none. */
  pdf: oc.input(z.object({ address: z.string().max(100) })).output(z.object({ address: z.string().nullable() })),
  /** Keeps the batch in local.db and gives the document to print. */
  begin: oc.input(z.object({ order: PrintOrder })).output(PrintBatch),
  /** Sends pages to the printer where the host can print by itself; the person still confirms what came out. */
  send: oc
    .input(z.object({ batchId: z.string(), fromPage: z.int().min(1), toPage: z.int().min(1) }))
    .output(z.object({ sentPages: z.int() })),
  /** The pages up to and with `throughPage` came out, the spoiled ones of the run did not: they are logged and printed again. */
  confirm: oc
    .input(z.object({ batchId: z.string(), throughPage: z.int().min(0), spoiled: z.array(SpoiledPage).max(200) }))
    .output(PrintBatch),
  abandon: oc.input(z.object({ batchId: z.string() })).output(PrintBatch),
  /** A batch that was left, to go on with. */
  batch: oc.input(z.object({ batchId: z.string() })).output(PrintBatch),
  batches: oc.input(z.object({})).output(z.array(PrintBatch)),
  history: oc
    .input(
      z.object({
        documentIds: z.array(RowId).max(MOST_DOCUMENTS),
        text: z.string().max(100),
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.object({ rows: z.array(PrintLogRow), total: z.int() })),
  setting: oc.input(z.object({ printerName: PrinterName, formKey: FormKeySchema })).output(PrinterSetting),
  saveSetting: oc.input(z.object({ setting: PrinterSetting })).output(PrinterSetting),
  /** The page with the crosses, printed with the calibration in force. */
  crossPage: oc.input(z.object({ printerName: PrinterName, formKey: FormKeySchema })).output(
    z.object({
      address: z.string(),
      places: z.object({ nearX: z.int(), nearY: z.int(), farX: z.int(), farY: z.int() }),
    }),
  ),
  /** The calibration that follows from where the crosses were measured, in tenths of a millimetre; kept. */
  calibrate: oc
    .input(
      z.object({
        printerName: PrinterName,
        formKey: FormKeySchema,
        read: z.object({ nearX: z.int(), nearY: z.int(), farX: z.int(), farY: z.int() }),
      }),
    )
    .output(PrinterSetting),
  template: oc.input(z.object({ formKey: FormKeySchema })).output(
    z.object({
      template: FormTemplateSchema,
      isOwn: z.boolean(),
      /** Grows with every change of the form by anybody; 0 = nobody has changed it. */
      version: z.int(),
      changedAtMs: InstantMs.nullable(),
      changedByName: z.string().nullable(),
      /** The scan of the blank paper on this workstation, as a data address. */
      scan: z.string().nullable(),
    }),
  ),
  /** Publishes a form for everybody, null as it was shipped; `version` is the one it was made from. */
  saveTemplate: oc
    .input(z.object({ formKey: FormKeySchema, template: FormTemplateSchema.nullable(), version: z.int().min(0) }))
    .output(z.object({ isOwn: z.boolean(), version: z.int() })),
  /** The scan under the designer, on this workstation only; null takes it away. */
  saveScan: oc
    .input(
      z.object({
        formKey: FormKeySchema,
        scan: z.object({ contentType: z.enum(SCAN_TYPES), contentBase64: z.string().max(MOST_SCAN_BASE64) }).nullable(),
      }),
    )
    .output(z.object({})),
  /** The newest documents of a form, to try it with. */
  samples: oc.input(z.object({ formKey: FormKeySchema })).output(z.array(z.object({ id: RowId, no: z.string() }))),
  /** What a form is filled with for a document; null when it is no longer here. */
  sample: oc.input(z.object({ formKey: FormKeySchema, documentId: RowId })).output(FormDocumentSchema.nullable()),
  /** The document that a print would make by a form that is not published yet; it is only looked at. */
  tryTemplate: oc
    .input(z.object({ template: FormTemplateSchema, documentId: RowId, isPreprinted: z.boolean() }))
    .output(
      z.object({
        address: z.string(),
        pageCount: z.int(),
        overflows: z.array(PreviewOverflow),
        overflowCount: z.int(),
      }),
    ),
  /** The published versions of a form, the newest first; `valueJson` is `null` for the shipped one. */
  versions: oc.input(z.object({ formKey: FormKeySchema })).output(z.array(ConfigurationChange)),
};
