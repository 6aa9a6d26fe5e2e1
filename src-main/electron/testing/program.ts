/** Runs the real `main.ts` under the double, with its own folders and, for each document, the real preload. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import type { contract } from '../../../src-shared/contract/index.ts';
import type { ContractRouterClient } from '@orpc/contract';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { CSP_NONCE_PLACEHOLDER } from '../../../src-shared/content-security.ts';
import { UI_ORIGIN } from '../origin.ts';
import type * as FakeElectron from './fake-electron.ts';

export type Fake = typeof FakeElectron;
export type ContractClient = ContractRouterClient<typeof contract>;

export interface TestProgram {
  fake: Fake;
  folder: string;
  contents(): FakeElectron.FakeWebContents;
  /** Loads a document: navigation, preload, and the page's first word. Resolves with the port it was given, if any. */
  openDocument(frame?: DocumentFrame): Promise<MessagePort | undefined>;
  client(port: MessagePort): ContractClient;
  close(): Promise<void>;
}

export interface DocumentFrame {
  url?: string;
  /** The frame that asks; the main frame unless told otherwise. */
  sender?: 'main' | 'sub' | 'none';
}

const PORT_PATIENCE_MS = 300;
let documents = 0;

class FakePage {
  readonly location: { origin: string };
  private readonly listeners: ((event: { source: unknown; data: unknown; ports: MessagePort[] }) => void)[] = [];

  constructor(origin: string) {
    this.location = { origin };
  }
  addEventListener(
    _type: 'message',
    listener: (event: { source: unknown; data: unknown; ports: MessagePort[] }) => void,
  ) {
    this.listeners.push(listener);
  }
  postMessage(data: unknown, targetOrigin: string, ports: MessagePort[] = []): void {
    if (targetOrigin !== this.location.origin) return;
    for (const listener of this.listeners) listener({ source: this, data, ports });
  }
}

export interface ProgramOptions {
  serverUrl: string;
  lockIsFree?: boolean;
}

export async function startTestProgram({ serverUrl, lockIsFree = true }: ProgramOptions): Promise<TestProgram> {
  vi.resetModules();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-electron-'));
  mkdirSync(path.join(folder, 'out', 'renderer'), { recursive: true });
  writeFileSync(
    path.join(folder, 'out', 'renderer', 'index.html'),
    `<script nonce="${CSP_NONCE_PLACEHOLDER}"></script>`,
  );
  writeFileSync(path.join(folder, 'package.json'), '{"secret":true}');
  const fake = (await import('electron')) as unknown as Fake;
  fake.double.appPath = folder;
  fake.double.lockIsFree = lockIsFree;
  vi.stubEnv('HEDUI_SERVER', serverUrl);
  vi.stubEnv('HEDUI_DATA', path.join(folder, 'data'));
  await import('../main.ts');
  if (lockIsFree) {
    await vi.waitFor(
      () => {
        if (fake.double.errorBoxes[0] !== undefined) throw new Error(fake.double.errorBoxes[0]);
        if (fake.BrowserWindow.all[0]?.webContents.mainFrame.url === undefined) throw new Error('no window yet');
      },
      { timeout: 20_000 },
    );
  }
  const contents = (): FakeElectron.FakeWebContents => {
    const [window] = fake.BrowserWindow.all;
    if (window === undefined) throw new Error('no window');
    return window.webContents;
  };
  return {
    fake,
    folder,
    contents,
    openDocument: (frame = {}) => openDocument(fake, contents(), frame),
    client: (port) => createORPCClient<ContractClient>(new RPCLink({ port })),
    close: async () => {
      if (lockIsFree) {
        fake.app.quit();
        await vi.waitFor(() => {
          if (!fake.app.calls.includes('quit')) throw new Error('still closing');
        });
      }
      vi.unstubAllEnvs();
      vi.unstubAllGlobals();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openDocument(
  fake: Fake,
  contents: FakeElectron.FakeWebContents,
  { url = `${UI_ORIGIN}/index.html`, sender = 'main' }: DocumentFrame,
): Promise<MessagePort | undefined> {
  contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  contents.mainFrame = { url };
  const frames = { main: contents.mainFrame, sub: { url }, none: null };
  fake.ipcRenderer.removeAllListeners();
  fake.ipcRenderer.frame = { sender: contents, senderFrame: frames[sender] };
  const page = new FakePage(new URL(url).protocol === 'app:' ? UI_ORIGIN : new URL(url).origin);
  vi.stubGlobal('window', page);
  let port: MessagePort | undefined;
  page.addEventListener('message', (event) => {
    if (event.data === 'hedui-port') port = event.ports[0];
  });
  documents += 1;
  await import(/* @vite-ignore */ `../preload.ts?document=${documents}`);
  page.postMessage('hedui-port-wanted', page.location.origin);
  const deadline = Date.now() + PORT_PATIENCE_MS;
  while (port === undefined && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  port?.start();
  return port;
}
