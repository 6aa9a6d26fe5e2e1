/** The steps in order; a step is never changed once it has shipped. */
import { up as m0010 } from './0010-outbox-and-drafts.ts';
import { up as m0110 } from './0110-number-when-sent.ts';
import { up as m0120 } from './0120-printing.ts';
import { up as m0130 } from './0130-query-scheme.ts';
import { up as m0140 } from './0140-refused-targets.ts';

export const localMigrations = [
  { name: '0010-outbox-and-drafts', up: m0010 },
  { name: '0110-number-when-sent', up: m0110 },
  { name: '0120-printing', up: m0120 },
  { name: '0130-query-scheme', up: m0130 },
  { name: '0140-refused-targets', up: m0140 },
] as const;
