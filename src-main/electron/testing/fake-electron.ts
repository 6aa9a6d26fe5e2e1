/**
 * A double of the parts of Electron that `src-main/electron` uses: vitest puts it in Electron's place, so that the real
 * `main.ts` and preload run without the binary. `double` is the test's side of it. The checks at the end compare every name
 * with `electron.d.ts`: an upgrade that renames something does not compile.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { MessageChannel as NodeMessageChannel, type MessagePort as NodeMessagePort } from 'node:worker_threads';

type Electron = typeof import('electron');

class FakeApp extends EventEmitter {
  readonly calls: string[] = [];
  readonly paths = new Map<string, string>([['userData', '/nowhere']]);
  isPackaged = true;

  readonly commandLine = {
    appendSwitch: (name: string, value: string) => void this.calls.push(`switch ${name}=${value}`),
  };
  requestSingleInstanceLock = (): boolean => double.lockIsFree;
  enableSandbox = (): void => void this.calls.push('enableSandbox');
  whenReady = (): Promise<void> => Promise.resolve();
  getPath = (name: string): string => this.paths.get(name) ?? '';
  setPath = (name: string, value: string): void => void this.paths.set(name, value);
  getAppPath = (): string => double.appPath;
  getVersion = (): string => '0.1.0';
  getLocale = (): string => 'zh-CN';
  setAppUserModelId = (id: string): void => void this.calls.push(`id ${id}`);
  exit = (code: number): void => void this.calls.push(`exit ${code}`);
  quit = (): void => {
    const event = new FakeEvent();
    this.emit('before-quit', event);
    if (!event.prevented) this.calls.push('quit');
  };
}

export class FakeEvent {
  prevented = false;
  readonly url: string;

  constructor(url = '') {
    this.url = url;
  }

  preventDefault(): void {
    this.prevented = true;
  }
}

export class FakeWebContents extends EventEmitter {
  mainFrame = { url: '' };
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
  getPrintersAsync = (): Promise<{ name: string; displayName: string }[]> => Promise.resolve(double.printers);
  print = (options: unknown, callback: (success: boolean, failureReason: string) => void): void => {
    double.printed.push({ url: this.mainFrame.url, options });
    callback(double.printerFault === '', double.printerFault);
  };
  printToPDF = (options: unknown): Promise<Buffer> => {
    double.printed.push({ url: this.mainFrame.url, options });
    return Promise.resolve(Buffer.from('%PDF-1.7'));
  };
  postMessage(channel: string, _message: unknown, ports: unknown[]): void {
    double.portsSent++;
    ipcRenderer.emit(channel, { ports });
  }
}

class FakeBrowserWindow extends EventEmitter {
  static readonly all: FakeBrowserWindow[] = [];
  static getAllWindows(): FakeBrowserWindow[] {
    return FakeBrowserWindow.all;
  }
  readonly webContents = new FakeWebContents();
  readonly shown: string[] = [];
  readonly options: Record<string, unknown>;
  minimized = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    FakeBrowserWindow.all.push(this);
    app.emit('web-contents-created', new FakeEvent(), this.webContents);
  }
  loadURL(url: string): Promise<void> {
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.webContents.mainFrame = { url };
    return Promise.resolve();
  }
  show = (): void => void this.shown.push('show');
  focus = (): void => void this.shown.push('focus');
  restore = (): void => void this.shown.push('restore');
  isMinimized = (): boolean => this.minimized;
  destroy = (): void => void FakeBrowserWindow.all.splice(FakeBrowserWindow.all.indexOf(this), 1);
}

/** Port of the main process: an emitter with `{ data }` events, as Electron's, over a real port of Node. */
class FakeMessagePortMain extends EventEmitter {
  readonly port: NodeMessagePort;

  constructor(port: NodeMessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  close(): void {
    this.port.close();
  }
}

class FakeMessageChannelMain {
  readonly port1: FakeMessagePortMain;
  readonly port2: NodeMessagePort;

  constructor() {
    const { port1, port2 } = new NodeMessageChannel();
    this.port1 = new FakeMessagePortMain(port1);
    this.port2 = port2;
  }
}

type PermissionRequest = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean;

class FakeUtilityProcess extends EventEmitter {
  readonly child: ChildProcess;
  readonly pid: number | undefined;

