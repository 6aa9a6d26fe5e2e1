import { PLAN_FIGURES, type PlanFigures } from '../../../src-shared/domain/claims/sample-plan.ts';
import { formatScaled } from '../../ui/format.ts';

/** The plan as it is typed: everything is text, shares in per cent. */
export type PlanDraft = Record<keyof PlanFigures, string>;

/** Basis points as a person types a share, without needless zeros: 200 → 2, 1250 → 12.5. */
const shareText = (rateBp: number): string => formatScaled(rateBp, 2).replace(/\.?0+$/, '');

export function planDraftOf(figures: PlanFigures): PlanDraft {
  return Object.fromEntries(
    PLAN_FIGURES.map(({ key, kind }) => [key, kind === 'share' ? shareText(figures[key]) : String(figures[key])]),
  ) as PlanDraft;
}

/** What is typed as the rule takes it; what is no number becomes one the rule refuses. */
export function readPlanDraft(draft: PlanDraft): PlanFigures {
  return Object.fromEntries(
    PLAN_FIGURES.map(({ key, kind }) => [key, kind === 'share' ? readShare(draft[key]) : readInteger(draft[key])]),
  ) as unknown as PlanFigures;
}

function readInteger(typed: string): number {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : -1;
}

function readShare(typed: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(typed.trim());
  return match === null ? -1 : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
