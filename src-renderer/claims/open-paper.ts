import type { PaperKind, PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { navigate } from '../ui/navigation.ts';

/** The screen where work on a paper is done, as opposed to the page of what it leads to. */
export const OWN_ROOM: Readonly<Partial<Record<PaperKind, string>>> = {
  claim: 'claim',
  statement: 'settlement',
  partsApplication: 'logistics',
};

/** A claim opens on its desk, every other paper on the page of papers. */
export function openPaper({ kind, id }: Pick<PaperLink, 'kind' | 'id'>): void {
  if (kind === 'claim') navigate('claim', id);
  else navigate('paper', `${kind}.${id}`);
}
