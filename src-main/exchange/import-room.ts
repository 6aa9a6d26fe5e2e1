import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type {
  FileInspection,
  ImportKind,
  ImportMapping,
  ImportPreview,
} from '../../src-shared/contract/exchange.contract.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { unmappedRequired } from '../../src-shared/domain/exchange/read-row.ts';
import { suggestMapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { ImportRecord } from './exchange.tasks.ts';
import { countFactsFor, refuseOtherSheet } from './count-file.ts';
import { runReader } from './file-reader.ts';
import { sendAsJob, stepOf } from './import-jobs.ts';
import type { ImportSummary } from './import-ledger.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';
import type { Inspected, InspectInput, Previewed, PreviewInput, ReadFileInput } from './read-file.isolated.ts';
import { UploadedFiles, type UploadedFile } from './uploaded-files.ts';

/** What a screen shows of the findings before a commit; all of them come with the import. */
const PREVIEW_ISSUES = 2_000;
/** Previews that can still be committed; one may hold a finding for every row of a large file. */
const KEPT_PREVIEWS = 8;

/** Counting the answers of a large import reads all of them: it may take one part in so many of the time. */
const TALLY_SHARE = 10;

interface KeptPreview extends KeptFile {
  fileId: string;
  fileName: string;
  thingsPath: string;
  previewed: Previewed;
  importId: string | null;
}

/** How far a file has come. */
interface Stage {
  kind: ImportKind;
  inspection: FileInspection;
  mapping: ImportMapping;
  preview: ImportPreview | null;
}

type Inspect = Omit<InspectInput, 'action' | 'path'> & { fileId: string };
type Preview = Pick<PreviewInput, 'kind' | 'sheet' | 'headerRowNo' | 'columnNames'> & {
  fileId: string;
  mapping: ImportMapping;
  expectedSheetNo?: string | null | undefined;
};

/** The files that are being imported: looked at, checked, taken in; each step is a job. */
export class ImportRoom implements KeptFiles {
  readonly files: UploadedFiles;
  readonly #services: AppServices;
  readonly #previews = new Map<string, KeptPreview>();
  readonly #stages = new WeakMap<UploadedFile, Stage>();
  readonly #counted = new Map<string, { record: ImportRecord; untilMs: number }>();

  constructor(services: AppServices) {
    this.#services = services;
    this.files = new UploadedFiles(
      () => services.workFolder(),
      () => services.newId(),
    );
  }

  inspect(input: Inspect): Promise<FileInspection> {
    const file = this.files.complete(input.fileId);
    const work = async (control: JobControl): Promise<FileInspection> => {
      const inspection = await this.#look(file, input, control);
      this.#stages.set(file, {
        kind: input.kind,
        inspection,
        mapping: inspection.suggestedMapping,
        preview: null,
      });
      control.shows({ what: 'importFile', id: file.fileId, errors: 0 });
      return inspection;
    };
    return stepOf(this.#services, file, { kind: 'import.look', work });
  }

  preview(input: Preview): Promise<ImportPreview> {
    const file = this.files.complete(input.fileId);
    const missing = unmappedRequired(IMPORT_KINDS[input.kind].fields, input.mapping);
    if (missing.length > 0) throw new AppError('BAD_REQUEST', 'mapping-incomplete', { fields: missing.join(', ') });
    const work = async (control: JobControl): Promise<ImportPreview> => {
      const { previewId, kept } = await this.#check(file, input, control);
      await this.#keep(previewId, kept);
      const preview = shownPreview(previewId, input.kind, kept.previewed);
      const stage = this.#stages.get(file);
      if (stage !== undefined) this.#stages.set(file, { ...stage, mapping: input.mapping, preview });
      control.shows({ what: 'importFile', id: file.fileId, errors: preview.rowsRefused });
      return preview;
    };
    return stepOf(this.#services, file, { kind: 'import.check', work });
  }

  /** How far the file has come, for a page that was loaded again; a step that is on the way is waited for. */
  async resume(fileId: string): Promise<Stage> {
    const file = this.files.complete(fileId);
    const jobs = await this.#services.jobs.list();
    const last = jobs.find((job) => job.id === file.jobId);
    const problem = last?.state === 'running' ? (await this.#services.jobs.finished(last.id)).problem : last?.problem;
    const stage = this.#stages.get(file);
    if (stage !== undefined) return stage;
    throw new AppError('NOT_FOUND', problem?.reason ?? 'file-not-uploaded', problem?.details ?? {});
  }

  async commit({ previewId, wholeOnly = false }: { previewId: string; wholeOnly?: boolean | undefined }): Promise<{
    importId: string;
  }> {
    const preview = this.#previews.get(previewId);
    if (preview === undefined) throw new AppError('NOT_FOUND', 'preview-gone');
    if (preview.importId !== null) return { importId: preview.importId };
    const refused = preview.previewed.counts.rowsRefused;
    if (wholeOnly && refused > 0) throw new AppError('CONFLICT', 'import-not-whole', { rows: refused });
    const user = this.#services.user();
    const importId = this.#services.newId();
    preview.importId = importId; // a second press of the same button is the same import
    const save = async (): Promise<void> => {
      await this.#services.stores.write('exchange.commit', {
        importId,
        kind: preview.kind,
        fileName: preview.fileName,
        fileSha256: preview.previewed.fileSha256,
        mapping: preview.mapping,
        mappingSha256: createHash('sha256').update(JSON.stringify(preview.mapping)).digest('hex'),
        thingsPath: preview.thingsPath,
        summary: summaryOf(preview.previewed),
        madeBy: user.id,
        nowMs: this.#services.clock(),
      });
      this.#services.outbox.wake();
      // From now on the findings are those of the import, and what was to be sent is in the outbox.
      preview.previewed = { ...preview.previewed, findings: [], warnings: [], repeats: [], sample: [] };
      await rm(preview.thingsPath, { force: true });
    };
    try {
      await this.#send({ importId, fileName: preview.fileName, replaces: this.files.jobOf(preview.fileId), save });
      return { importId };
    } catch (error) {
      preview.importId = null;
      throw error;
    }
  }

  /** Imports that were being sent when the program ended are followed again; what was to be sent is in the outbox. */
  async followUnfinished(): Promise<void> {
    for (const importId of await this.#services.stores.read('exchange.sendingImports', null)) {
      const progress = await this.#services.stores.read('exchange.sendingProgress', { importId });
      if (progress === null) continue;
      await this.#send({ importId, fileName: progress.fileName, replaces: null, save: () => Promise.resolve() });
    }
  }

  /** The findings of a preview, or of the import it became: then the server's are among them. */
  async ofImport(id: string) {
    const preview = this.#previews.get(id) ?? [...this.#previews.values()].find((each) => each.importId === id);
    if (preview === undefined) throw new AppError('NOT_FOUND', 'file-not-uploaded');
    const { previewed, importId } = preview;
    const { issues, repeats } =
      importId === null
        ? { issues: previewed.findings, repeats: previewed.repeats }
        : (await this.follow(importId)).summary;
    return { ...preview, issues, warnings: previewed.warnings, repeats };
  }

  /** What became of the rows so far. While parts are outstanding the count is as old as `TALLY_SHARE` makes it. */
  async follow(importId: string): Promise<ImportRecord> {
    const { stores, clock } = this.#services;
    const progress = await stores.read('exchange.sendingProgress', { importId });
    if (progress === null) throw new AppError('NOT_FOUND', 'import-not-found');
    const counted = this.#counted.get(importId);
    if (!progress.isOver && counted !== undefined && performance.now() < counted.untilMs)
      return { ...counted.record, summary: { ...counted.record.summary, thingsDone: progress.thingsDone } };
    this.#counted.delete(importId);
    const startedAtMs = performance.now();
    const record = await stores.read('exchange.import', { importId });
    if (record === null) throw new AppError('NOT_FOUND', 'import-not-found');
    if (record.state === 'sending') {
      const endedAtMs = performance.now();
      this.#counted.set(importId, { record, untilMs: endedAtMs + (endedAtMs - startedAtMs) * TALLY_SHARE });
    }
    if (record.state === 'sending' || record.session.finishedAtMs !== null) return record;
    return (await stores.write('exchange.finish', { importId, nowMs: clock() })) ?? record;
  }

  /** Somebody else's turn: files and checks of the person before are nobody's any more. */
  forget(): void {
    this.files.forget();
    this.#previews.clear();
    this.#counted.clear();
  }

  async #send(sending: {
    importId: string;
    fileName: string;
    replaces: string | null;
    save: () => Promise<void>;
  }): Promise<void> {
    const refusedRows = async (): Promise<number> => (await this.follow(sending.importId)).summary.rowsRefused;
    await sendAsJob(this.#services, { ...sending, refusedRows });
  }

  async #look(file: UploadedFile, input: Inspect, control: JobControl): Promise<FileInspection> {
    const { kind, sheet, headerRowNo, columnNames } = input;
    const { stores } = this.#services;
    const found = await this.#read<Inspected>(
      { action: 'inspect', path: file.path, kind, sheet, headerRowNo, columnNames },
      control,
      { phase: 'reading', total: null },
    );
    const columns = found.columns.map((column) => column.name);
    const remembered = await stores.read('exchange.rememberedMapping', { kind, columns });
    return {
      fileId: file.fileId,
      fileName: file.fileName,
      sizeBytes: file.sizeBytes,
      ...found,
      suggestedMapping: remembered?.mapping ?? (suggestMapping(kind, found.columns) as ImportMapping),
      mappingFromAtMs: remembered?.atMs ?? null,
      importedBeforeAtMs: await stores.read('exchange.importedBefore', { fileSha256: found.fileSha256, kind }),
    };
  }

  async #check(
    file: UploadedFile,
    { kind, sheet, headerRowNo, columnNames, mapping, expectedSheetNo = null }: Preview,
    control: JobControl,
  ): Promise<{ previewId: string; kept: KeptPreview }> {
    const known = await this.#services.stores.read('exchange.knownCodes', { kind });
    const previewId = this.#services.newId();
    const thingsPath = path.join(this.#services.workFolder(), `things-${previewId}.ndjson`);
    const stage = this.#stages.get(file);
    const total = stage?.inspection.sheet === sheet ? stage.inspection.rowCount : null;
    const countFacts =
      kind === 'countSheets'
        ? await countFactsFor(this.#services, { inspection: stage?.inspection ?? null, mapping, expectedSheetNo })
        : null;
    const previewed = await this.#read<Previewed>(
      {
        ...{ action: 'preview', path: file.path, kind, sheet, headerRowNo, columnNames, mapping, known, thingsPath },
        countFacts,
      },
      control,
      { phase: 'checking', total },
    );
    if (kind === 'countSheets') refuseOtherSheet(previewed.findings);
    const kept = {
      ...{ path: file.path, kind, sheet, headerRowNo, columnNames: columnNames ?? null, mapping },
      ...{ fileId: file.fileId, fileName: file.fileName, thingsPath, previewed, importId: null },
    };
    return { previewId, kept };
  }

  #read<Output>(
    input: ReadFileInput,
    control: JobControl,
    { phase, total }: { phase: string; total: number | null },
  ): Promise<Output> {
    control.progress(0, total, phase);
    return runReader<Output>(this.#services.isolatedTasks, input, {
      signal: control.signal,
      onProgress: (progress) => control.progress(progress.done, total, phase),
    });
  }

  async #keep(previewId: string, kept: KeptPreview): Promise<void> {
    this.#previews.set(previewId, kept);
    for (const [oldest, preview] of this.#previews) {
      if (this.#previews.size <= KEPT_PREVIEWS) break;
      this.#previews.delete(oldest);
      await rm(preview.thingsPath, { force: true });
    }
  }
}

