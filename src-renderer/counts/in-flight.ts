import { createStateStore } from '../grid/state-store.ts';

/** Work of a sheet that was begun and is not over: scans being looked up, counts being saved. Nothing is submitted before it is. */
export class InFlight {
  readonly state = createStateStore(0);

  /** Counts the work until it is over, however it ends; the caller keeps what it says. */
  follow(work: Promise<unknown>): void {
    this.state.write(this.state.read() + 1);
    const over = (): void => this.state.write(this.state.read() - 1);
    work.then(over, over);
  }
}
