import { BrowserWindow, dialog, shell } from 'electron';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import type { FileDelivery } from '../jobs/file-delivery.ts';
import { asFileProblem, isHeldOpen } from '../jobs/file-problems.ts';

/** A finished file goes where the person says; cancelling leaves it in the work folder and is no error. */
export function saveDialogDelivery(): FileDelivery {
  return {
    async deliver(file) {
      for (let copy = 0; ; copy += 1) {
        const savedPath = await askWhere(otherName(file.name, copy));
        if (savedPath === null) return { downloadPath: null, savedPath: null };
        if (await copyUnlessHeld(file.path, savedPath)) return { downloadPath: null, savedPath };
      }
    },
    shell: {
      async open(path) {
        const problem = await shell.openPath(path);
        if (problem !== '') throw new AppError('UNAVAILABLE', 'file-not-opened', { problem });
      },
      showInFolder: (path) => shell.showItemInFolder(path),
    },
  };
}

async function askWhere(defaultPath: string): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  const answer =
    window === undefined
      ? await dialog.showSaveDialog({ defaultPath })
      : await dialog.showSaveDialog(window, { defaultPath });
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}

/** False when a file of that name is open in Excel or WPS: the person is asked again, with another name proposed. */
async function copyUnlessHeld(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if (isHeldOpen(error)) return false;
    throw asFileProblem(error);
  }
}

function otherName(name: string, copy: number): string {
  const { name: stem, ext } = path.parse(name);
  return copy === 0 ? name : `${stem} (${String(copy)})${ext}`;
}
