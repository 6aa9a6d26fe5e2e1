import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { APPLICATION_RULES, APPLICATION_STATUSES } from '../../src-shared/domain/logistics/application-transition.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const Kept = z.object({
  applicationId: z.string(),
  appNo: z.string().nullable(),
  status: z.enum(APPLICATION_STATUSES),
  convertedToNo: z.string().nullable().default(null),
});

/** Applications are read from the local copy; every step of one is the server's, which alone sees what others do. */
export function logisticsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'logistics'> {
  const { stores, user, clock } = services;
  const ask = async (body: CommandBody, signal: AbortSignal | undefined): Promise<z.infer<typeof Kept>> =>
    Kept.parse((await answeredCommand(services, body, { isOnline, signal })).output);
  return {
    applications: (input) => stores.read('logistics.applications', input),
    applicationOrder: (input) => stores.read('logistics.applicationOrder', input),
    application: ({ id }) => stores.read('logistics.application', { id, userId: user().id, roles: user().roles }),
    lookup: (input) => stores.read('logistics.lookup', { ...input, nowMs: clock() }),
    options: async () => {
      const mayRequest = APPLICATION_RULES.save.roles.some((role) => user().roles.some((own) => own === role));
      return { ...(await stores.read('logistics.options', null)), mayRequest };
    },
    save: (input, { signal }) => ask({ kind: 'application.save', ...input }, signal),
    step: (input, { signal }) => ask({ kind: 'application.step', ...input }, signal),
    complete: (input, { signal }) => ask({ kind: 'application.complete', ...input }, signal),
    addPhoto: (input, { signal }) => ask({ kind: 'application.photo', ...input }, signal),
  };
}
