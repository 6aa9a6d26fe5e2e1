import { app, BrowserWindow } from 'electron';
import path from 'node:path';
import { START_ADDRESS } from './origin.ts';

export async function openMainWindow(): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    title: 'Hedui 核对',
    webPreferences: {
      preload: path.join(app.getAppPath(), 'out', 'main', 'preload.cjs'),
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(START_ADDRESS);
  return window;
}

/** A second start brings the first window to the front instead. */
export function showExistingWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
