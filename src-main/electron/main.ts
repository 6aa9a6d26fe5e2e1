/** The Electron host, thin: one window, one protocol, one port per document; everything else is the application core. */
import { app, BrowserWindow, crashReporter, dialog, Menu, net, protocol, safeStorage } from 'electron';
import path from 'node:path';
import { createApp, type App } from '../compose.ts';
import { StoreThreads } from '../db/store-threads.ts';
import { hostText } from '../host/host-text.ts';
import { openLogFile } from '../host/log-file.ts';
import { readRendererFiles } from '../host/renderer-files.ts';
import { openMainWindow, showExistingWindow } from './main-window.ts';
import { nativePrinting } from './native-printing.ts';
import { SCHEME } from './origin.ts';
import { servePorts } from './port-handshake.ts';
import { safeSecrets } from './safe-secrets.ts';
import { saveDialogDelivery } from './save-dialog.ts';
import { dataFolderOf, serverUrlOf } from './settings.ts';
import { answerUiRequest } from './ui-protocol.ts';
import { utilityTasks } from './utility-tasks.ts';
import { guardWindows } from './window-guards.ts';

async function startApplication(dataFolder: string, serverUrl: string, threads: StoreThreads): Promise<App> {
  const logger = openLogFile(path.join(dataFolder, 'logs', 'desktop.log'), Date.now);
  app.on('render-process-gone', (_event, _contents, details) => logger.error('render-process-gone', { ...details }));
  app.on('child-process-gone', (_event, details) => logger.error('child-process-gone', { ...details }));
  const hasSafePlace = await safeStorage.isAsyncEncryptionAvailable();
  return createApp({
    dataFolder,
    serverUrl,
    capabilities: {
      host: 'electron',
      printing: 'native',
      dialogs: 'native',
      secretStore: hasSafePlace ? 'os' : 'none',
      autoUpdate: false,
    },
    secrets: safeSecrets(path.join(dataFolder, 'session.bin'), logger),
    // the system's proxy, its certificates and its sign-in, which Node's own fetch does not know
    fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init),
    clock: Date.now,
    logger,
    isolatedTasks: utilityTasks(),
    files: saveDialogDelivery(),
    printing: nativePrinting(),
    appVersion: app.getVersion(),
    threads,
    locale: app.getLocale().startsWith('zh') ? 'zh-CN' : 'en',
  });
}

async function run(dataFolder: string): Promise<void> {
  // they load while Electron itself becomes ready
  const threads = new StoreThreads();
  threads.warm();
  await app.whenReady();
  const serverUrl = serverUrlOf(process.env, dataFolder);
  if (serverUrl === null) {
    dialog.showErrorBox(
      'Hedui 核对',
      hostText('host.noServer', { file: path.join(dataFolder, 'server.json') }).join('\n\n'),
    );
    return app.quit();
  }
  Menu.setApplicationMenu(null);
  guardWindows();
  const files = readRendererFiles(path.join(app.getAppPath(), 'out', 'renderer'));
  const core = await startApplication(dataFolder, serverUrl, threads);
  protocol.handle(SCHEME, (request) => answerUiRequest(request, files, core.printDocuments));
  servePorts(core.router);
  closeBeforeQuit(core);
  app.on('second-instance', showExistingWindow);
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openMainWindow();
  });
  await openMainWindow();
}

/** The stores are closed, readers first, before the process ends. */
function closeBeforeQuit(core: App): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void core.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

const dataFolder = dataFolderOf(process.env, app.getPath('userData'));
app.setPath('userData', dataFolder);
app.setAppUserModelId('cn.hedui.desktop');
// before any file of the data folder is touched: two programs on one store would spoil it
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  app.commandLine.appendSwitch('lang', 'zh-CN');
  crashReporter.start({ uploadToServer: false });
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  run(dataFolder).catch((error: unknown) => {
    dialog.showErrorBox('Hedui 核对', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}
