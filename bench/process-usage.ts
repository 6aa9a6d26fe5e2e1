import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of the kernel's figures; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_MIB = 4096 / 1024 ** 2;

export interface Usage {
  cpuSeconds: number;
  residentMiB: number;
}

interface Stat {
  parent: number;
  usage: Usage;
}

function statOf(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // after the name, which may hold spaces: state, parent, … 14 utime, 15 stime, 16–17 of ended children, 24 resident
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    const usage = { cpuSeconds: ticks / TICKS_PER_SECOND, residentMiB: (fields[21] ?? 0) * PAGE_MIB };
    return { parent: fields[1] ?? 0, usage };
  } catch {
    return null; // ended meanwhile, or no such file system
  }
}

/** What a process has used with its direct children; zeros where the system does not tell. Shared memory counts for each. */
export function usageOf(pid: number): Usage {
  const sum: Usage = { cpuSeconds: 0, residentMiB: 0 };
  const add = (stat: Stat | null): void => {
    sum.cpuSeconds += stat?.usage.cpuSeconds ?? 0;
    sum.residentMiB += stat?.usage.residentMiB ?? 0;
  };
  add(statOf(String(pid)));
  let names: string[] = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return sum;
  }
  for (const name of names) {
    const stat = statOf(name);
    if (stat?.parent === pid) add(stat);
  }
  return sum;
}
