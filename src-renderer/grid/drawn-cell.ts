import type { ColDef, ICellRendererComp, ICellRendererParams } from 'ag-grid-community';

/** A piece of text in a cell with the class it is drawn in. */
export interface CellPart {
  text: string;
  className: string;
}

/**
 * A cell of plain pieces of text, put into the page without React: while a list of hundreds of thousands of rows is
 * scrolled, some fifty cells come into sight with every frame, and a component for each is what made frames late.
 */
export function drawnCell<Row>(partsOf: (row: Row) => readonly CellPart[]): NonNullable<ColDef<Row>['cellRenderer']> {
  return class implements ICellRendererComp<Row> {
    readonly #root = document.createElement('span');

    init(params: ICellRendererParams<Row>): void {
      this.#draw(params.data);
    }

    getGui(): HTMLElement {
      return this.#root;
    }

    refresh(params: ICellRendererParams<Row>): boolean {
      this.#draw(params.data);
      return true;
    }

    #draw(row: Row | undefined): void {
      const parts = row === undefined ? [] : partsOf(row);
      const [only] = parts;
      if (parts.length === 1 && only !== undefined) {
        this.#root.className = only.className;
        this.#root.textContent = only.text;
        return;
      }
      this.#root.className = '';
      this.#root.replaceChildren(...parts.map(elementOf));
    }
  };
}

function elementOf({ text, className }: CellPart): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
