import { AppError } from '../../src-shared/errors.ts';
import { eventStream } from '../app-events.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import type { Session } from '../session/session.ts';
import { actorText } from './actor.ts';

export function syncHandlers(services: AppServices, session: Session): RoomHandlers<'sync'> {
  const { stores, events, newId, user, clock, outbox } = services;
  return {
    state: () => session.status.current,
    watch: (_input, { signal }) => eventStream(events, signal),
    attention: () => stores.read('sync.attention', null),
    resolve: async ({ commandId, way, edited }) => {
      const made = { newCommandId: newId(), madeBy: actorText(user()), madeAtMs: clock() };
      const input = { commandId, way, edited: edited ?? null, ...made };
      const resolved = await stores.write('sync.resolve', input);
      const counts = await stores.read('outbox.counts', null);
      session.status.set({ waitingCommands: counts.waiting, attentionCommands: counts.attention });
      outbox.wake();
      events.emit({ type: 'changed', tables: ['claim'] });
      return resolved;
    },
    now: () => {
      session.profile().downloader.now();
      session.profile().uploader.wake();
      return session.status.current;
    },
    nudge: () => {
      session.activeProfile()?.downloader.nudge();
      session.activeProfile()?.uploader.wake();
      return session.status.current;
    },
    outbox: () => stores.read('sync.outbox', null),
    checkData: () => session.profile().downloader.check(2),
    rebuild: () => {
      if (session.status.current.phase === 'offline')
        throw new AppError('UNAVAILABLE', 'needs-server', { kind: 'rebuild' });
      session.profile().downloader.rebuild();
      return session.status.current;
    },
  };
}
