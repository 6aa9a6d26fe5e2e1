export type FaultPoint = 'command-after-receipt' | 'command-before-answer' | 'snapshot-block' | 'sequencer-in-tick';

/** `HEDUI_FAULT=command-before-answer:3` dies at the third passing of that point; without the variable nothing happens. */
const [wanted, count = '1'] = (process.env.HEDUI_FAULT ?? '').split(':');
let passed = 0;

/** A place where a test lets the process die as by `kill -9`: nothing is written, closed or answered after it. */
export function faultPoint(name: FaultPoint): void {
  if (name !== wanted) return;
  passed += 1;
  if (passed === Number(count)) process.kill(process.pid, 'SIGKILL');
}
