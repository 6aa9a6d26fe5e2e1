import type { ClaimLineDraft } from './claim-draft.ts';

type Line = Pick<
  ClaimLineDraft,
  'costType' | 'opId' | 'partId' | 'qtyMilli' | 'isMain' | 'isCausal' | 'stdHoursCenti' | 'listPriceFen'
>;

/** Places of the main operation and of the causal part among a claim's lines, counted from 0; null = there is none. */
export interface MainLines {
  main: number | null;
  causal: number | null;
}

/**
 * The main operation (主修项目) and the causal part (主损件) of a claim: the lines the station names, else the operation with the
 * most standard hours and the part with the greatest list value, the first of equals, so that the order of the lines decides
 * nothing (0321). Claims §2.2 "exactly one main labour op if labour exists; exactly one causal part if parts exist".
 */
export function mainLinesOf(lines: readonly Line[]): MainLines {
  return {
    main: firstOf(lines, { costType: 'LABOUR', isNamed: (line) => line.isMain === true, weightOf: standardHours }),
    causal: firstOf(lines, { costType: 'MATERIAL', isNamed: (line) => line.isCausal === true, weightOf: listValue }),
  };
}

interface Choice {
  costType: string;
  isNamed(line: Line): boolean;
  weightOf(line: Line): number;
}

function firstOf(lines: readonly Line[], { costType, isNamed, weightOf }: Choice): number | null {
  const places = lines.flatMap((line, place) => (line.costType === costType ? [{ line, place }] : []));
  const named = places.find(({ line }) => isNamed(line));
  if (named !== undefined) return named.place;
  const heaviest = places.reduce<(typeof places)[number] | null>(
    (best, entry) => (best === null || weightOf(entry.line) > weightOf(best.line) ? entry : best),
    null,
  );
  return heaviest?.place ?? null;
}

/** An operation that is not in the catalogue weighs less than any that is. */
function standardHours({ opId, stdHoursCenti = 0 }: Line): number {
  return opId === null ? -1 : stdHoursCenti;
}

function listValue({ partId, listPriceFen = 0, qtyMilli }: Line): number {
  return partId === null ? -1 : listPriceFen * (qtyMilli ?? 1000);
}
