import type { Box, DesignElement } from './design-elements.ts';

/** What the mouse brings a thing to when no neighbour is near, and one press of an arrow key (grid-excel-print §6.2). */
export const GRID_MM = 0.5;
/** An edge of a neighbour draws from so far. */
export const MAGNET_MM = 0.8;

export interface SnappedShift {
  dx: number;
  dy: number;
  /** Where the edge of the neighbour is, to be drawn; null when the grid decided. */
  guideX: number | null;
  guideY: number | null;
}

/**
 * The shift of a box by the mouse, brought to the edges of its neighbours when one is near, else to the half millimetre of
 * the sheet. Left and right, upper and lower edge draw each other.
 */
export function snappedShift(box: Box, others: readonly Box[], by: { dx: number; dy: number }): SnappedShift {
  const across = axis(
    [box.x, box.x + box.w],
    others.flatMap(({ x, w }) => [x, x + w]),
    by.dx,
  );
  const down = axis(
    [box.y, box.y + box.h],
    others.flatMap(({ y, h }) => [y, y + h]),
    by.dy,
  );
  return { dx: across.by, dy: down.by, guideX: across.guide, guideY: down.guide };
}

function axis(
  edges: readonly [number, number],
  theirs: readonly number[],
  by: number,
): { by: number; guide: number | null } {
  let best: { by: number; guide: number } | null = null;
  for (const edge of edges) {
    for (const guide of theirs) {
      const pull = guide - (edge + by);
      if (Math.abs(pull) <= MAGNET_MM && (best === null || Math.abs(pull) < Math.abs(best.by - by))) {
        best = { by: by + pull, guide };
      }
    }
  }
  if (best !== null) return best;
  return { by: Math.round((edges[0] + by) / GRID_MM) * GRID_MM - edges[0], guide: null };
}

/** A small thing is met a little beside it, too. */
const REACH_MM = 0.6;

/**
 * What lies under a point, the one that is meant first: things before areas, of two things the smaller one, because it could
 * not be reached otherwise.
 */
export function elementsAt(elements: readonly DesignElement[], { x, y }: { x: number; y: number }): DesignElement[] {
  const isArea = ({ place }: DesignElement): number => (place === 'area' ? 1 : 0);
  return elements
    .filter(
      (box) =>
        x >= box.x - REACH_MM &&
        x <= box.x + box.w + REACH_MM &&
        y >= box.y - REACH_MM &&
        y <= box.y + box.h + REACH_MM,
    )
    .sort((a, b) => isArea(a) - isArea(b) || a.w * a.h - b.w * b.h);
}
