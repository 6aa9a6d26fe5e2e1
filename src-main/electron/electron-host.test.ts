import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isolatedTaskCases } from '../host/testing/isolated-task-cases.ts';
import { mayOpenOutside, UI_ORIGIN } from './origin.ts';
import { namesExist } from './testing/fake-electron.ts';
import { startTestProgram, type TestProgram } from './testing/program.ts';
import { utilityTasks } from './utility-tasks.ts';

/** Nobody listens here: the shell must come up without a server. */
const NO_SERVER = 'http://127.0.0.1:9';

describe('the Electron program, run under the double', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startTestProgram({ serverUrl: NO_SERVER });
  });
  afterAll(() => program.close());

  const uiRequest = (address: string, method = 'GET'): Response => {
    const handler = program.fake.double.protocolHandlers.get('app');
    if (handler === undefined) throw new Error('no protocol');
    return handler(new Request(address, { method }));
  };

  it('stands on a double whose every name Electron still has', () => {
    expect(new Set(Object.values(namesExist))).toEqual(new Set([true]));
  });

  it('opens one sandboxed window without Node, webviews or developer tools', () => {
    const [window] = program.fake.BrowserWindow.all;
    expect(window?.options.webPreferences).toMatchObject({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
    });
    expect(Object.keys(window?.options.webPreferences ?? {})).not.toEqual(
      expect.arrayContaining([
        'webSecurity',
        'allowRunningInsecureContent',
        'experimentalFeatures',
        'enableBlinkFeatures',
      ]),
    );
    expect(window?.webContents.mainFrame.url).toBe('app://ui/index.html');
    expect(program.fake.app.calls).toEqual(expect.arrayContaining(['enableSandbox', 'switch lang=zh-CN']));
    expect(program.fake.double.privileges).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(program.fake.double.crashReporterOptions).toEqual({ uploadToServer: false });
  });

  it.each([
    ['app://ui/%2e%2e%2fpackage.json', 'GET', 403],
    ['app://ui/..%2fpackage.json', 'GET', 403],
    ['app://ui/..%5cpackage.json', 'GET', 403],
    ['app://ui/%00index.html', 'GET', 403],
    ['app://ui/%zz', 'GET', 403],
    ['app://ui/package.json', 'GET', 404],
    ['app://other/index.html', 'GET', 404],
    ['app://ui.evil.example/index.html', 'GET', 404],
    ['app://ui/index.html', 'POST', 405],
    ['app://ui/', 'GET', 200],
  ])('answers %s %s with %i', (address, method, status) => {
    expect(uiRequest(address, method).status).toBe(status);
  });

  it('gives each answer a policy with its own nonce, and no header that would end the renderer', async () => {
    const answers = [uiRequest('app://ui/index.html'), uiRequest('app://ui/index.html')];
    const nonces = answers.map(
      (answer) => /script-src 'self' 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1],
    );
    expect(await answers[0]?.text()).toBe(`<script nonce="${nonces[0]}"></script>`);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect([...(answers[0]?.headers.keys() ?? [])]).not.toContain('cross-origin-opener-policy');
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays in its screens on %s', (event) => {
    const prevented = (url: string): boolean => {
      const details = new program.fake.FakeEvent(url);
      program.contents().emit(event, details);
      return details.prevented;
    };
    expect(prevented('https://evil.example/')).toBe(true);
    expect(prevented('file:///etc/passwd')).toBe(true);
    expect(prevented('app://ui.evil/')).toBe(true);
    expect(prevented('app://ui/index.html#/claims')).toBe(false);
  });

  it('attaches no webview and opens no second window; a web page goes to the browser of the person', () => {
    const details = new program.fake.FakeEvent();
    program.contents().emit('will-attach-webview', details);
    expect(details.prevented).toBe(true);
    expect(program.contents().windowOpenHandler({ url: 'https://example.cn/help' })).toEqual({ action: 'deny' });
    expect(program.contents().windowOpenHandler({ url: 'file:///c:/x.exe' })).toEqual({ action: 'deny' });
    expect(program.fake.double.opened).toEqual(['https://example.cn/help']);
  });

  it('grants no permission but copying, and that only to its own screens', () => {
    const { permissionRequest, permissionCheck } = program.fake.double;
    const asked = (permission: string, requestingUrl: string): boolean => {
      let granted = false;
      permissionRequest?.(null, permission, (answer) => (granted = answer), { requestingUrl });
      expect(permissionCheck?.(null, permission, requestingUrl)).toBe(granted);
      return granted;
    };
    expect(['media', 'geolocation', 'notifications', 'clipboard-read'].map((name) => asked(name, UI_ORIGIN))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    expect(asked('clipboard-sanitized-write', `${UI_ORIGIN}/index.html`)).toBe(true);
  });

  it('hands the contract to the document through one port', async () => {
    const port = await program.openDocument();
    if (port === undefined) throw new Error('no port');
    const state = await program.client(port).session.state({});
    expect(state.capabilities).toMatchObject({
      host: 'electron',
      printing: 'native',
      dialogs: 'native',
      secretStore: 'os',
    });
  });

  it.each([
    ['a page of another origin', { url: 'https://evil.example/' }],
    ['a look-alike of our origin', { url: 'app://ui.evil/index.html' }],
    ['a frame inside our page', { sender: 'sub' as const }],
    ['a frame that is gone', { sender: 'none' as const }],
  ])('gives no port to %s', async (_, frame) => {
    expect(await program.openDocument(frame)).toBeUndefined();
  });

  it.each(['did-start-navigation', 'render-process-gone', 'destroyed'])('closes the port on %s', async (event) => {
    const port = await program.openDocument();
    if (port === undefined) throw new Error('no port');
    const closed = new Promise((resolve) => port.addEventListener('close', resolve));
    program.contents().emit(event, { isMainFrame: true, isSameDocument: false });
    await closed;
    expect(await program.openDocument()).toBeDefined();
  });

  it('keeps the port while the page only changes its #address', async () => {
    const port = await program.openDocument();
    if (port === undefined) throw new Error('no port');
    program.contents().emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect((await program.client(port).session.state({})).user).toBeNull();
  });

  it('comes to the front when it is started a second time', () => {
    const [window] = program.fake.BrowserWindow.all;
    if (window !== undefined) window.minimized = true;
    program.fake.app.emit('second-instance');
    expect(window?.shown.slice(-2)).toEqual(['restore', 'focus']);
  });
});

