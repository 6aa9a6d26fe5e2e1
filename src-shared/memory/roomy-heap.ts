import { setFlagsFromString } from 'node:v8';

/** The heap may grow to four times what lives in it before V8 looks for what is dead; 0 lets V8 choose, about a third more. */
const ROOMY_PERCENT = 300;
let works = 0;

/**
 * Does `work` with room in the heap, for work that passes hundreds of megabytes through buffers. V8 counts the bytes of
 * buffers as heap: a copy of 136 MB made it mark the whole heap forty times, a third of the server's time (decision 196).
 * The setting is of the process and read when a collection ends, so it costs nothing to change and holds for no other work.
 */
export async function withRoomyHeap<Result>(work: () => Promise<Result>): Promise<Result> {
  works += 1;
  setGrowing(ROOMY_PERCENT);
  try {
    return await work();
  } finally {
    works -= 1;
    if (works === 0) setGrowing(0);
  }
}

function setGrowing(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${String(percent)}`);
}
