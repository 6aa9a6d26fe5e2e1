import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { Tone } from '../ui/Tag.tsx';

/** Blue to do, green passed, orange look, red stop, purple settled, grey waiting. */
export const STATUS_TONES: Readonly<Record<ClaimRow['status'], Tone>> = {
  DRAFT: 'wait',
  SUBMITTED: 'info',
  AUTO_APPROVED: 'ok',
  IN_REVIEW: 'info',
  AUTO_REJECTED: 'bad',
  ON_HOLD: 'warn',
  RETURNED: 'wait',
  EXPIRED: 'bad',
  APPROVED: 'ok',
  PARTIAL: 'ok',
  REJECTED: 'bad',
  L2_REVIEW: 'warn',
  APPEAL: 'warn',
  STATED: 'done',
  POSTED: 'done',
  PAID: 'done',
  REVERSED: 'bad',
  DELETED: 'wait',
  WITHDRAWN: 'wait',
};

const SEVERITY_TONES: readonly Tone[] = ['ok', 'ok', 'warn', 'bad'];

/** 0 no hit, 1 information, 2 look, 3 stop. */
export function severityTone(worstSeverity: number): Tone {
  return SEVERITY_TONES[worstSeverity] ?? 'bad';
}

/** The tone of a status that comes as text. */
export function statusTone(status: string): Tone {
  return Object.entries(STATUS_TONES).find(([name]) => name === status)?.[1] ?? 'wait';
}
