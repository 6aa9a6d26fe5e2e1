import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

/** Screens and schemes of the signed-in person; what is shared goes to the server as a command and comes back to all. */
export function viewsHandlers({ stores, outbox, events, clock, newId, user }: AppServices): RoomHandlers<'views'> {
  const changed = (): void => events.emit({ type: 'changed', tables: ['query_scheme'] });
  const standing = async (id: string): Promise<{ shared: boolean }> => {
    const own = await stores.read('views.ownScheme', { id });
    const onServer = await stores.read('views.sharedOwner', { id });
    const theirs = onServer !== null && onServer.ownerId !== user().id;
    if (theirs || (own === null && onServer === null)) throw new AppError('NOT_FOUND', 'scheme-not-yours', { id });
    return { shared: onServer !== null || own?.shared === true };
  };
  return {
    recall: () => stores.read('views.recall', null),
    remember: async (input) => {
      await stores.write('views.remember', input);
      return { name: input.name };
    },
    schemes: ({ list }) => stores.read('views.schemes', { list, userId: user().id, userName: user().name }),
    saveScheme: async ({ id: given, list, name, body, shared }) => {
      const before = given === null ? { shared: false } : await standing(given);
      const id = given ?? newId();
      await stores.write('views.keepScheme', { id, list, name, body, shared, updatedAtMs: clock() });
      if (shared) await outbox.enqueue({ kind: 'scheme.share', schemeId: id, list, name, body });
      else if (before.shared) await outbox.enqueue({ kind: 'scheme.withdraw', schemeId: id });
      changed();
      return { id };
    },
    deleteScheme: async ({ id }) => {
      const { shared } = await standing(id);
      await stores.write('views.dropScheme', { id });
      if (shared) await outbox.enqueue({ kind: 'scheme.withdraw', schemeId: id });
      changed();
      return { id };
    },
  };
}
