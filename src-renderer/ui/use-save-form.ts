import type { FormEventHandler, KeyboardEventHandler } from 'react';
import { meantBy, useKeys } from './keyboard.ts';

const SAVE = 'Ctrl+KeyS';

/**
 * A form that stands on a page and is saved by Enter in a field, by Ctrl+S inside a field or beside the form, and by F7 anywhere.
 * Returns what the form listens to.
 */
export function useSaveForm(save: () => void): {
  onSubmit: FormEventHandler<HTMLFormElement>;
  onKeyDown: KeyboardEventHandler<HTMLFormElement>;
} {
  useKeys({ [SAVE]: save, F7: save });
  return {
    onSubmit: (event) => {
      event.preventDefault();
      save();
    },
    // the keys of a page rest while a text is being written, this one does not
    onKeyDown: (event) => {
      if (meantBy(event) !== SAVE) return;
      event.preventDefault();
      save();
    },
  };
}
