import type { StockKey } from '../../src-shared/domain/parts/movement-draft.ts';

/** What tells stock apart, as one text to look things up by. */
export function keyText({ warehouseId, binId, partId, owner, condition, batchNo, serialNo }: StockKey): string {
  return [warehouseId, binId ?? '', partId, owner, condition, batchNo, serialNo].join('\u001f');
}
