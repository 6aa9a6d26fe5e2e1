import type { UnmatchedRow } from './reconcile-key.ts';

export type Mirror = NonNullable<UnmatchedRow['mirror']>;

/** A quantity that one key has and the other side of it does not. */
export interface MirrorSide {
  warehouseId: string;
  partId: string;
  chainId: string;
  kind: UnmatchedRow['kind'];
  qtyMilli: number;
  atMs: number;
  /** What the caller knows it by. */
  group: object;
}

const DAY_MS = 86_400_000;

/**
 * Which quantities stand opposite each other: on the old and the new code of one chain in one warehouse, or under one code
 * in two warehouses, on opposite sides, each used once and within the days. Stock §4.11.
 */
export function findMirrors(sides: readonly MirrorSide[], windowDays: number): Map<object, Mirror> {
  const found = new Map<object, Mirror>();
  pair(sides, 'SUBSTITUTION', ({ warehouseId, chainId }) => `${warehouseId} ${chainId}`, { found, windowDays });
  pair(sides, 'LOCATION', ({ partId }) => partId, { found, windowDays });
  return found;
}

const isApart: Readonly<Record<Mirror, (a: MirrorSide, b: MirrorSide) => boolean>> = {
  SUBSTITUTION: (a, b) => a.partId !== b.partId,
  LOCATION: (a, b) => a.warehouseId !== b.warehouseId,
};

function pair(
  sides: readonly MirrorSide[],
  mirror: Mirror,
  placeOf: (side: MirrorSide) => string,
  { found, windowDays }: { found: Map<object, Mirror>; windowDays: number },
): void {
  const groups = Map.groupBy(sides, (side) => `${placeOf(side)} ${String(Math.abs(side.qtyMilli))}`);
  for (const rows of groups.values()) {
    for (const side of rows) {
      if (found.has(side.group)) continue;
      const other = rows.find(
        (each) =>
          !found.has(each.group) &&
          each.group !== side.group &&
          each.kind !== side.kind &&
          isApart[mirror](side, each) &&
          contribution(each) === -contribution(side) &&
          Math.abs(each.atMs - side.atMs) <= windowDays * DAY_MS,
      );
      if (other === undefined) continue;
      found.set(side.group, mirror);
      found.set(other.group, mirror);
    }
  }
}

const contribution = ({ kind, qtyMilli }: MirrorSide): number => (kind === 'LEDGER_ONLY' ? qtyMilli : -qtyMilli);
