import { createHash } from 'node:crypto';
import { REPLICATED_TABLES } from '../contract/replicated-tables.generated.ts';

/** Eight hex digits that name the tables and columns of the wire; desktop and server must agree on it (sync §3.2, §3.8). */
export const SCHEMA_HASH: string = createHash('sha256')
  .update(JSON.stringify(REPLICATED_TABLES))
  .digest('hex')
  .slice(0, 8);