  constructor(modulePath: string, args: string[], options: { execArgv?: string[] }) {
    super();
    const flags = (options.execArgv ?? []).flatMap((argument) => argument.replace('--js-flags=', '').split(' '));
    this.child = fork(modulePath, args, {
      execArgv: [...flags, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.pid = this.child.pid;
    let complaint = '';
    this.child.stderr?.on('data', (piece: Buffer) => (complaint += piece.toString()));
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('close', (code) => {
      if (complaint.includes('JavaScript heap out of memory')) this.emit('error', 'FatalError', 'here', complaint);
      this.emit('exit', code);
    });
  }
  postMessage = (message: object): void => void this.child.send(message);
  kill = (): boolean => this.child.kill('SIGKILL');
}

/** The test's side: what the world around the program does, and what the program asked for. */
export const double = {
  lockIsFree: true,
  appPath: '',
  portsSent: 0,
  encryptionAvailable: true,
  /** False: what was encrypted by another Windows user cannot be read. */
  decryptable: true,
  opened: [] as string[],
  errorBoxes: [] as string[],
  shownInFolder: [] as string[],
  /** What the system says when it cannot open a file. */
  openFault: '',
  saveTo: '',
  printers: [] as { name: string; displayName: string }[],
  printed: [] as { url: string; options: unknown }[],
  printerFault: '',
  privileges: [] as unknown[],
  protocolHandlers: new Map<string, (request: Request) => Response>(),
  permissionRequest: undefined as PermissionRequest | undefined,
  permissionCheck: undefined as PermissionCheck | undefined,
  crashReporterOptions: undefined as unknown,
};

export const app = new FakeApp();
export const BrowserWindow = FakeBrowserWindow;
export const MessageChannelMain = FakeMessageChannelMain;
export const ipcMain = new EventEmitter();
export const ipcRenderer = Object.assign(new EventEmitter(), {
  /** The frame that speaks; a test may put a foreign one here. */
  frame: undefined as { sender: FakeWebContents; senderFrame: { url: string } | null } | undefined,
  send(channel: string): void {
    ipcMain.emit(channel, ipcRenderer.frame);
  },
});
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionRequest) => void (double.permissionRequest = handler),
    setPermissionCheckHandler: (handler: PermissionCheck) => void (double.permissionCheck = handler),
  },
};
export const shell = {
  openExternal: (url: string): Promise<void> => {
    double.opened.push(url);
    return Promise.resolve();
  },
  openPath: (path: string): Promise<string> => {
    double.opened.push(path);
    return Promise.resolve(double.openFault);
  },
  showItemInFolder: (path: string): void => void double.shownInFolder.push(path),
};
export const dialog = {
  showErrorBox: (title: string, content: string) => void double.errorBoxes.push(`${title}: ${content}`),
  showSaveDialog: () => Promise.resolve({ canceled: double.saveTo === '', filePath: double.saveTo }),
};
export const Menu = { setApplicationMenu: () => undefined };
export const net = { fetch: (input: string, init?: RequestInit) => fetch(input, init) };
export const crashReporter = { start: (options: unknown) => void (double.crashReporterOptions = options) };
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => void double.privileges.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Response) =>
    void double.protocolHandlers.set(scheme, handler),
};
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(double.encryptionAvailable),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`locked:${text}`)),
  decryptStringAsync: (encrypted: Buffer) =>
    double.decryptable
      ? Promise.resolve({ result: encrypted.toString().replace('locked:', ''), shouldReEncrypt: false })
      : Promise.reject(new Error('another user')),
};
export const utilityProcess = {
  fork: (modulePath: string, args: string[], options: { execArgv?: string[] }) =>
    new FakeUtilityProcess(modulePath, args, options),
};

/** What `electron.d.ts` must go on having: every name above, and every method of the objects we stand in for. */
const standIns = {
  app,
  BrowserWindow,
  MessageChannelMain,
  ipcMain,
  ipcRenderer,
  session,
  shell,
  dialog,
  Menu,
  net,
  crashReporter,
  protocol,
  safeStorage,
  utilityProcess,
};
type SameNames<Fake, Real, Own extends PropertyKey = never> =
  Exclude<keyof Fake, keyof Real | Own> extends never ? true : Exclude<keyof Fake, keyof Real | Own>;
export const namesExist = {
  modules: true satisfies SameNames<typeof standIns, Electron>,
  app: true satisfies SameNames<FakeApp, Electron['app'], 'calls' | 'paths'>,
  window: true satisfies SameNames<FakeBrowserWindow, Electron.BrowserWindow, 'shown' | 'options' | 'minimized'>,
  contents: true satisfies SameNames<FakeWebContents, Electron.WebContents, 'windowOpenHandler'>,
  port: true satisfies SameNames<FakeMessagePortMain, Electron.MessagePortMain, 'port'>,
  ipcMain: true satisfies SameNames<typeof ipcMain, Electron['ipcMain']>,
  ipcRenderer: true satisfies SameNames<typeof ipcRenderer, Electron['ipcRenderer'], 'frame'>,
  shell: true satisfies SameNames<typeof shell, Electron['shell']>,
  dialog: true satisfies SameNames<typeof dialog, Electron['dialog']>,
  net: true satisfies SameNames<typeof net, Electron['net']>,
  protocol: true satisfies SameNames<typeof protocol, Electron['protocol']>,
  safeStorage: true satisfies SameNames<typeof safeStorage, Electron['safeStorage']>,
  session: true satisfies SameNames<typeof session.defaultSession, Electron.Session>,
  utilityProcess: true satisfies SameNames<FakeUtilityProcess, Electron.UtilityProcess, 'child'>,
};
