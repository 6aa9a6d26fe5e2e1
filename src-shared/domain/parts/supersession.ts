export interface SupersessionLink {
  oldPartId: string;
  newPartId: string;
  validFromDate: string;
  /** The old part is used up before the new one is taken. */
  useUpFirst: boolean;
}

interface SupersessionEnd {
  partId: string;
  /** Some link on the way says that the old part is used up first. */
  useUpFirst: boolean;
}

/**
 * For every part that has been replaced by this date the part its chain ends at; where two links leave one part, the later
 * one counts. A chain that comes back to itself ends before it does so. Stock §2.1.
 */
export function supersessionEnds(links: readonly SupersessionLink[], onDate: string): Map<string, SupersessionEnd> {
  const next = new Map<string, SupersessionLink>();
  for (const link of links) {
    const known = next.get(link.oldPartId);
    if (link.validFromDate <= onDate && (known === undefined || known.validFromDate < link.validFromDate))
      next.set(link.oldPartId, link);
  }
  const ends = new Map<string, SupersessionEnd>();
  for (const start of next.keys()) {
    const passed = new Set([start]);
    const end: SupersessionEnd = { partId: start, useUpFirst: false };
    for (let link = next.get(start); link !== undefined && !passed.has(link.newPartId); link = next.get(end.partId)) {
      end.partId = link.newPartId;
      end.useUpFirst ||= link.useUpFirst;
      passed.add(link.newPartId);
    }
    ends.set(start, end);
  }
  return ends;
}
