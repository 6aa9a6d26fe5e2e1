import type { PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { navigate } from '../ui/navigation.ts';

/** Papers with a screen of their own open there, the others on the page of papers. */
export function openPaper({ kind, id }: Pick<PaperLink, 'kind' | 'id'>): void {
  if (kind === 'claim') navigate('claim', id);
  else navigate('paper', `${kind}.${id}`);
}
