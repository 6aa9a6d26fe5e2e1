import type { ImportField, ImportState } from '../../src-shared/contract/exchange.contract.ts';
import type { FieldDefinition } from '../../src-shared/domain/exchange/field-definition.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { THING_KINDS } from '../../src-shared/domain/exchange/things.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import type { ImportRecord } from './exchange.tasks.ts';
import type { EvidenceSource } from './evidence-zip.ts';
import { startExport } from './export.ts';
import { ImportRoom } from './import-room.ts';

/** Import and export as the screens and the unattended side use them. */
export function exchangeHandlers(services: AppServices, evidence: EvidenceSource): RoomHandlers<'exchange'> {
  const room = new ImportRoom(services);
  services.events.subscribe((event) => {
    if (event.type !== 'session') return;
    room.forget();
    room.followUnfinished().catch((error: unknown) => {
      services.logger.info('no imports are followed', { error: String(error) }); // nobody is signed in
    });
  });
  return {
    kinds: () => THING_KINDS.map((kind) => ({ kind, fields: IMPORT_KINDS[kind].fields.map(contractField) })),
    upload: async (input) => {
      services.user();
      const { fileId, sizeBytes } = await room.files.addPiece(input);
      return { fileId, sizeBytes };
    },
    inspect: (input) => room.inspect(input),
    preview: (input) => room.preview(input),
    resume: ({ fileId }) => room.resume(fileId),
    commit: (input) => room.commit(input),
    importState: async ({ importId }) => stateOf(await room.follow(importId)),
    importIssues: async ({ importId, offset, limit }) => {
      const { summary } = await room.follow(importId);
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
    export: ({ request }) => startExport(services, request, { kept: room, evidence }),
  };
}

function contractField(field: FieldDefinition): ImportField {
  const { key, type, required, isKey, choices } = field;
  return { key, type, required, isKey, choices: [...choices] };
}

function stateOf(record: ImportRecord): ImportState {
  const { issues: _issues, repeats: _repeats, ...counts } = record.summary;
  const { id, kind, fileName, startedAtMs, finishedAtMs } = record.session;
  return { importId: id, kind, fileName, state: record.state, startedAtMs, finishedAtMs, ...counts };
}
