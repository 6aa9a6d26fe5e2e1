import type { Paper, PaperKind, PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { MOST_LINKS } from './paper-links.ts';
import { SOURCES } from './paper-sources.ts';

type Facts = Paper['facts'];

/** One paper with its facts and everything it leads to, all from this computer (联查). */
export function paper(stores: ReadStores, { kind, id }: { kind: PaperKind; id: string }): Paper {
  const source = SOURCES[kind];
  const row = stores.replicaFile.prepare(source.head).get({ id }) as (Facts & { no: string }) | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'paper-not-here', { id });
  const { no, ...facts } = row;
  const found = source.links.map((sql) => stores.replicaFile.prepare(sql).all({ id }) as PaperLink[]);
  const links = found.flatMap((rows) => rows.slice(0, MOST_LINKS));
  const cut = found.flatMap((rows) => (rows.length > MOST_LINKS ? (rows[0]?.kind ?? []) : []));
  return { kind, id, no, facts, links, cut };
}
