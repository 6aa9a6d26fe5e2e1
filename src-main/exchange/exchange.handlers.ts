import { createHash } from 'node:crypto';
import path from 'node:path';
import type {
  FileInspection,
  ImportField,
  ImportKind,
  ImportMapping,
  ImportPreview,
  ImportState,
} from '../../src-shared/contract/exchange.contract.ts';
import type { FieldDefinition } from '../../src-shared/domain/exchange/field-definition.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { unmappedRequired } from '../../src-shared/domain/exchange/read-row.ts';
import { suggestMapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import { THING_KINDS } from '../../src-shared/domain/exchange/things.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import type { ImportRecord } from './exchange.tasks.ts';
import { startExport } from './export.ts';
import type { ImportSummary } from './import-ledger.ts';
import { runReader } from './file-reader.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';
import type { Inspected, InspectInput, Previewed, PreviewInput } from './read-file.isolated.ts';
import { UploadedFiles } from './uploaded-files.ts';

/** What a screen shows of the findings before a commit; all of them come with the import. */
const PREVIEW_ISSUES = 2_000;

interface KeptPreview extends KeptFile {
  fileName: string;
  thingsPath: string;
  previewed: Previewed;
  importId: string | null;
}

/** Import and export as the screens and the unattended side use them. */
export function exchangeHandlers(services: AppServices): RoomHandlers<'exchange'> {
  const files = new UploadedFiles(
    () => services.workFolder(),
    () => services.newId(),
  );
  const previews = new Map<string, KeptPreview>();
  const room: ExchangeRoom = { services, files, previews };
  return {
    kinds: () => THING_KINDS.map((kind) => ({ kind, fields: IMPORT_KINDS[kind].fields.map(contractField) })),
    upload: async (input) => {
      services.user();
      const { fileId, sizeBytes } = await files.addPiece(input);
      return { fileId, sizeBytes };
    },
    inspect: (input, call) => inspectFile(room, input, call.signal),
    preview: (input, call) => previewFile(room, input, call.signal),
    commit: (input) => commitPreview(room, input),
    importState: async ({ importId }) => stateOf(await followImport(room, importId)),
    importIssues: async ({ importId, offset, limit }) => {
      const { summary } = await followImport(room, importId);
      const total = summary.issues.length + summary.repeats.length;
      const issues = summary.issues.slice(offset, offset + limit);
      const from = Math.max(0, offset - summary.issues.length);
      const repeats = summary.repeats.slice(from, from + limit - issues.length);
      return { issues, repeats, total };
    },
    imports: async () => {
      const records = await services.stores.read('exchange.imports', null);
      return records.map(stateOf);
    },
    export: ({ request }) => startExport(services, request, keptFiles(room)),
  };
}

/** The findings of a preview, or of the import it became: then the server's are among them. */
function keptFiles(room: ExchangeRoom): KeptFiles {
  return {
    ofImport: async (id) => {
      const preview = room.previews.get(id) ?? [...room.previews.values()].find((each) => each.importId === id);
      if (preview === undefined) throw new AppError('NOT_FOUND', 'file-not-uploaded');
      const { previewed, importId } = preview;
      const { issues, repeats } =
        importId === null
          ? { issues: previewed.findings, repeats: previewed.repeats }
          : (await followImport(room, importId)).summary;
      return { ...preview, issues, repeats };
    },
  };
}

interface ExchangeRoom {
  services: AppServices;
  files: UploadedFiles;
  previews: Map<string, KeptPreview>;
}

function contractField(field: FieldDefinition): ImportField {
  const { key, type, required, isKey, choices } = field;
  return { key, type, required, isKey, choices: [...choices] };
}

async function inspectFile(
  room: ExchangeRoom,
  input: Omit<InspectInput, 'action' | 'path'> & { fileId: string },
  signal: AbortSignal | undefined,
): Promise<FileInspection> {
  const file = room.files.complete(input.fileId);
  const { kind, sheet, headerRowNo, columnNames } = input;
  const found = await runReader<Inspected>(
    room.services.isolatedTasks,
    { action: 'inspect', path: file.path, kind, sheet, headerRowNo, columnNames },
    signal,
  );
  const remembered = await room.services.stores.read('exchange.rememberedMapping', {
    kind,
    columns: found.columns.map((column) => column.name),
  });
  return {
    fileId: file.fileId,
    fileName: file.fileName,
    sizeBytes: file.sizeBytes,
    ...found,
    suggestedMapping: remembered?.mapping ?? (suggestMapping(kind, found.columns) as ImportMapping),
    mappingFromAtMs: remembered?.atMs ?? null,
    importedBeforeAtMs: await room.services.stores.read('exchange.importedBefore', {
      fileSha256: found.fileSha256,
      kind,
    }),
  };
}

async function previewFile(
  room: ExchangeRoom,
  input: Pick<PreviewInput, 'kind' | 'sheet' | 'headerRowNo' | 'columnNames'> & {
    fileId: string;
    mapping: ImportMapping;
  },
  signal: AbortSignal | undefined,
): Promise<ImportPreview> {
  const file = room.files.complete(input.fileId);
  const missing = unmappedRequired(IMPORT_KINDS[input.kind].fields, input.mapping);
  if (missing.length > 0) throw new AppError('BAD_REQUEST', 'mapping-incomplete', { fields: missing.join(', ') });
  const known = await room.services.stores.read('exchange.knownCodes', { kind: input.kind });
  const previewId = room.services.newId();
  const thingsPath = path.join(room.services.workFolder(), `things-${previewId}.ndjson`);
  const { kind, sheet, headerRowNo, columnNames, mapping } = input;
  const previewed = await runReader<Previewed>(
    room.services.isolatedTasks,
    { action: 'preview', path: file.path, kind, sheet, headerRowNo, columnNames, mapping, known, thingsPath },
    signal,
  );
  room.previews.set(previewId, {
    ...{ path: file.path, kind, sheet, headerRowNo, columnNames: columnNames ?? null, mapping },
    ...{ fileName: file.fileName, thingsPath, previewed, importId: null },
  });
  return shownPreview(previewId, kind, previewed);
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
  };
}

