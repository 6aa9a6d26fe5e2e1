import type { ClaimView } from './claim-view.ts';

/** What takes a view out of a sweep: the conditions of the group go with it, they belong to nothing else. */
export const SWEEP_ENDED: Pick<ClaimView, 'sweep' | 'filters' | 'row'> = { sweep: false, filters: [], row: 0 };

/**
 * The view under a search. What is looked for stands anywhere, hardly ever among the alike claims of a group: a search ends
 * the sweep, also one that was left open by going to another room. Any other view is given back as it is.
 */
export function viewUnderSearch(view: ClaimView, text: string): ClaimView {
  return view.sweep && text !== '' ? { ...view, ...SWEEP_ENDED } : view;
}
