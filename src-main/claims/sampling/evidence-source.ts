import type { ClaimDetail } from '../../../src-shared/contract/claims.contract.ts';
import type { PaperLink } from '../../../src-shared/contract/paper.contract.ts';
import type {
  AuditSample,
  AuditSampleRequest,
  SamplePlanVersion,
} from '../../../src-shared/contract/sampling.contract.ts';
import { businessDateOf } from '../../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { AppServices } from '../../app-services.ts';
import { actorText, readActor } from '../../sync/actor.ts';
import { readPictureContent } from '../picture-store.ts';

/** A photograph nobody has, which a sheet says; anything else, as no network, ends the export. */
const WITHOUT_CONTENT: readonly string[] = ['picture-not-kept', 'picture-damaged'];

/** The evidence of claims for whoever writes it out: everything from the local copy, photographs with the server's help. */
export function evidenceOf(services: AppServices) {
  const { stores, clock, user } = services;
  return {
    sample: (request: AuditSampleRequest): Promise<AuditSample> => stores.read('sampling.auditSample', request),
    plan: async (): Promise<SamplePlanVersion | null> => {
      const { plans } = await stores.read('sampling.plans', { today: businessDateOf(clock()) });
      return plans.find(({ state }) => state === 'inForce') ?? null;
    },
    detail: (id: string): Promise<ClaimDetail> =>
      stores.read('claims.detail', { id, actor: readActor(actorText(user())), nowMs: clock() }),
    papers: async (id: string): Promise<readonly PaperLink[]> =>
      (await stores.read('claims.paper', { kind: 'claim', id })).links,
    photo: async (fileSha256: string): Promise<Buffer | null> => {
      try {
        return await readPictureContent(fileSha256, { folder: services.pictureFolder(), server: services.server });
      } catch (error) {
        if (error instanceof AppError && WITHOUT_CONTENT.includes(error.data.reason)) return null;
        throw error;
      }
    },
  };
}
