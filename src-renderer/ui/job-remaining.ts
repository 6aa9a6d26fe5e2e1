import type { TFunction } from 'i18next';
import type { JobState } from '../../src-shared/contract/jobs.contract.ts';

const MINUTE_MS = 60_000;
/** Before that the pace of a job says nothing yet. */
const LEAST_RUN_MS = 2_000;

/** How long a running job still takes at the pace it had so far, in ms; null while nobody can tell. */
export function remainingMs(
  { state, startedAtMs, done, total }: Pick<JobState, 'state' | 'startedAtMs' | 'done' | 'total'>,
  nowMs: number,
): number | null {
  const runMs = nowMs - startedAtMs;
  if (state !== 'running' || total === null || done <= 0 || done >= total || runMs < LEAST_RUN_MS) return null;
  return Math.round((runMs * (total - done)) / done);
}

/** Told in whole seconds below a minute and whole minutes above, rounded up. */
export function remainingText(leftMs: number, t: TFunction): string {
  return leftMs < MINUTE_MS
    ? t('jobs.leftSeconds', { count: Math.max(1, Math.ceil(leftMs / 1000)) })
    : t('jobs.leftMinutes', { count: Math.ceil(leftMs / MINUTE_MS) });
}
