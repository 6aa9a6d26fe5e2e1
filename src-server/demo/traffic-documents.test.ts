import { describe, expect, it } from 'vitest';
import { IntakeClaim, IntakeRequest, IntakeWorkOrder } from '../../src-shared/contract/server/intake.contract.ts';
import { makeCompany } from './facts/company.ts';
import { documentsOf } from './traffic-documents.ts';

describe('what the demo stations send', () => {
  it('passes the door of the intake, whatever the repair', () => {
    const { repairs } = makeCompany({ seed: 'hedui', today: '2026-11-23', scale: 0.1 });
    expect(repairs.length).toBeGreaterThan(900);
    for (const repair of repairs) {
      const { request, workOrder, claim } = documentsOf(repair, `DT-${String(repair.number)}`);
      IntakeRequest.parse(request);
      IntakeWorkOrder.parse(workOrder);
      // an engineer's expenses are no station's claim
      if (repair.engineer === null) IntakeClaim.parse(claim);
    }
  });
});
