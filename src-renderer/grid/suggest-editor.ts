import type { ColDef, ICellEditorComp, ICellEditorParams } from 'ag-grid-community';

let lists = 0;

/**
 * A line of text that offers what is known while a person types, found anywhere in its words; it takes any other text too. It
 * begins with what the cell shows, or with the letter that opened it.
 */
export function suggestEditor<Row>(suggestions: readonly string[]): NonNullable<ColDef<Row>['cellEditor']> {
  return class implements ICellEditorComp<Row> {
    readonly #root = document.createElement('div');
    readonly #input = document.createElement('input');

    init({ eventKey, value, formatValue }: ICellEditorParams<Row>): void {
      const list = document.createElement('datalist');
      lists += 1;
      list.id = `suggestions-${String(lists)}`;
      list.replaceChildren(...suggestions.map(optionOf));
      this.#root.className = 'suggest-editor';
      this.#input.setAttribute('list', list.id);
      this.#input.autocomplete = 'off';
      this.#input.spellcheck = false;
      if (eventKey === 'Backspace' || eventKey === 'Delete') this.#input.value = '';
      else this.#input.value = eventKey?.length === 1 ? eventKey : formatValue(value);
      this.#root.append(this.#input, list);
    }

    getGui(): HTMLElement {
      return this.#root;
    }

    afterGuiAttached(): void {
      this.#input.focus();
      const end = this.#input.value.length;
      if (end > 1) this.#input.select();
      else this.#input.setSelectionRange(end, end);
    }

    getValue(): string {
      return this.#input.value;
    }
  };
}

function optionOf(text: string): HTMLOptionElement {
  const option = document.createElement('option');
  option.value = text;
  return option;
}
