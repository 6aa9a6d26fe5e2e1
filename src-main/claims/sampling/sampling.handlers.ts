import { z } from 'zod';
import { maySeeSamples } from '../../../src-shared/contract/sampling.contract.ts';
import { businessDateOf } from '../../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { answeredCommand } from '../../answered-command.ts';
import type { AppServices } from '../../app-services.ts';
import type { RoomHandlers } from '../../handlers.ts';

const Saved = z.object({ version: z.int() });

/** Samples: plan, proof and the auditor's draw from the local copy; the plan is changed by the server only. */
export function samplingHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'sampling'> {
  const { stores, clock } = services;
  const requireReader = (): void => {
    if (!maySeeSamples(services.user().roles)) throw new AppError('FORBIDDEN', 'samples-not-yours');
  };
  return {
    plans: async () => {
      requireReader();
      return stores.read('sampling.plans', { today: businessDateOf(clock()) });
    },
    savePlan: async (input, { signal }) => {
      requireReader();
      const { output } = await answeredCommand(services, { kind: 'samplePlan.save', ...input }, { isOnline, signal });
      return Saved.parse(output);
    },
    proof: async (input) => {
      requireReader();
      return stores.read('sampling.proof', input);
    },
    auditSample: async (input) => {
      requireReader();
      return stores.read('sampling.auditSample', input);
    },
  };
}
