import Database from 'better-sqlite3';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { AppServices } from '../src-main/app-services.ts';
import { evidenceOf } from '../src-main/claims/sampling/evidence-source.ts';
import { REPLICA_FILE } from '../src-main/db/open-stores.ts';
import { writeEvidenceZip } from '../src-main/exchange/evidence-zip.ts';
import { workbookText } from '../src-main/exchange/workbook-text.ts';
import { MOST_SAMPLED } from '../src-shared/domain/claims/audit-sample.ts';
import type { AppError } from '../src-shared/errors.ts';
import { printBenchLine } from './bench-line.ts';
import { flushToDisk, openBenchProfile, timed, type BenchProfile } from './bench-profile.ts';
import { ensureReplica } from './world/scale.ts';

const PHOTOS_PER_CLAIM = 8;
const PHOTO_BYTES = 300 * 1024;
const SAMPLED_EVERY_MS = 20;
const CANCEL_AFTER_MS = 1500;
const REQUEST = { seed: 'bench', claimCount: MOST_SAMPLED, query: { filters: [], text: '', sort: [] } };

/**
 * The auditor's evidence of the largest sample, with the photographs on this computer (0362): beside a plain copy of these
 * photographs into one file; the memory it takes over what the program has; and how long a cancelled one goes on.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const { file, size } = await ensureReplica(scale);
  const profile = await openBenchProfile(file);
  try {
    const pictures = path.join(profile.folder, 'pictures');
    const source = sourceOf(profile, pictures);
    const { claims } = await source.sample(REQUEST);
    const photos = addPhotos(
      path.join(profile.folder, REPLICA_FILE),
      pictures,
      claims.map(({ claimId }) => claimId),
    );
    const peer = await timed(() => {
      copyAll(photos, path.join(profile.folder, 'copy.bin'));
    });
    const idle = process.memoryUsage().rss;
    let peak = 0;
    let told = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), SAMPLED_EVERY_MS);
    const target = path.join(profile.folder, 'evidence.zip');
    const { ms } = await timed(() => write(source, target, new AbortController().signal, () => (told += 1)));
    clearInterval(watch);
    if (told < claims.length) throw new Error(`told ${String(told)} times how far it is`);
    const line = { bench: 'evidence.zip' };
    const what = `${String(claims.length)} of ${String(size.claims)} claims, ${String(photos.length)} photographs`;
    const mib = (statSync(target).size / 2 ** 20).toFixed(0);
    printBenchLine({
      ...{ ...line, case: `${what}, ${mib} MiB`, value: ms, unit: 'ms' },
      ...{ peer: 'these photographs copied into one file, flushed', peerValue: peer.ms },
    });
    printBenchLine({
      ...{ ...line, case: 'most memory over idle', value: (peak - idle) / 2 ** 20, unit: 'MiB' },
      ...{ peer: 'all photographs at once', peerValue: (photos.length * PHOTO_BYTES) / 2 ** 20 },
    });
    printBenchLine({
      ...{ ...line, case: 'cancelled in the middle, until it has ended and left nothing', unit: 'ms' },
      ...{ value: await cancelled(source, profile.folder), peer: null, peerValue: null },
    });
  } finally {
    await profile.close();
  }
}

type Source = ReturnType<typeof evidenceOf>;

function sourceOf(profile: BenchProfile, pictures: string): Source {
  const user = { id: 'bench', login: 'bench', name: 'bench', roles: ['auditor'], claimLimitFen: null };
  return evidenceOf({
    ...{ stores: profile.pool, clock: Date.now, user: () => user, pictureFolder: () => pictures, server: null },
  } as unknown as AppServices);
}

function write(source: Source, target: string, signal: AbortSignal, onProgress: () => void): Promise<{ path: string }> {
  const facts = { userName: 'bench', nowMs: Date.now(), appVersion: 'bench', locale: 'zh-CN' as const };
  const input = { ...facts, path: target, request: REQUEST };
  return writeEvidenceZip(source, input, { signal, onProgress }, workbookText('zh-CN'));
}

async function cancelled(source: Source, folder: string): Promise<number> {
  const stop = new AbortController();
  const target = path.join(folder, 'stopped.zip');
  let askedAtMs = 0;
  setTimeout(() => {
    askedAtMs = performance.now();
    stop.abort();
  }, CANCEL_AFTER_MS);
  const end = await write(source, target, stop.signal, () => undefined).then(
    () => 'written',
    (error: AppError) => error.data.reason,
  );
  if (end !== 'job-cancelled') throw new Error(`ended with ${end}`);
  const left = readdirSync(folder).filter((name) => name.startsWith('stopped'));
  if (left.length > 0) throw new Error(`left ${left.join()}`);
  return performance.now() - askedAtMs;
}

/** Photographs of the claims, as cameras write them: nothing in them packs any smaller. Returns their files. */
function addPhotos(replica: string, pictures: string, claimIds: readonly string[]): string[] {
  const database = new Database(replica);
  database.pragma('foreign_keys = off');
  const insert = database.prepare(
    `insert into attachment (id, _v, _scope, _k, _bucket, owner_type, owner_id, claim_id, kind, file_name, content_type, file_sha256,
       size_bytes, uploaded_at_ms)
     values (?, 1, 'g', 0, 0, 'CLAIM', ?, ?, 'OTHER', ?, 'image/jpeg', ?, ?, 0)`,
  );
  const files: string[] = [];
  database.transaction(() => {
    for (const [at, claimId] of claimIds.entries())
      for (let photo = 0; photo < PHOTOS_PER_CLAIM; photo += 1) {
        const content = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(PHOTO_BYTES - 3)]);
        const sha256 = createHash('sha256').update(content).digest('hex');
        const folder = path.join(pictures, sha256.slice(0, 2));
        mkdirSync(folder, { recursive: true });
        files.push(path.join(folder, sha256));
        writeFileSync(path.join(folder, sha256), content);
        insert.run(
          `BA${String(at)}-${String(photo)}`,
          claimId,
          claimId,
          `照片${String(photo)}.jpg`,
          sha256,
          content.length,
        );
      }
  })();
  database.close();
  return files;
}

function copyAll(files: readonly string[], target: string): void {
  const handle = openSync(target, 'w');
  for (const file of files) writeSync(handle, readFileSync(file));
  closeSync(handle);
  flushToDisk(target);
}
