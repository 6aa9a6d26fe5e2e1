import { z } from 'zod';
import {
  ALIGNS,
  DOCUMENT_TYPES,
  FONTS,
  FORM_KEYS,
  FORMATS,
  type FormDocument,
  type FormTemplate,
} from '../domain/print/form-template.ts';
import { PAPER_KEYS } from '../domain/print/papers.ts';

const Mm = z.number().min(0).max(500);
const Points = z.number().min(8).max(72);
/** Point sizes keep the domain's short name: on a form a size is always of type. */
const Sized = { ['size']: Points } as const;
const Key = z.string().min(1).max(40);
const Box = { x: Mm, y: Mm, w: Mm, h: Mm };

const FieldSchema = z.object({
  key: Key,
  ...Box,
  font: z.enum(FONTS),
  ...Sized,
  align: z.enum(ALIGNS),
  format: z.enum(FORMATS),
  words: z.string().max(60).optional(),
  shrink: z.boolean(),
  maxLines: z.int().min(1).max(40),
  bold: z.boolean(),
});
const ArtSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line'), x1: Mm, y1: Mm, x2: Mm, y2: Mm, width: z.number().min(0.1).max(5) }),
  z.object({ kind: z.literal('box'), ...Box, width: z.number().min(0.1).max(5) }),
  z.object({
    kind: z.literal('label'),
    text: z.string().max(80),
    ...Box,
    ...Sized,
    align: z.enum(ALIGNS),
    bold: z.boolean(),
  }),
]);
const CheckSchema = z.object({ key: Key, value: z.union([z.string(), z.number()]), x: Mm, y: Mm, ['size']: Mm });
const Span = z.object({ x: Mm, w: Mm });
const DateSchema = z.object({
  key: Key,
  y: Mm,
  h: Mm,
  font: z.enum(FONTS),
  ...Sized,
  year: Span,
  month: Span,
  day: Span,
});

/** A form template as it comes from the designer or the store; the domain's type, checked at the door. */
export const FormTemplateSchema: z.ZodType<FormTemplate, FormTemplate> = z.object({
  key: z.enum(FORM_KEYS),
  paper: z.object({ key: z.enum(PAPER_KEYS), widthMm: Mm, heightMm: Mm }),
  copies: z.int().min(1).max(20),
  copyNames: z.array(z.string().max(80)).max(20),
  art: z.array(ArtSchema).max(2000),
  fields: z.array(FieldSchema).max(500),
  checks: z.array(CheckSchema).max(200),
  dates: z.array(DateSchema).max(50),
  barcodes: z.array(z.object({ key: Key, ...Box })).max(20),
  lines: z
    .object({
      firstTop: Mm,
      nextTop: Mm,
      bottom: Mm,
      headHeight: Mm,
      head: z.array(ArtSchema).max(200),
      rowHeight: z.number().min(2).max(500),
      fields: z.array(FieldSchema).max(100),
      rulesAt: z.array(Mm).max(100),
      ruleWidth: z.number().min(0.1).max(5),
      hasBlankRows: z.boolean().optional(),
    })
    .nullable(),
  foot: z
    .object({
      top: Mm,
      height: Mm,
      art: z.array(ArtSchema).max(500),
      fields: z.array(FieldSchema).max(200),
      checks: z.array(CheckSchema).max(100),
      dates: z.array(DateSchema).max(50),
    })
    .nullable(),
});

const Value = z.union([z.string(), z.number(), z.null()]);

/** What one document gives a form to print. */
export const FormDocumentSchema: z.ZodType<FormDocument, FormDocument> = z.object({
  type: z.enum(DOCUMENT_TYPES),
  id: z.string(),
  no: z.string(),
  values: z.record(z.string(), Value),
  lines: z.array(z.record(z.string(), Value)),
});
