import { z } from 'zod';
import { InstantMs, type Role } from './values.ts';

/** Who switches devices off and on; the auditor may look. */
export const DEVICE_KEEPERS = ['admin'] as const satisfies readonly Role[];

/** Whether somebody with these roles sees the devices of the company. */
export function maySeeDevices(roles: readonly Role[]): boolean {
  return roles.includes('auditor') || mayKeepDevices(roles);
}

/** Whether somebody with these roles may switch a device off and on. */
export function mayKeepDevices(roles: readonly Role[]): boolean {
  const keepers: readonly Role[] = DEVICE_KEEPERS;
  return !roles.includes('auditor') && roles.some((role) => keepers.includes(role));
}

export const DeviceId = z.string().min(1).max(64);
/** `revoke` closes the door to a device and wipes its copy at its next contact; `restore` lets it sign in again. */
export const DeviceStep = z.enum(['revoke', 'restore']);
export type DeviceStep = z.infer<typeof DeviceStep>;

export const DeviceStepInput = z.object({
  deviceId: DeviceId,
  step: DeviceStep,
  reason: z.string().trim().min(1).max(200),
});

/** One person's program on one computer: a colleague who signs in there is another device. */
export const Device = z.object({
  id: DeviceId,
  /** Of the computer, as it told it. */
  name: z.string(),
  login: z.string(),
  userName: z.string(),
  firstSeenAtMs: InstantMs,
  /** Last sign-in or renewal of it; a program at work renews within a quarter of an hour. */
  lastSeenAtMs: InstantMs,
  revokedAtMs: InstantMs.nullable(),
  /** The one the question comes from. */
  isOwn: z.boolean(),
});
export type Device = z.infer<typeof Device>;

export const DeviceSearch = z.object({
  /** In the name of the computer, the person or the login; empty = all. */
  text: z.string().max(100),
});

export const DeviceList = z.object({
  /** Newest contact first, at most 200. */
  devices: z.array(Device),
  total: z.int(),
});

export const DeviceChange = z.object({
  id: z.string(),
  step: DeviceStep,
  reason: z.string(),
  changedAtMs: InstantMs,
  changedByName: z.string(),
});
export type DeviceChange = z.infer<typeof DeviceChange>;
