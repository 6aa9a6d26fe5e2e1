import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import type { PaperLink } from '../../src-shared/contract/paper.contract.ts';
import type {
  AuditSample,
  AuditSampleRequest,
  SamplePlanVersion,
} from '../../src-shared/contract/sampling.contract.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { AppError } from '../../src-shared/errors.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { evidenceSheet, type SheetPhoto } from './evidence-sheet.ts';
import { commonNotes, filterWords, notesMeta, shanghaiTime, type ExportFacts } from './export-notes.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import type { CellFormat, CellValue } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';
import { ZipWriter } from './zip-writer.ts';

/** Where the evidence comes from: the local copy, and for photographs not looked at yet the server. */
export interface EvidenceSource {
  sample(request: AuditSampleRequest): Promise<AuditSample>;
  /** The plan in force on the day the zip is made; null = none. */
  plan(): Promise<SamplePlanVersion | null>;
  detail(claimId: string): Promise<ClaimDetail>;
  papers(claimId: string): Promise<readonly PaperLink[]>;
  /** Null where the server has no content of it. */
  photo(fileSha256: string): Promise<Buffer | null>;
}

interface ZipInput extends ExportFacts {
  request: AuditSampleRequest;
  path: string;
  locale: Locale;
}

interface ZipRun {
  signal: AbortSignal;
  onProgress: (done: number, total: number | null, phase: string) => void;
}

/** Stays under what a zip without extensions can hold, with room for the sheets. */
const MOST_BYTES = 3_900_000_000;
const MOST_FILES = 60_000;

const LIST: readonly (readonly [key: string, format: CellFormat, widthCharacters: number])[] = [
  ['sampling.place', 'integer', 7],
  ['book.claimNo', 'code', 20],
  ['book.station', 'text', 30],
  ['book.status', 'text', 12],
  ['book.vin', 'code', 20],
  ['book.finish', 'date', 12],
  ['book.claimed', 'fen', 14],
  ['book.approved', 'fen', 14],
  ['book.rules', 'text', 20],
  ['book.auditor', 'text', 12],
  ['book.decidedAt', 'instantMs', 17],
  ['sampling.photos', 'integer', 8],
  ['evidence.sheet', 'text', 44],
];

/**
 * Draws the auditor's sample and writes its evidence into one zip: a list, a sheet and the photographs of each claim, the SHA-256
 * of every file, and a manifest with seed, population and who made it when. Nothing is left of one that fails or is stopped.
 * Design §8, decision 0362.
 */
export async function writeEvidenceZip(
  source: EvidenceSource,
  input: ZipInput,
  run: ZipRun,
  t: WorkbookText,
): Promise<{ path: string }> {
  const sample = await source.sample(input.request);
  if (sample.claims.length === 0) throw new AppError('BAD_REQUEST', 'evidence-nothing-found');
  const zip = new EvidenceFiles(input.path);
  const listPath = `${input.path}.list.xlsx`;
  try {
    const rows: CellValue[][] = [];
    const missing: { claimNo: string; fileName: string; sha256: string }[] = [];
    for (const [at, { claimId, claimNo }] of sample.claims.entries()) {
      run.onProgress(at, sample.claims.length, 'writing');
      stopIfAsked(run.signal);
      const folder = `claims/${String(at + 1).padStart(3, '0')}-${fileNameOf(claimNo)}`;
      const detail = await source.detail(claimId);
      const photos = await writePhotos(zip, { detail, folder, source, signal: run.signal });
      for (const { fileName, sha256, path: place } of photos)
        if (place === null) missing.push({ claimNo, fileName, sha256 });
      const sheet = evidenceSheet(
        { detail, papers: await source.papers(claimId), photos, madeBy: madeBy(input, t), lang: input.locale },
        t,
      );
      await zip.add(`${folder}/evidence.html`, Buffer.from(sheet, 'utf8'));
      rows.push(listRow(at + 1, detail, { sheet: `${folder}/evidence.html`, photos: photos.length, t }));
    }
    await writeList(listPath, { rows, sample, input, t });
    await zip.add('claims.xlsx', await readFile(listPath));
    const plan = await source.plan();
    await zip.add('manifest.json', manifestOf({ sample, input, plan, missing, files: [...zip.files] }));
    await zip.add(
      'SHA256SUMS',
      Buffer.from(zip.files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''), 'utf8'),
    );
    stopIfAsked(run.signal);
    run.onProgress(sample.claims.length, sample.claims.length, 'writing');
    return { path: await zip.close() };
  } catch (error) {
    await zip.abort();
    throw asFileProblem(error);
  } finally {
    await rm(listPath, { force: true });
  }
}

function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('CONFLICT', 'job-cancelled');
}

interface EvidenceFile {
  name: string;
  sha256: string;
  sizeBytes: number;
}

/** The zip as it grows, with the digest of each file in it. */
class EvidenceFiles {
  readonly files: EvidenceFile[] = [];
  readonly #path: string;
  readonly #zip: ZipWriter;
  #bytes = 0;

  constructor(finalPath: string) {
    this.#path = finalPath;
    this.#zip = new ZipWriter(growingPath(finalPath));
  }

  async add(name: string, content: Buffer): Promise<void> {
    this.#makeRoom(content);
    await this.#zip.begin(name);
    await this.#zip.write(content);
    await this.#zip.end();
    this.files.push({ name, sha256: createHash('sha256').update(content).digest('hex'), sizeBytes: content.length });
  }

