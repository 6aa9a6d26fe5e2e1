import { spawn } from 'node:child_process';
import { REPOSITORY } from './child-program.ts';

export interface Step {
  name: string;
  /** Script of the pinned Node and its arguments. */
  command: readonly string[];
  env?: NodeJS.ProcessEnv;
}

export interface StepResult {
  name: string;
  exitCode: number;
  seconds: number;
  output: string;
}

/** Runs one step to its end with everything it says; `onText` hears it while it runs. */
export function runStep(step: Step, onText: (text: string) => void = () => undefined): Promise<StepResult> {
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...step.command], {
      cwd: REPOSITORY,
      env: { ...process.env, ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
        onText(text);
      });
    }
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAtMs) / 1000;
      resolve({ name: step.name, exitCode: code ?? 1, seconds, output });
    });
  });
}
