import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Handover, HandoverAsk, HandoverItem, HandoverPreview } from '../handover.contract.ts';
import { RowId } from '../values.ts';

/** What a desktop asks before and after work is handed over; the order itself is a command (0210). */
export const serverHandoverContract = {
  /** FORBIDDEN `handover-not-yours-to-order` for work that is neither one's own nor of somebody one supervises. */
  preview: oc.route({ method: 'POST', path: '/handover/v1/previews' }).input(HandoverAsk).output(HandoverPreview),
  /** The newest orders: those that concern the caller, for an administrator, management and the auditor all; at most 50. */
  orders: oc
    .route({ method: 'GET', path: '/handover/v1/orders' })
    .input(z.object({}))
    .output(z.object({ orders: z.array(Handover) })),
  /** Everything that went by one order. */
  items: oc
    .route({ method: 'GET', path: '/handover/v1/orders/{handoverId}/items' })
    .input(z.object({ handoverId: RowId }))
    .output(z.object({ items: z.array(HandoverItem) })),
};
