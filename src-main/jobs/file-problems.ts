import { AppError } from '../../src-shared/errors.ts';

/** True when Excel or WPS holds the file of that name open. */
export function isHeldOpen(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'EBUSY' || code === 'EPERM' || code === 'EACCES';
}

/** Translates a full disk into what a person can do about it. */
export function asFileProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' ? new AppError('UNAVAILABLE', 'disk-full', {}, error) : error;
}
