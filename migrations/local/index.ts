/** The steps in order; a step is never changed once it has shipped. */
import { up as m0010 } from './0010-outbox-and-drafts.ts';

export const localMigrations = [{ name: '0010-outbox-and-drafts', up: m0010 }] as const;
