import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

type Params = Readonly<Record<string, unknown>>;
type Answer = Record<string, unknown>;
type EventHandler = (params: Answer) => void;

interface Message {
  id?: number;
  method?: string;
  params?: Answer;
  result?: Answer;
  error?: { message: string };
}

const ANSWER_TIMEOUT_MS = 60_000;
/** Root has no sandbox to drop into; nothing but our own document and fonts is ever loaded. */
const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** A Chromium without a window, spoken to over two pipes: no port is opened, nobody else can speak to it. */
export class ChromiumPipe {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  readonly #handlers = new Map<string, EventHandler>();
  #nextId = 1;
  #rest = '';
  #session = '';
  #ended: Error | null = null;

  private constructor(program: string) {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'hedui-chromium-'));
    this.#child = spawn(program, [...FLAGS, `--user-data-dir=${this.#folder}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('exit', (code) => this.#end(new Error(`chromium ended with ${String(code)}`)));
    const answers = this.#child.stdio[4] as Readable;
    answers.setEncoding('utf8');
    answers.on('data', (piece: string) => this.#read(piece));
    answers.on('error', (error) => this.#end(error));
    this.#orders.on('error', (error) => this.#end(error));
  }

  /** Starts the program and attaches to one empty page of it. */
  static async open(program: string): Promise<ChromiumPipe> {
    const pipe = new ChromiumPipe(program);
    try {
      const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
      pipe.#session = String(sessionId);
      return pipe;
    } catch (error) {
      pipe.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  on(method: string, handler: EventHandler): void {
    this.#handlers.set(method, handler);
  }

  send(method: string, params: Params = {}): Promise<Answer> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    const session = this.#session === '' ? {} : { sessionId: this.#session };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(new Error(`chromium does not answer ${method}`)), ANSWER_TIMEOUT_MS);
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.#orders.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  close(): void {
    this.#end(new Error('chromium was closed'));
  }

  get #orders(): Writable {
    return this.#child.stdio[3] as Writable;
  }

  #read(piece: string): void {
    const parts = (this.#rest + piece).split('\0');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#take(JSON.parse(part) as Message);
  }

  #take({ id, method, params, result, error }: Message): void {
    if (id === undefined) {
      this.#handlers.get(method ?? '')?.(params ?? {});
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result ?? {});
    else waiting?.reject(new Error(error.message));
  }

  #end(error: Error): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    const forget = (): void => rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return forget();
    this.#child.once('exit', forget);
    this.#child.kill();
  }
}
