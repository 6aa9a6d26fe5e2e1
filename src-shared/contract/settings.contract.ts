import { oc } from '@orpc/contract';
import { z } from 'zod';
import { BUYER_TEXT_LENGTHS } from '../domain/settings/invoice-buyer.ts';
import { DeviceChange, DeviceId, DeviceList, DeviceSearch, DeviceStepInput } from './devices.contract.ts';
import { Handover, HandoverAsk, HandoverItem, HandoverOrder, HandoverPreview } from './handover.contract.ts';
import { BusinessDate, InstantMs, RowId, type Role } from './values.ts';

/** Who keeps the data of the company and its forms; the server refuses everybody else. */
export const COMPANY_EDITORS = ['warrantyAdmin', 'admin'] as const satisfies readonly Role[];

/** Whether the screens offer somebody to change them. */
export function mayEditCompany(roles: readonly Role[]): boolean {
  const editors: readonly Role[] = COMPANY_EDITORS;
  return !roles.includes('auditor') && roles.some((role) => editors.includes(role));
}

/** Lengths only; the rules are `domain/settings/invoice-buyer`. */
export const InvoiceBuyerSchema = z.object({
  name: z.string().max(BUYER_TEXT_LENGTHS.name),
  taxNo: z.string().max(BUYER_TEXT_LENGTHS.taxNo),
  address: z.string().max(BUYER_TEXT_LENGTHS.address),
  bank: z.string().max(BUYER_TEXT_LENGTHS.bank),
  mailAddress: z.string().max(BUYER_TEXT_LENGTHS.mailAddress),
  invoiceDays: z.int().nullable(),
});

/** Who changed a setting or a form when; `version` is what it became. */
export const ConfigurationChange = z.object({
  version: z.int(),
  changedAtMs: InstantMs,
  changedByName: z.string(),
  valueJson: z.string(),
});
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;

/** Who stands in for the signed-in person, and who could. */
export const Deputies = z.object({
  mine: z.array(z.object({ id: RowId, deputyName: z.string(), fromDate: BusinessDate, toDate: BusinessDate })),
  people: z.array(z.object({ id: RowId, name: z.string(), roles: z.array(z.string()) })),
});
export type Deputies = z.infer<typeof Deputies>;

/** Everybody of the headquarters, those who have left too: their work may still lie with them. */
export const HandoverPerson = z.object({
  id: RowId,
  name: z.string(),
  roles: z.array(z.string()),
  regionId: RowId.nullable(),
  isActive: z.boolean(),
});
export type HandoverPerson = z.infer<typeof HandoverPerson>;

export const settingsContract = {
  handoverPeople: oc.input(z.object({})).output(z.array(HandoverPerson)),
  /** UNAVAILABLE without the server; FORBIDDEN `handover-not-yours-to-order`. */
  handoverPreview: oc.input(HandoverAsk).output(HandoverPreview),
  /** All or none: RULE_BROKEN `handover-changed`, `handover-refused-items`, `handover-person-away`. */
  handOver: oc.input(HandoverOrder).output(z.object({ handoverId: RowId, count: z.int() })),
  handovers: oc.input(z.object({})).output(z.object({ orders: z.array(Handover) })),
  handoverItems: oc.input(z.object({ handoverId: RowId })).output(z.object({ items: z.array(HandoverItem) })),
  /** UNAVAILABLE without the server; FORBIDDEN `devices-not-yours`. */
  devices: oc.input(DeviceSearch).output(DeviceList),
  deviceChanges: oc.input(z.object({ deviceId: DeviceId })).output(z.object({ changes: z.array(DeviceChange) })),
  /** RULE_BROKEN `device-own`; CONFLICT `device-is-revoked`, `device-is-not-revoked`. */
  stepDevice: oc.input(DeviceStepInput).output(z.object({})),
  /** Deputies that have not ended yet, and the people of the headquarters who could be one. */
  deputies: oc.input(z.object({})).output(Deputies),
  /** RULE_BROKEN `deputy-overlap`, `deputy-not-there`, `deputy-dates`, `deputy-oneself`. */
  nameDeputy: oc
    .input(z.object({ deputyUserId: RowId, fromDate: BusinessDate, toDate: BusinessDate }))
    .output(z.object({})),
  endDeputy: oc.input(z.object({ deputyId: RowId })).output(z.object({})),
  /** The buyer's data as they stand; null before anybody filled them in. `version` 0 = never saved. */
  invoiceBuyer: oc.input(z.object({})).output(
    z.object({
      buyer: InvoiceBuyerSchema.nullable(),
      version: z.int(),
      changes: z.array(ConfigurationChange),
    }),
  ),
  /** Refuses with the reason of the first field that is wrong, or `setting-changed` when somebody was first. */
  saveInvoiceBuyer: oc
    .input(z.object({ buyer: InvoiceBuyerSchema, version: z.int().min(0) }))
    .output(z.object({ version: z.int() })),
};
