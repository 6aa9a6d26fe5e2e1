import { AppError } from '../../src-shared/errors.ts';
import type { AuditReport } from '../../src-shared/contract/sync.contract.ts';
import type { Auditor } from './auditor.ts';
import type { SumLevel } from './checksums.ts';
import type { SyncSession } from './sync-session.ts';

/** Every night, or at the first contact after it: the content of every row. */
const EVERY_MS = 24 * 3600_000;
/** Spread over half an hour, so that fifty desktops do not ask in the same second. */
const SPREAD_MS = 30 * 60_000;

interface Asked {
  level: SumLevel;
  resolve(report: AuditReport): void;
  reject(error: unknown): void;
}

/** When the copy is compared: on demand, after a program that ended badly, and once a day (sync §3.10). */
export class AuditQueue {
  readonly #session: SyncSession;
  readonly #auditor: Auditor;
  readonly #spreadMs = Math.round(Math.random() * SPREAD_MS);
  #asked: Asked[] = [];
  #afterCrash: boolean;

  constructor(session: SyncSession, auditor: Auditor) {
    this.#session = session;
    this.#auditor = auditor;
    this.#afterCrash = session.endedBadly;
  }

  ask(level: SumLevel): Promise<AuditReport> {
    return new Promise((resolve, reject) => this.#asked.push({ level, resolve, reject }));
  }

  /** Nobody can be answered: the server is away or the program ends. */
  refuse(error: unknown): void {
    for (const { reject } of this.#asked.splice(0)) reject(error);
  }

  /** Runs what is due; called by the download loop, which then stands still. */
  async runDue(): Promise<void> {
    const asked = this.#asked;
    const { auditedAtMs } = await this.#session.pool.read('replica.standing', null);
    const daily = auditedAtMs + EVERY_MS + this.#spreadMs <= this.#session.clock();
    const level = daily || asked.some((each) => each.level === 2) ? 2 : this.#afterCrash || asked.length > 0 ? 1 : null;
    if (level === null) return;
    try {
      // Pages that contradict each other show themselves to SQLite before any sum does.
      if (this.#afterCrash && !(await this.#session.pool.job('sync.quickCheck', null))) {
        throw new AppError('UNAVAILABLE', 'store-damaged', { file: 'replica.db' });
      }
      const report = await this.#auditor.run(level);
      this.#afterCrash = false;
      if (level === 2) await this.#session.pool.write('replica.audited', { atMs: report.atMs });
      this.#session.status.set({ checkedAtMs: report.atMs });
      this.#session.logger.info('the copy was compared with the server', { ...report });
      this.#asked = this.#asked.filter((each) => !asked.includes(each));
      for (const { resolve } of asked) resolve(report);
    } catch (error) {
      this.refuse(error);
      throw error;
    }
  }
}
