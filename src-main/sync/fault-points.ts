import { writeSync } from 'node:fs';

/**
 * Named places where a fault test may stop this process dead: with `HEDUI_FAULT_PAUSE=index` (or `checksum`, `rename`,
 * `block:12`) the thread says so on standard output and sleeps until the process is killed. Without the variable this is
 * one comparison.
 */
export function faultPoint(name: string): void {
  if (process.env.HEDUI_FAULT_PAUSE !== name) return;
  writeSync(1, `${JSON.stringify({ fault: name })}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** With `HEDUI_TRACE_BLOCKS=1`: the number of every block that is committed in the file being built. */
export function traceBlock(block: number): void {
  if (process.env.HEDUI_TRACE_BLOCKS === '1') writeSync(1, `${JSON.stringify({ block })}\n`);
  faultPoint(`block:${String(block)}`);
}