async function commitPreview(
  room: ExchangeRoom,
  { previewId, wholeOnly = false }: { previewId: string; wholeOnly?: boolean | undefined },
): Promise<{ importId: string }> {
  const preview = room.previews.get(previewId);
  if (preview === undefined) throw new AppError('NOT_FOUND', 'preview-gone');
  if (preview.importId !== null) return { importId: preview.importId };
  const refused = preview.previewed.counts.rowsRefused;
  if (wholeOnly && refused > 0) throw new AppError('CONFLICT', 'import-not-whole', { rows: refused });
  const { services } = room;
  const user = services.user();
  const importId = services.newId();
  preview.importId = importId; // a second press of the same button is the same import
  try {
    await services.stores.write('exchange.commit', {
      importId,
      kind: preview.kind,
      fileName: preview.fileName,
      fileSha256: preview.previewed.fileSha256,
      mapping: preview.mapping,
      mappingSha256: createHash('sha256').update(JSON.stringify(preview.mapping)).digest('hex'),
      thingsPath: preview.thingsPath,
      summary: summaryOf(preview.previewed),
      madeBy: user.id,
      nowMs: services.clock(),
    });
  } catch (error) {
    preview.importId = null;
    throw error;
  }
  services.outbox.wake();
  return { importId };
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

async function followImport(room: ExchangeRoom, importId: string): Promise<ImportRecord> {
  const { stores, clock } = room.services;
  const record = await stores.read('exchange.import', { importId });
  if (record === null) throw new AppError('NOT_FOUND', 'import-not-found');
  if (record.state === 'sending' || record.session.finishedAtMs !== null) return record;
  return (await stores.write('exchange.finish', { importId, nowMs: clock() })) ?? record;
}

function stateOf(record: ImportRecord): ImportState {
  const { issues: _issues, repeats: _repeats, ...counts } = record.summary;
  const { id, kind, fileName, startedAtMs, finishedAtMs } = record.session;
  return { importId: id, kind, fileName, state: record.state, startedAtMs, finishedAtMs, ...counts };
}
