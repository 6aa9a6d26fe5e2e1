import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const STOP_WITH_PARENT = new URL('./stop-with-parent.ts', import.meta.url).href;
/** A program that does not stop when asked is ended by force after this long. */
const PATIENCE_MS = 8_000;

export type ProgramLine = Record<string, unknown>;

export interface ProgramOptions {
  /** Path of a script of this project. */
  script: string;
  args: string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  /** A command that becomes the program, such as one that gives it a file system of its own first. */
  through?: readonly [string, ...string[]];
}

export interface Program {
  child: ChildProcess;
  /** The first JSON line with this key, also when it has been printed already. Rejects with ProgramEnded. */
  line(key: string): Promise<ProgramLine>;
  onLine(listener: (line: ProgramLine) => void): void;
  ended: Promise<number>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export class ProgramEnded extends Error {
  readonly exitCode: number;
  readonly logFile: string;
  readonly lines: ProgramLine[];

  constructor(exitCode: number, logFile: string, lines: ProgramLine[]) {
    super(`program ended with code ${exitCode}, see ${logFile}`);
    this.exitCode = exitCode;
    this.logFile = logFile;
    this.lines = lines;
  }
}

/** Starts a program that speaks in JSON lines; everything it says goes to its log as well. */
export function startProgram({ script, args, logFile, env, through }: ProgramOptions): Program {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const [command, ...before] = [...(through ?? []), process.execPath];
  const child = spawn(
    command ?? process.execPath,
    [
      ...before,
      ...[
        '--disable-warning=ExperimentalWarning',
        '--import',
        STOP_WITH_PARENT,
        path.join(REPOSITORY, script),
        ...args,
      ],
    ],
    { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...env } },
  );
  const lines: ProgramLine[] = [];
  const listeners = new Set<(line: ProgramLine) => void>();
  for (const output of [child.stdout, child.stderr]) {
    if (output === null) continue;
    createInterface({ input: output }).on('line', (text) => {
      log.write(`${text}\n`);
      const line = jsonLine(text);
      if (line === undefined) return;
      lines.push(line);
      for (const listener of listeners) listener(line);
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      log.end();
      resolve(code ?? 1);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(force);
  };
  return {
    child,
    ended,
    onLine: (listener) => void listeners.add(listener),
    line: (key) =>
      new Promise((resolve, reject) => {
        const seen = lines.find((line) => key in line);
        if (seen !== undefined) return resolve(seen);
        listeners.add((line) => (key in line ? resolve(line) : undefined));
        void ended.then((code) => reject(new ProgramEnded(code, logFile, lines)));
      }),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function jsonLine(text: string): ProgramLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as ProgramLine;
  } catch {
    return undefined;
  }
}
