import { z } from 'zod';

z.config({ jitless: true }); // the content security policy forbids code made from strings

/** Integer fen (0.01 yuan), any sign. */
export const Fen = z.int();
/** ULID of a row; made by the server for server rows. */
export const RowId = z.string().min(1).max(64);
/** Business date, YYYY-MM-DD, Asia/Shanghai. */
export const BusinessDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Instant, UTC milliseconds. */
export const InstantMs = z.int();

export const ROLES = [
  'station',
  'engineer',
  'dispatcher',
  'agent',
  'l1',
  'l2',
  'l3',
  'finance',
  'recovery',
  'warehouse',
  'partsManager',
  'counter',
  'recounter',
  'planner',
  'regionManager',
  'warrantyAdmin',
  'management',
  'auditor',
  'admin',
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const LOCALES = ['zh-CN', 'en'] as const;
export const Locale = z.enum(LOCALES);
export type Locale = z.infer<typeof Locale>;

export const CLAIM_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'AUTO_APPROVED',
  'IN_REVIEW',
  'AUTO_REJECTED',
  'ON_HOLD',
  'RETURNED',
  'EXPIRED',
  'APPROVED',
  'PARTIAL',
  'REJECTED',
  'L2_REVIEW',
  'APPEAL',
  'STATED',
  'POSTED',
  'PAID',
  'REVERSED',
  'DELETED',
  'WITHDRAWN',
] as const;
export const ClaimStatus = z.enum(CLAIM_STATUSES);
export type ClaimStatus = z.infer<typeof ClaimStatus>;

export const CLAIM_QUEUES = ['NONE', 'DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING'] as const;
export const ClaimQueue = z.enum(CLAIM_QUEUES);
export type ClaimQueue = z.infer<typeof ClaimQueue>;

export const STATEMENT_STATUSES = [
  'DRAFT',
  'L1_CHECKED',
  'APPROVED',
  'WAIT_STATION',
  'CONFIRMED',
  'DISPUTED',
  'INVOICED',
  'CLOSED',
  'PAID',
  'VOID',
] as const;
export const StatementStatus = z.enum(STATEMENT_STATUSES);
export type StatementStatus = z.infer<typeof StatementStatus>;

export const COST_TYPES = ['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL', 'SUBLET', 'OTHER'] as const;
export const CostType = z.enum(COST_TYPES);
export type CostType = z.infer<typeof CostType>;

/** A JSON scalar in messages, evidence and error details. */
export const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof Scalar>;

/** The errors every procedure may answer with; the reason selects the sentence of the message catalogue. */
export const AppErrorData = z.object({
  reason: z.string(),
  details: z.record(z.string(), Scalar),
  reference: z.string().nullable(),
});
export type AppErrorData = z.infer<typeof AppErrorData>;
