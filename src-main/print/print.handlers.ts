import { hostname } from 'node:os';
import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { PrintBatch, PrintPreview } from '../../src-shared/contract/print.contract.ts';
import { calibrationFromReading, crossPlaces } from '../../src-shared/domain/print/calibration.ts';
import { reportRun, type RunOutcome } from '../../src-shared/domain/print/print-run.ts';
import { checkScan } from '../../src-shared/domain/print/design/scan-image.ts';
import { parseSerial } from '../../src-shared/domain/print/serial.ts';
import { AppError } from '../../src-shared/errors.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import type { PrintHost } from './print-host.ts';
import type { StoredBatch } from './print.tasks.ts';
import type { PublishedDocuments } from './published-documents.ts';
import type { Setting } from './printer-settings.ts';

type BatchValue = z.infer<typeof PrintBatch>;
type RecordBody = Extract<CommandBody, { kind: 'print.record' }>;

export interface PrintTools {
  host: PrintHost;
  published: PublishedDocuments;
  isOnline: () => boolean;
}

/** A person reads so many warnings and no more; the number of all of them stands beside. */
const OVERFLOWS_SHOWN = 200;
const TemplateSaved = z.object({ isOwn: z.boolean(), version: z.int() });

/** Previews, batches and their log; nothing is counted as printed before a person says that it came out. */
export function printHandlers(services: AppServices, { host, published, isOnline }: PrintTools): RoomHandlers<'print'> {
  const { stores } = services;
  const room: Room = { services, published };
  return {
    forms: (input) => stores.read('print.forms', input),
    printers: () => host.printers(),
    preview: async ({ order }): Promise<z.infer<typeof PrintPreview>> => {
      const { html, pages, content, overflows, warnings } = await stores.read('print.renderOrder', {
        order,
        ...madeBy(services),
      });
      return {
        address: published.publish(html),
        pageCount: pages.length,
        documentCount: content.documents.length,
        missing: order.documentIds.length - content.documents.length,
        reprints: content.printedBefore.filter((copies) => copies > 0).length,
        overflows: overflows.slice(0, OVERFLOWS_SHOWN),
        overflowCount: overflows.length,
        warnings,
      };
    },
    pdf: async ({ address }) => {
      const { pdf } = host;
      if (pdf === null) return { address: null };
      const made = await published.withPdf(address, (html) => pdf({ address, html }));
      if (made === null) throw new AppError('NOT_FOUND', 'print-document-gone');
      return { address: made };
    },
    begin: async ({ order }) => {
      requirePrinter(services);
      const rendered = await stores.read('print.renderOrder', { order, ...madeBy(services) });
      const { content, pages } = rendered;
      if (pages.length === 0) throw new AppError('NOT_FOUND', 'print-nothing-left');
      const id = services.newId();
      const createdAtMs = services.clock();
      const { formKey } = order;
      await stores.write('print.saveBatch', { id, formKey, content, pages, pageCount: pages.length, createdAtMs });
      return batchValue(room, await batchOf(room, id));
    },
    send: async ({ batchId, fromPage, toPage }) => {
      const batch = await openBatch(room, batchId);
      const { order, template } = batch.content;
      const last = Math.min(toPage, batch.pageCount);
      const { route } = await stores.read('print.setting', order);
      const { html } = await stores.read('print.renderContent', { content: batch.content, fromPage });
      const address = published.publish(html);
      await host.print({
        address,
        printerName: order.printerName,
        fromPage: 1,
        toPage: last - fromPage + 1,
        paper: template.paper,
        route,
      });
      return { sentPages: last - fromPage + 1 };
    },
    confirm: (input) => confirmRun(room, input),
    abandon: async ({ batchId }) => {
      const batch = await openBatch(room, batchId);
      await moveBatch(room, batch, { nextPage: batch.nextPage, state: 'abandoned', serial: null });
      return batchValue(room, await batchOf(room, batchId));
    },
    batches: async () => {
      const open = await stores.read('print.openBatches', null);
      return Promise.all(open.map((batch) => batchValue(room, batch, false)));
    },
    batch: async ({ batchId }) => batchValue(room, await openBatch(room, batchId)),
    history: (input) => stores.read('print.history', input),
    setting: (input) => stores.read('print.setting', input),
    saveSetting: async ({ setting }) => keepSetting(services, setting),
    crossPage: async ({ printerName, formKey }) => {
      const locale = services.locale();
      const { html, paper } = await stores.read('print.crossPage', { printerName, formKey, locale });
      return { address: published.publish(html), places: crossPlaces(paper) };
    },
    calibrate: async ({ printerName, formKey, read }) => {
      const setting = await stores.read('print.setting', { printerName, formKey });
      const { template } = await stores.read('print.template', { formKey });
      const calibration = calibrationFromReading(template.paper, setting.calibration, read);
      if (calibration === null) throw new AppError('BAD_REQUEST', 'print-reading-impossible');
      return keepSetting(services, { ...setting, calibration });
    },
    template: ({ formKey }) => stores.read('print.template', { formKey }),
    saveTemplate: async ({ formKey, template, version }, { signal }) => {
      const body = { kind: 'print.saveTemplate', formKey, template, version } as const;
      const { output } = await answeredCommand(services, body, { isOnline, signal });
      return TemplateSaved.parse(output);
    },
    saveScan: async ({ formKey, scan }) => {
      services.user();
      if (scan !== null) requirePicture(scan);
      await stores.write('print.saveScan', { formKey, scan, nowMs: services.clock() });
      return {};
    },
    samples: (input) => stores.read('print.samples', input),
    sample: (input) => stores.read('print.sample', { ...input, locale: services.locale() }),
    tryTemplate: async (input) => {
      const { html, pages, overflows } = await stores.read('print.renderTrial', { ...input, ...madeBy(services) });
      if (pages.length === 0) throw new AppError('NOT_FOUND', 'print-nothing-left');
      return {
        address: published.publish(html),
        pageCount: pages.length,
        overflows: overflows.slice(0, OVERFLOWS_SHOWN),
        overflowCount: overflows.length,
      };
    },
    versions: (input) => stores.read('print.versions', input),
  };
}

