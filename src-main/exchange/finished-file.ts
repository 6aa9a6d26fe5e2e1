import { constants } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { isHeldOpen } from '../jobs/file-problems.ts';

const MAX_NAMES = 50;

/** Where a file grows until it is whole; nobody sees it under its own name before. */
export function growingPath(finalPath: string): string {
  return `${finalPath}.tmp`;
}

/**
 * Syncs the grown file to the disk and gives it its name. When that name is held open by Excel or WPS, the file gets
 * " (1)" behind it; the path it has at last is returned.
 */
export async function finishFile(finalPath: string): Promise<string> {
  const handle = await open(growingPath(finalPath), 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const { dir, name, ext } = path.parse(finalPath);
  for (let copy = 0; copy < MAX_NAMES; copy += 1) {
    const target = copy === 0 ? finalPath : path.join(dir, `${name} (${String(copy)})${ext}`);
    if (await isTakenByAnother(target, copy)) continue;
    try {
      await rename(growingPath(finalPath), target);
      return target;
    } catch (error) {
      if (!isHeldOpen(error)) throw error;
    }
  }
  throw new AppError('UNAVAILABLE', 'file-name-taken', { fileName: path.basename(finalPath) });
}

/** The wished name is replaced; a further name is only used when it is free. */
async function isTakenByAnother(target: string, copy: number): Promise<boolean> {
  if (copy === 0) return false;
  try {
    await access(target, constants.F_OK);
    return true;
  } catch {
    return false; // it is not there: the name is free
  }
}

export async function dropGrowingFile(finalPath: string): Promise<void> {
  await rm(growingPath(finalPath), { force: true });
}
