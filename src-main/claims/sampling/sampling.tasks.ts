import { auditSampleOf } from './audit-sample.repository.ts';
import { samplePlans } from './sample-plans.repository.ts';
import { proofOf } from './sample-proof.repository.ts';

export const samplingReadTasks = {
  'sampling.plans': samplePlans,
  'sampling.proof': proofOf,
  'sampling.auditSample': auditSampleOf,
};
