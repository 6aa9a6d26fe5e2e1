import { redone, undone, withEdit, type SheetEdit, type SheetHistory, type SheetRow } from './sheet-edit.ts';
import { createStateStore, type StateStore } from './state-store.ts';

/** Rows that a person edits on the screen, with every step that can be taken back. */
export class Sheet<Row extends SheetRow> {
  readonly state: StateStore<SheetHistory<Row>>;

  constructor(rows: readonly Row[]) {
    this.state = createStateStore<SheetHistory<Row>>({ rows, past: [], future: [] });
  }

  get rows(): readonly Row[] {
    return this.state.read().rows;
  }

  apply(edit: SheetEdit<Row>): void {
    if (edit.cells.length + edit.added.length + edit.removed.length === 0) return;
    this.state.write(withEdit(this.state.read(), edit));
  }

  /** False when there is nothing to take back. */
  undo(): boolean {
    return this.#move(undone(this.state.read()));
  }

  redo(): boolean {
    return this.#move(redone(this.state.read()));
  }

  #move(next: SheetHistory<Row>): boolean {
    if (next === this.state.read()) return false;
    this.state.write(next);
    return true;
  }
}
