import { serverAuditContract } from '../../src-shared/contract/server/audit.contract.ts';
import { serverDevicesContract } from '../../src-shared/contract/server/devices.contract.ts';
import { serverHandoverContract } from '../../src-shared/contract/server/handover.contract.ts';
import { intakeContract } from '../../src-shared/contract/server/intake.contract.ts';
import { serverRulesContract } from '../../src-shared/contract/server/rules.contract.ts';
import { serverSessionContract } from '../../src-shared/contract/server/session.contract.ts';
import { serverSyncContract } from '../../src-shared/contract/server/sync.contract.ts';

/** Everything the server answers as request and answer; the OpenAPI document is made from it. */
export const serverContract = {
  session: serverSessionContract,
  sync: serverSyncContract,
  intake: intakeContract,
  audit: serverAuditContract,
  rules: serverRulesContract,
  handover: serverHandoverContract,
  devices: serverDevicesContract,
};
