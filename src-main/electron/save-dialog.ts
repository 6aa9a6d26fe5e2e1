import { BrowserWindow, dialog } from 'electron';
import { copyFile } from 'node:fs/promises';
import type { FileDelivery } from '../jobs/file-delivery.ts';

/** A finished file goes where the person says; cancelling leaves it in the work folder and is no error. */
export function saveDialogDelivery(): FileDelivery {
  return {
    async deliver(file) {
      const options = { defaultPath: file.name };
      const [window] = BrowserWindow.getAllWindows();
      const answer =
        window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
      if (!answer.canceled && answer.filePath !== '') await copyFile(file.path, answer.filePath);
      return { downloadPath: null };
    },
  };
}
