import type { StockProof } from '../../src-shared/contract/parts.contract.ts';
import type { ReadStores } from '../db/stores.ts';

/** The newest proof of the ledger this copy knows of; null where none was made yet. */
export function lastProof({ replicaFile: file }: ReadStores, _input: object): { proof: StockProof | null } {
  const row = file
    .prepare(
      `select proved_at_ms as provedAtMs, key_count as keyCount, wrong_count as wrongCount, wrong_json as wrongJson
         from stock_proof order by proved_date desc limit 1`,
    )
    .get() as (Omit<StockProof, 'wrongPartNos'> & { wrongJson: string }) | undefined;
  if (row === undefined) return { proof: null };
  const { wrongJson, ...proof } = row;
  return { proof: { ...proof, wrongPartNos: JSON.parse(wrongJson) as string[] } };
}
