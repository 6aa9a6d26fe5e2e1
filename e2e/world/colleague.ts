/** Somebody else of the demo company who speaks with the server as another desktop would, without a screen. */
import { ulid } from 'ulid';
import type { z } from 'zod';
import type { CommandBody, CommandResult } from '../../src-shared/contract/commands.ts';
import { DEMO_PASSWORD } from '../../src-server/demo/facts/users.ts';

type Result = z.infer<typeof CommandResult>;

export class Colleague {
  readonly #server: string;
  readonly #deviceId: string;
  #token = '';
  #clientSeq = 0;

  private constructor(server: string, deviceId: string) {
    this.#server = server;
    this.#deviceId = deviceId;
  }

  static async signIn(server: string, login: string): Promise<Colleague> {
    const colleague = new Colleague(server, `colleague-${ulid()}`);
    const { accessToken } = await colleague.post<{ accessToken: string }>('/session/v1/sign-in', {
      ...{ login, password: DEMO_PASSWORD, deviceId: colleague.#deviceId, deviceName: 'story' },
    });
    colleague.#token = accessToken;
    return colleague;
  }

  /** Somebody signed in already from this device. */
  static withToken(server: string, deviceId: string, accessToken: string): Colleague {
    const colleague = new Colleague(server, deviceId);
    colleague.#token = accessToken;
    return colleague;
  }

  /** Gives one command and returns what the server made of it. */
  async command(body: CommandBody): Promise<Result> {
    this.#clientSeq += 1;
    const letter = { id: ulid(), clientSeq: this.#clientSeq, commandVersion: 1, madeAtMs: Date.now(), body };
    const { results } = await this.post<{ results: Result[] }>('/sync/v1/commands', {
      ...{ deviceId: this.#deviceId, commands: [letter] },
    });
    const [result] = results;
    if (result === undefined) throw new Error(`no answer to ${body.kind}`);
    return result;
  }

  /** A command that must be applied. */
  async applied(body: CommandBody): Promise<Result> {
    const result = await this.command(body);
    if (result.status !== 'applied')
      throw new Error(`${body.kind}: ${result.status} ${result.reason ?? ''} ${JSON.stringify(result.details)}`);
    return result;
  }

  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.#token !== '') headers.authorization = `Bearer ${this.#token}`;
    const response = await fetch(this.#server + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
