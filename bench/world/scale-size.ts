import { createHash } from 'node:crypto';
import path from 'node:path';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';

/** Scale 1 is the volume planned for the company (design §1). */
export interface WorldSize {
  claims: number;
  vehicles: number;
  stations: number;
  parts: number;
}

export const LINES_PER_CLAIM = 4;
export const SCALE_SEED = 'hedui-scale';
/** Raised whenever the generated rows change, so that stored worlds of older programs are not taken for new ones. */
const GENERATOR_VERSION = 2;

export function worldSize(scale: number): WorldSize {
  const of = (full: number, least: number): number => Math.max(least, Math.round(full * scale));
  return { claims: of(1_000_000, 1000), vehicles: of(200_000, 500), stations: of(300, 200), parts: of(50_000, 6500) };
}

/** Where the world of a scale is kept: outside git, by seed, schema and scale. */
export function worldFolder(scale: number): string {
  const hash = createHash('sha256')
    .update(`${SCHEMA_HASH}/${String(GENERATOR_VERSION)}`)
    .digest('hex')
    .slice(0, 8);
  return path.join('.hedui', 'bench', `${SCALE_SEED}-${hash}-${String(scale)}`);
}