interface Room {
  services: AppServices;
  published: PublishedDocuments;
}

function madeBy(services: AppServices): { locale: 'zh-CN' | 'en'; printedAtMs: number; printedBy: string } {
  return { locale: services.locale(), printedAtMs: services.clock(), printedBy: services.user().name };
}

/** What is kept is shown on the next start: it must be the picture it is said to be. */
function requirePicture({ contentType, contentBase64 }: { contentType: string; contentBase64: string }): void {
  const checked = checkScan(Buffer.from(contentBase64, 'base64'));
  if (!checked.ok) throw new AppError('BAD_REQUEST', checked.reason);
  if (checked.contentType !== contentType) throw new AppError('BAD_REQUEST', 'scan-no-picture');
}

/** What is printed is logged by a command, and the auditor's account reads only. */
function requirePrinter(services: AppServices): void {
  if (services.user().roles.includes('auditor')) throw new AppError('FORBIDDEN', 'print-not-allowed');
}

async function batchOf({ services }: Room, id: string): Promise<StoredBatch> {
  const batch = await services.stores.read('print.batch', { id });
  if (batch === null) throw new AppError('NOT_FOUND', 'print-batch-gone', { batchId: id });
  return batch;
}

async function openBatch(room: Room, id: string): Promise<StoredBatch> {
  const batch = await batchOf(room, id);
  if (batch.state !== 'open') throw new AppError('RULE_BROKEN', 'print-batch-closed', { batchId: id });
  return batch;
}

async function batchValue({ services, published }: Room, batch: StoredBatch, withPages = true): Promise<BatchValue> {
  const { order, documents } = batch.content;
  const setting = await services.stores.read('print.setting', order);
  const isOpen = batch.state === 'open';
  const rendered =
    isOpen && withPages
      ? await services.stores.read('print.renderContent', { content: batch.content, fromPage: batch.nextPage })
      : null;
  return {
    id: batch.id,
    formKey: batch.formKey,
    printerName: order.printerName,
    documentCount: documents.length,
    firstNo: documents[0]?.no ?? '',
    lastNo: documents.at(-1)?.no ?? '',
    pageCount: batch.pageCount,
    nextPage: batch.nextPage,
    state: batch.state,
    serialText: order.isPreprinted ? setting.serialText : null,
    createdAtMs: batch.createdAtMs,
    address: rendered === null ? null : published.publish(rendered.html),
  };
}

interface Report {
  batchId: string;
  throughPage: number;
  spoiled: { pageNo: number; reason: string }[];
}

/** The log goes into the outbox first: a number of the paper is never used up without a line that says for what. */
async function confirmRun(room: Room, { batchId, throughPage, spoiled }: Report): Promise<BatchValue> {
  const { services } = room;
  requirePrinter(services);
  const batch = await openBatch(room, batchId);
  const { order } = batch.content;
  const setting = await services.stores.read('print.setting', order);
  const serial = order.isPreprinted ? setting.serialText : null;
  const outcome = reportRun(batch.pages, { nextPage: batch.nextPage, serial }, { throughPage, spoiled });
  if (outcome === null) throw new AppError('BAD_REQUEST', 'print-report-impossible', { nextPage: batch.nextPage });
  const moved = await moveBatch(room, batch, {
    nextPage: outcome.nextPage,
    state: outcome.isDone ? 'done' : 'open',
    serial: outcome.serialText,
  });
  if (!moved) throw new AppError('CONFLICT', 'print-batch-moved', { batchId });
  if (outcome.printed.length > 0 || outcome.spoiled.length > 0) {
    const body = recordBody(batch, outcome);
    const commandId = await services.outbox.enqueue(body, batchId);
    await services.stores.write('print.noteConfirmed', { commandId, body });
  }
  return batchValue(room, await batchOf(room, batchId));
}

function recordBody(batch: StoredBatch, outcome: RunOutcome): RecordBody {
  const { order, documents, printedBefore } = batch.content;
  const idOf = (index: number): string => documents[index]?.id ?? '';
  return {
    kind: 'print.record',
    batchId: batch.id,
    formKey: batch.formKey,
    printerName: order.printerName,
    workstation: hostname().slice(0, 100),
    printed: outcome.printed.map(({ documentIndex, ...entry }) => ({
      ...entry,
      documentId: idOf(documentIndex),
      isMarked: (printedBefore[documentIndex] ?? 0) > 0,
    })),
    spoiled: outcome.spoiled.map(({ documentIndex, ...entry }) => ({ ...entry, documentId: idOf(documentIndex) })),
  };
}

async function moveBatch(
  { services }: Room,
  batch: StoredBatch,
  to: { nextPage: number; state: StoredBatch['state']; serial: string | null },
): Promise<boolean> {
  const { printerName, formKey } = batch.content.order;
  return services.stores.write('print.moveBatch', {
    id: batch.id,
    fromPage: batch.nextPage,
    nextPage: to.nextPage,
    state: to.state,
    nowMs: services.clock(),
    serial: to.serial === null ? null : { printerName, formKey, text: to.serial },
  });
}

async function keepSetting(services: AppServices, setting: Setting): Promise<Setting> {
  if (setting.serialText !== null && parseSerial(setting.serialText) === null) {
    throw new AppError('BAD_REQUEST', 'print-serial-unreadable', { value: setting.serialText });
  }
  await services.stores.write('print.saveSetting', setting);
  return setting;
}