  /** A photograph as it is, whose digest was looked at when it was read. */
  async addPhoto(name: string, content: Buffer, sha256: string): Promise<void> {
    this.#makeRoom(content);
    await this.#zip.store(name, content);
    this.files.push({ name, sha256, sizeBytes: content.length });
  }

  #makeRoom({ length }: Buffer): void {
    this.#bytes += length;
    if (this.#bytes <= MOST_BYTES && this.files.length < MOST_FILES) return;
    const claims = new Set(this.files.map(({ name }) => name.split('/')[1])).size;
    throw new AppError('BAD_REQUEST', 'evidence-too-large', { claims });
  }

  async close(): Promise<string> {
    await this.#zip.close();
    return finishFile(this.#path);
  }

  async abort(): Promise<void> {
    await this.#zip.destroy();
    await dropGrowingFile(this.#path);
  }
}

async function writePhotos(
  zip: EvidenceFiles,
  run: { detail: ClaimDetail; folder: string; source: EvidenceSource; signal: AbortSignal },
): Promise<SheetPhoto[]> {
  const photos: SheetPhoto[] = [];
  for (const [at, { kind, fileName, fileSha256: sha256, takenAtMs }] of run.detail.attachments.entries()) {
    stopIfAsked(run.signal);
    const content = await run.source.photo(sha256);
    const place = `photos/${String(at + 1).padStart(2, '0')}-${fileNameOf(fileName)}`;
    if (content !== null) await zip.addPhoto(`${run.folder}/${place}`, content, sha256);
    photos.push({ kind, fileName, sha256, takenAtMs, path: content === null ? null : place });
  }
  return photos;
}

function listRow(
  place: number,
  { claim }: ClaimDetail,
  { sheet, photos, t }: { sheet: string; photos: number; t: WorkbookText },
): CellValue[] {
  return [
    ...[place, claim.no, `${claim.claimantCode} ${claim.claimantName}`, t(`claimStatus.${claim.status}`), claim.vin],
    ...[claim.repairFinishDate, claim.claimedFen, claim.approvedFen, claim.hitSignature, claim.decidedByName],
    ...[claim.decidedAtMs, photos, sheet],
  ];
}

async function writeList(
  listPath: string,
  { rows, sample, input, t }: { rows: readonly CellValue[][]; sample: AuditSample; input: ZipInput; t: WorkbookText },
): Promise<void> {
  const workbook = new BulkWorkbook(listPath);
  try {
    const sumOf = (key: 'claimedFen' | 'approvedFen'): number => sample.claims.reduce((sum, one) => sum + one[key], 0);
    await workbook.sheet({
      name: t('book.auditSample'),
      title: t('book.auditSample'),
      subtitle: [
        `${t('sampling.seed')} ${input.request.seed}`,
        filterWords(input.request.query, t),
        t('book.unitYuan'),
      ],
      columns: LIST.map(([key, format, widthCharacters]) => ({ header: t(key), format, widthCharacters })),
      frozenColumns: 2,
      totals: LIST.map(([key]) =>
        key === 'book.claimed' ? sumOf('claimedFen') : key === 'book.approved' ? sumOf('approvedFen') : null,
      ),
      totalLabel: t('book.total'),
      pageFooter: t('book.page'),
    });
    for (const row of rows) await workbook.row(row);
    await workbook.sheet(notesMeta(t));
    for (const note of [
      ...commonNotes(t('book.auditSample'), input, t),
      [t('book.note.filter'), filterWords(input.request.query, t)] as const,
      [t('sampling.seed'), input.request.seed] as const,
      [t('sampling.found'), String(sample.population)] as const,
      [t('sampling.drawn'), String(sample.claims.length)] as const,
      [t('sampling.fingerprint'), sample.populationSha256] as const,
    ])
      await workbook.row(note);
    await workbook.close();
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

function manifestOf({
  sample,
  input,
  plan,
  missing,
  files,
}: {
  sample: AuditSample;
  input: ZipInput;
  plan: SamplePlanVersion | null;
  missing: readonly object[];
  files: readonly EvidenceFile[];
}): Buffer {
  const { request, userName, nowMs, appVersion } = input;
  const manifest = {
    madeAt: new Date(nowMs).toISOString(),
    madeBy: userName,
    program: appVersion,
    seed: request.seed,
    draw: 'lowest sha256(seed + claimId), ties by claimId',
    claimCount: request.claimCount,
    filter: request.query,
    population: sample.population,
    populationSha256: sample.populationSha256,
    samplePlan: plan === null ? null : { id: plan.id, code: plan.code, fromDate: plan.fromDate },
    claims: sample.claims.map(({ claimId, claimNo }) => ({ claimId, claimNo })),
    photographsWithoutContent: missing,
    files,
  };
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8');
}

const madeBy = ({ userName, nowMs, appVersion, request }: ZipInput, t: WorkbookText): string =>
  t('evidence.madeBy', { name: userName, time: shanghaiTime(nowMs), version: appVersion, seed: request.seed });

/** Without signs a folder or file cannot hold, on any system; a name of dots only is none. */
function fileNameOf(name: string): string {
  const cleaned = path.posix
    .basename(name.replaceAll('\\', '/'))
    .replace(/[\p{Cc}\\/:*?"<>|]/gu, '-')
    .slice(0, 80);
  return /^\.*$/.test(cleaned) ? 'file' : cleaned;
}
