import type { GridApi } from 'ag-grid-community';

/** At the speed of a wheel these are passed in half a second: a block is asked for and here in a tenth of it. */
const ROWS_AHEAD = 160;

/** Asks for the rows the screen is moving towards, so that they are there when they come into sight. */
export class ReadAhead {
  #first = 0;

  moved(api: GridApi, firstRow: number, lastRow: number): void {
    const down = firstRow >= this.#first;
    this.#first = firstRow;
    const target = down ? lastRow + ROWS_AHEAD : firstRow - ROWS_AHEAD;
    const row = Math.max(0, Math.min(target, api.getDisplayedRowCount() - 1));
    // to look at a row of the cache is to have its block loaded
    api.getDisplayedRowAtIndex(row);
  }
}
