import type { CDPSession, Page } from 'playwright-core';

/** Between two characters, as scanners send them; slower on a busy machine only to the clock on the wall. */
const GAP_MS = 8;
/** Between what came before and a scan: the hand that moves the scanner. */
const HAND_MS = 250;

const KEY_CODES: Readonly<Record<string, string>> = { '-': 'Minus', '.': 'Period', '/': 'Slash' };

/**
 * A scanner that types into whatever has the focus. Its keys carry the moments at which a scanner presses them and go out in one
 * go: a key that waited for the answer to the one before would come as slowly as a person's.
 */
export class Scanner {
  readonly #page: Page;
  #session: CDPSession | null = null;
  #lastMs = 0;
  scans = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async scan(...codes: readonly string[]): Promise<void> {
    await this.#send(codes.flatMap((code) => scanOf(code)));
    this.scans += codes.length;
  }

  /** Scans, and Ctrl+Enter before the program can have done anything about them. */
  async scanAndSubmit(codes: readonly string[]): Promise<void> {
    const submit: Press[] = [{ key: 'Enter', code: 'Enter', keyCode: 13, modifiers: CONTROL, afterMs: HAND_MS }];
    await this.#send([...codes.flatMap((code) => scanOf(code)), ...submit]);
    this.scans += codes.length;
  }

  async #send(presses: readonly Press[]): Promise<void> {
    this.#session ??= await this.#page.context().newCDPSession(this.#page);
    const session = this.#session;
    const lastsMs = presses.reduce((sum, { afterMs }) => sum + afterMs, 0);
    let atMs = Math.max(Date.now() - lastsMs, this.#lastMs);
    const sent: Promise<unknown>[] = [];
    for (const { afterMs, keyCode, ...press } of presses) {
      atMs += afterMs;
      const common = { ...press, windowsVirtualKeyCode: keyCode, timestamp: atMs / 1000 };
      sent.push(
        session.send('Input.dispatchKeyEvent', {
          type: press.text === undefined ? 'rawKeyDown' : 'keyDown',
          ...common,
        }),
      );
      sent.push(session.send('Input.dispatchKeyEvent', { ...common, type: 'keyUp' }));
    }
    this.#lastMs = atMs;
    await Promise.all(sent);
  }
}

interface Press {
  key: string;
  code: string;
  keyCode: number;
  text?: string;
  modifiers?: number;
  afterMs: number;
}

/** As the protocol of the browser counts modifiers. */
const CONTROL = 2;

function scanOf(code: string): Press[] {
  const characters = [...code].map((key, at): Press => ({
    ...{ key, text: key, keyCode: key.toUpperCase().charCodeAt(0), afterMs: at === 0 ? HAND_MS : GAP_MS },
    code: KEY_CODES[key] ?? (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`),
  }));
  return [...characters, { key: 'Enter', code: 'Enter', keyCode: 13, text: '\r', afterMs: GAP_MS }];
}
