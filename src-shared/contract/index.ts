import { claimsContract } from './claims.contract.ts';
import { countsContract } from './counts.contract.ts';
import { reconciliationContract } from './reconciliation.contract.ts';
import { logisticsContract } from './logistics.contract.ts';
import { exchangeContract } from './exchange.contract.ts';
import { jobsContract } from './jobs.contract.ts';
import { partsContract } from './parts.contract.ts';
import { printContract } from './print.contract.ts';
import { rulesContract } from './rules.contract.ts';
import { samplingContract } from './sampling.contract.ts';
import { sessionContract } from './session.contract.ts';
import { settingsContract } from './settings.contract.ts';
import { settlementContract } from './settlement.contract.ts';
import { syncContract } from './sync.contract.ts';
import { viewsContract } from './views.contract.ts';

/** Everything a screen can ask of the desktop core, the same over every transport. */
export const contract = {
  session: sessionContract,
  sync: syncContract,
  jobs: jobsContract,
  claims: claimsContract,
  settlement: settlementContract,
  counts: countsContract,
  reconciliation: reconciliationContract,
  logistics: logisticsContract,
  parts: partsContract,
  exchange: exchangeContract,
  views: viewsContract,
  print: printContract,
  settings: settingsContract,
  rules: rulesContract,
  sampling: samplingContract,
};
export type Contract = typeof contract;
