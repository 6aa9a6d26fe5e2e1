import type { z } from 'zod';
import type { Tokens } from '../../src-shared/contract/server/session.contract.ts';
import { DEMO_PASSWORD } from './facts/users.ts';

export type Answer = { ok: true; body: unknown } | { ok: false; status: number; reason: string };

interface ErrorBody {
  code?: string;
  data?: { reason?: string };
  reason?: string;
}

/** One station at the intake: signs in when it must and posts as its own system would. */
export class IntakeClient {
  private readonly server: string;
  private readonly login: string;
  private readonly deviceId: string;
  private token = '';

  constructor(server: string, login: string, deviceId: string) {
    this.server = server.replace(/\/+$/, '');
    this.login = login;
    this.deviceId = deviceId;
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const first = this.token === '' ? null : await this.send(path, body);
    if (first !== null && (first.ok || first.status !== 401)) return first;
    await this.signIn();
    return this.send(path, body);
  }

  private async signIn(): Promise<void> {
    const { login, deviceId } = this;
    const credentials = { login, password: DEMO_PASSWORD, deviceId, deviceName: 'demo traffic' };
    const answer = await this.send('/session/v1/sign-in', credentials);
    if (!answer.ok) throw new Error(`${login} cannot sign in: ${String(answer.status)} ${answer.reason}`);
    this.token = (answer.body as z.infer<typeof Tokens>).accessToken;
  }

  private async send(path: string, body: unknown): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.token !== '') headers.authorization = `Bearer ${this.token}`;
    const response = await fetch(this.server + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return { ok: true, body: parsed };
    const error = (parsed ?? {}) as ErrorBody;
    return {
      ok: false,
      status: response.status,
      reason: error.data?.reason ?? error.reason ?? error.code ?? 'unknown',
    };
  }
}