describe('a second program on the same data', () => {
  it('ends before it touches the data folder', async () => {
    const program = await startTestProgram({ serverUrl: NO_SERVER, lockIsFree: false });
    expect(program.fake.app.calls).toContain('quit');
    expect(program.fake.BrowserWindow.all).toEqual([]);
    expect(existsSync(path.join(program.folder, 'data'))).toBe(false);
    await program.close();
  });
});

describe('an address from outside', () => {
  it.each([
    ['https://example.cn/', true],
    ['http://example.cn/', false],
    ['https://name:word@example.cn/', false],
    ['file:///c:/windows/system32/calc.exe', false],
    ['ms-msdt:/id', false],
    ['smb://server/share', false],
    ['javascript:alert(1)', false],
    ['not an address', false],
  ])('%s may be opened: %s', (address, allowed) => {
    expect(mayOpenOutside(address)).toBe(allowed);
  });
});

describe('the token in the safe place of the system', () => {
  let program: TestProgram;
  afterEach(() => program.close());

  it('is kept encrypted, forgotten when it cannot be read any more, and in memory where there is no such place', async () => {
    program = await startTestProgram({ serverUrl: NO_SERVER });
    const { safeSecrets } = await import('./safe-secrets.ts');
    const file = path.join(program.folder, 'session.bin');
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const secrets = safeSecrets(file, logger);
    expect(await secrets.load()).toBeNull();
    await secrets.save('令牌');
    expect(readFileSync(file, 'utf8')).toBe('locked:令牌');
    expect(await secrets.load()).toBe('令牌');
    program.fake.double.decryptable = false;
    expect(await secrets.load()).toBeNull();
    expect(existsSync(file)).toBe(false);
    program.fake.double.encryptionAvailable = false;
    await secrets.save('只在内存');
    expect([await secrets.load(), existsSync(file)]).toEqual(['只在内存', false]);
  });
});

