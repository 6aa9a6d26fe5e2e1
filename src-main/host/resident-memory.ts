import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Linux counts in pages of 4 KiB on every machine we run on. */
const PAGE_BYTES = 4096;

/** Memory a process really holds, seen from outside; null when it is gone or the system does not say. */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    if (process.platform === 'linux') {
      const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
      return Number.isFinite(pages) ? pages * PAGE_BYTES : null;
    }
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
      const kib = Number(/"([\d.,\s]+)\s*K"\s*$/.exec(stdout.trim())?.[1]?.replace(/\D/g, ''));
      return Number.isFinite(kib) && kib > 0 ? kib * 1024 : null;
    }
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
    const kib = Number(stdout.trim());
    return kib > 0 ? kib * 1024 : null;
  } catch {
    return null;
  }
}
