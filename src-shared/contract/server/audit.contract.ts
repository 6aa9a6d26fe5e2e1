import { oc } from '@orpc/contract';
import { z } from 'zod';
import { InstantMs, RowId } from '../values.ts';

export const FileSha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Somebody else who has the claim open now. */
export const PresentPerson = z.object({ name: z.string(), sinceMs: InstantMs });
export type PresentPerson = z.infer<typeof PresentPerson>;

/** What the audit asks the server for beside the replica: the content of attachments and who else has a claim open. */
export const serverAuditContract = {
  /** The content of an attachment of a claim the caller may see, by its fingerprint. */
  picture: oc
    .route({ method: 'GET', path: '/audit/v1/pictures/{fileSha256}' })
    .input(z.object({ fileSha256: FileSha256 }))
    .output(z.object({ contentType: z.string(), contentBase64: z.string() })),
  /** Says that this device has the claim open, or has left it, and who else has it open. Advisory only (claims §3.6). */
  presence: oc
    .route({ method: 'POST', path: '/audit/v1/presence' })
    .input(z.object({ claimId: RowId, open: z.boolean() }))
    .output(z.object({ others: z.array(PresentPerson) })),
};