function shownPreview(previewId: string, kind: ImportKind, previewed: Previewed): ImportPreview {
  const issuesByRow = Map.groupBy(previewed.findings, (finding) => finding.rowNo);
  return {
    previewId,
    kind,
    ...previewed.counts,
    valuesRounded: previewed.valuesRounded,
    things: previewed.things,
    sample: previewed.sample.map((row) => ({
      rowNo: row.rowNo,
      values: row.texts,
      issues: issuesByRow.get(row.rowNo) ?? [],
    })),
    issues: previewed.findings.slice(0, PREVIEW_ISSUES),
    ...warningsOf(previewed),
  };
}

/** Of what a person should know the totals, and row by row what is not just a blank. */
function warningsOf({ warnings }: Previewed): Pick<ImportPreview, 'warnings' | 'warningTotals'> {
  const byReason = Map.groupBy(warnings, ({ reason }) => reason);
  return {
    warnings: warnings.filter(({ reason }) => reason !== 'count-left-blank').slice(0, PREVIEW_ISSUES),
    warningTotals: [...byReason].map(([reason, found]) => ({ reason, rows: found.length })),
  };
}

function summaryOf(previewed: Previewed): ImportSummary {
  const { counts } = previewed;
  return {
    rowsRead: counts.rowsRead,
    rowsInThings: counts.rowsAccepted,
    rowsRefused: counts.rowsRefused,
    rowsRepeated: counts.rowsRepeated,
    thingsTotal: previewed.things,
    thingsDone: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    refusedThings: 0,
    problem: null,
    issues: previewed.findings,
    repeats: previewed.repeats,
  };
}
