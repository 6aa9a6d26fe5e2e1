import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import { actorText, readActor } from '../sync/actor.ts';
import type { Maker } from './claim-decisions.repository.ts';
import { readPicture } from './picture-store.ts';
import { keepThumbnail, readThumbnail } from './thumbnail-store.ts';

/** 100 commands of 5,000 claims: more than a selection can name. */
const MOST_COMMANDS = 100;

export function claimsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'claims'> {
  const { stores, outbox, events, clock, newId, user } = services;
  const maker = (): Maker => ({ madeBy: actorText(user()), madeAtMs: clock() });
  const queued = (): void => {
    outbox.wake();
    events.emit({ type: 'changed', tables: ['claim'] });
  };
  return {
    page: (input) => stores.read('claims.page', input, JSON.stringify(input.query)),
    order: (input) => stores.read('claims.order', input, JSON.stringify(input.query)),
    totals: (input) => stores.read('claims.totals', input),
    queues: () => stores.read('claims.queues', { nowMs: clock(), userId: user().id }),
    groupTotals: (input) => stores.read('claims.groupTotals', input),
    distinct: (input) => stores.read('claims.distinct', input),
    find: (input) => stores.read('claims.find', input, JSON.stringify(input.query)),
    detail: ({ id }) => stores.read('claims.detail', { id, actor: readActor(actorText(user())), nowMs: clock() }),
    evidence: (input) => stores.read('claims.evidence', input),
    paper: (input) => stores.read('claims.paper', input),
    picture: ({ fileSha256 }) => readPicture(fileSha256, { folder: services.pictureFolder(), server: services.server }),
    thumbnail: async ({ fileSha256 }) => ({
      thumbnail: await readThumbnail(fileSha256, { folder: services.pictureFolder() }),
    }),
    keepThumbnail: async (input) => {
      await keepThumbnail(input, { folder: services.pictureFolder() });
      return {};
    },
    presence: async (input) => {
      try {
        return await services.server.audit.presence(input);
      } catch (error) {
        // Advisory: without the server there is nobody to be warned of.
        if (error instanceof AppError && error.data.code === 'UNAVAILABLE') return { others: [] };
        throw error;
      }
    },
    receivers: () => stores.read('claims.receivers', { today: businessDateOf(clock()) }),
    reasonCodes: () => stores.read('claims.reasonCodes', null),
    groups: (input) => stores.read('claims.groups', input),
    figures: (input) => stores.read('claims.figures', input),
    dryRun: (input) => stores.read('claims.dryRun', { ...input, actor: readActor(actorText(user())), nowMs: clock() }),
    selectionTotal: (input) => stores.read('claims.selectionTotal', input),
    batch: (input) => stores.read('claims.batch', input),
    decide: async (input) => {
      const commandId = newId();
      const { undoUntilMs } = await stores.write('claims.decide', { ...input, ...maker(), commandId });
      queued();
      return { commandId, undoUntilMs };
    },
    decideMany: async (input) => {
      const batchId = newId();
      const commandIds = Array.from({ length: MOST_COMMANDS }, newId);
      const made = await stores.write('claims.decideMany', { ...input, ...maker(), batchId, commandIds });
      queued();
      return { batchId, ...made };
    },
    speakForStation: async (input, { signal }) => {
      await answeredCommand(services, { kind: 'station.word', ...input }, { isOnline, signal });
      return {};
    },
    undo: async ({ claimId }) => {
      const commandId = newId();
      const { undoUntilMs } = await stores.write('claims.undo', { ...maker(), commandId, claimId });
      queued();
      return { commandId, undoUntilMs };
    },
    undoBatch: async ({ batchId }) => {
      await stores.write('claims.undoBatch', { ...maker(), commandId: newId(), batchId });
      queued();
      return { batchId };
    },
  };
}
