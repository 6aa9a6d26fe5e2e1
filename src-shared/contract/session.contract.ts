import { oc } from '@orpc/contract';
import { z } from 'zod';
import { BusinessDate, Fen, Locale, Role, RowId } from './values.ts';

export const SignedInUser = z.object({
  id: RowId,
  login: z.string(),
  name: z.string(),
  roles: z.array(Role),
  regionId: RowId.nullable(),
  regionName: z.string().nullable(),
  stationId: RowId.nullable(),
  claimLimitFen: Fen.nullable(),
  /** Absent people whom the user stands in for today (0156); `roles` = their levels that the user does not have. */
  standsIn: z
    .array(z.object({ userId: RowId, name: z.string(), roles: z.array(Role), untilDate: BusinessDate }))
    .optional(),
});
export type SignedInUser = z.infer<typeof SignedInUser>;

/** What the host can do; the screens hide what is missing (design §5). */
export const Capabilities = z.object({
  host: z.enum(['electron', 'loopback']),
  printing: z.enum(['native', 'browser']),
  dialogs: z.enum(['native', 'upload-download']),
  secretStore: z.enum(['os', 'none']),
  autoUpdate: z.boolean(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const DemoUser = z.object({
  login: z.string(),
  name: z.string(),
  role: Role,
  regionName: z.string().nullable(),
});
export type DemoUser = z.infer<typeof DemoUser>;

export const SessionState = z.object({
  user: SignedInUser.nullable(),
  capabilities: Capabilities,
  locale: Locale,
  serverUrl: z.string(),
  /** One click per role; empty on a real server. */
  demoUsers: z.array(DemoUser),
});
export type SessionState = z.infer<typeof SessionState>;

export const sessionContract = {
  state: oc.input(z.object({})).output(SessionState),
  signIn: oc
    .input(z.object({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) }))
    .output(SessionState),
  signInDemo: oc.input(z.object({ login: z.string() })).output(SessionState),
  signOut: oc.input(z.object({})).output(SessionState),
  setLocale: oc.input(z.object({ locale: Locale })).output(SessionState),
};
