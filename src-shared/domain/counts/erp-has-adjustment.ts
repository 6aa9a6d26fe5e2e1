/**
 * Whether the ERP has the whole of an adjustment: for every part the same sum as ours, and no part of its own. Quantities are signed
 * thousandths by part. An ERP that has only some of it leaves the sheet open. Stock §3.1 POSTED → CLOSED.
 */
export function erpHasAdjustment(ours: ReadonlyMap<string, number>, erp: ReadonlyMap<string, number>): boolean {
  const parts = new Set([...ours.keys(), ...erp.keys()]);
  return [...parts].every((part) => (ours.get(part) ?? 0) === (erp.get(part) ?? 0)) && erp.size > 0;
}