describe('a finished file', () => {
  let program: TestProgram;
  afterEach(() => program.close());

  it('is saved where the person says, and opened there with its program or in its folder', async () => {
    program = await startTestProgram({ serverUrl: NO_SERVER });
    const { double } = program.fake;
    const { saveDialogDelivery } = await import('./save-dialog.ts');
    const files = saveDialogDelivery();
    const made = path.join(program.folder, '明细.csv');
    writeFileSync(made, '代码');
    expect(await files.deliver({ name: '明细.csv', path: made })).toEqual({ downloadPath: null, savedPath: null });
    const savedPath = path.join(program.folder, '我的明细.csv');
    double.saveTo = savedPath;
    expect(await files.deliver({ name: '明细.csv', path: made })).toEqual({ downloadPath: null, savedPath });
    expect(readFileSync(savedPath, 'utf8')).toBe('代码');
    await files.shell?.open(savedPath);
    files.shell?.showInFolder(savedPath);
    expect([double.opened.at(-1), double.shownInFolder]).toEqual([savedPath, [savedPath]]);
    double.openFault = 'no program for it';
    await expect(files.shell?.open(savedPath)).rejects.toMatchObject({
      data: { reason: 'file-not-opened', details: { problem: 'no program for it' } },
    });
  });
});

describe('printing by the system', () => {
  let program: TestProgram;
  afterEach(() => program.close());

  it('sends the published document at 100 % on the paper of the form, by the way set for the printer', async () => {
    program = await startTestProgram({ serverUrl: NO_SERVER });
    const { double } = program.fake;
    const { nativePrinting } = await import('./native-printing.ts');
    const host = nativePrinting();
    double.printers = [{ name: 'LQ-590K', displayName: '' }];
    expect(await host.printers()).toEqual([{ name: 'LQ-590K', label: 'LQ-590K', isDefault: false }]);
    const job = {
      address: '/print/x',
      printerName: 'LQ-590K',
      fromPage: 2,
      toPage: 5,
      paper: { widthMm: 241, heightMm: 140 },
    };
    await host.print({ ...job, route: 'css' });
    await host.print({ ...job, route: 'printerDefault' });
    expect(double.printed[0]).toMatchObject({
      url: 'app://ui/print/x',
      options: {
        silent: true,
        deviceName: 'LQ-590K',
        scaleFactor: 100,
        margins: { marginType: 'none' },
        pageSize: { width: 241_000, height: 140_000 },
        pageRanges: [{ from: 1, to: 4 }],
      },
    });
    expect(double.printed[1]?.options).toMatchObject({ usePrinterDefaultPageSize: true });
    expect(double.printed[1]?.options).not.toHaveProperty('pageSize');
    double.printerFault = 'paper out';
    await expect(host.print({ ...job, route: 'css' })).rejects.toMatchObject({ data: { reason: 'printer-failed' } });
    double.saveTo = path.join(program.folder, 'forms.pdf');
    await host.print({ ...job, route: 'pdf' });
    expect(readFileSync(double.saveTo, 'utf8')).toBe('%PDF-1.7');
    const preview = await host.pdf?.({ address: '/print/y', html: '' });
    expect(Buffer.from(preview ?? []).toString()).toBe('%PDF-1.7');
    expect(double.printed.at(-1)).toEqual({
      url: 'app://ui/print/y',
      options: { preferCSSPageSize: true, printBackground: true },
    });
    expect(program.fake.BrowserWindow.all).toHaveLength(1);
  });
});

describe('an isolated task in a utility process', () => isolatedTaskCases(utilityTasks));

describe('the source of the Electron host', () => {
  it('listens to pages in one place only, and the preload exposes nothing', () => {
    const source = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
    const files = [
      'main.ts',
      'main-window.ts',
      'native-printing.ts',
      'safe-secrets.ts',
      'save-dialog.ts',
      'ui-protocol.ts',
      'utility-tasks.ts',
    ];
    for (const name of [...files, 'window-guards.ts']) expect(source(name)).not.toMatch(/ipcMain/);
    expect(source('preload.ts')).not.toMatch(/contextBridge\.|exposeInMainWorld|require\(/);
    for (const name of files)
      expect(source(name)).not.toMatch(/webSecurity|InsecureContent|experimentalFeatures|file:\/\//);
  });
});
