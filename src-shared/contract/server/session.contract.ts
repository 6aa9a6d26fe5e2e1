import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DemoUser, SignedInUser } from '../session.contract.ts';
import { InstantMs } from '../values.ts';

export const Tokens = z.object({
  accessToken: z.string(),
  /** Milliseconds from the answer on: clocks of client and server are never compared. */
  accessTokenLifeMs: z.int(),
  refreshToken: z.string(),
  user: SignedInUser,
  serverTimeMs: InstantMs,
  /** What this device may do by itself: days of signing in without the server, and the key that seals what it has not sent should it be switched off. */
  policy: z.object({ offlineSignInDays: z.int(), sealKey: z.string() }),
});
export type Tokens = z.infer<typeof Tokens>;

/** Signing in at the central server. Refresh tokens rotate: a used one that comes again revokes its whole family. */
export const serverSessionContract = {
  signIn: oc
    .route({ method: 'POST', path: '/session/v1/sign-in' })
    .input(
      z.object({
        login: z.string().min(1).max(64),
        password: z.string().min(1).max(256),
        deviceId: z.string().min(1).max(64),
        deviceName: z.string().max(100),
      }),
    )
    .output(Tokens),
  refresh: oc
    .route({ method: 'POST', path: '/session/v1/refresh' })
    .input(z.object({ refreshToken: z.string(), deviceId: z.string() }))
    .output(Tokens),
  signOut: oc
    .route({ method: 'POST', path: '/session/v1/sign-out' })
    .input(z.object({ refreshToken: z.string() }))
    .output(z.object({})),
  demoUsers: oc.route({ method: 'GET', path: '/session/v1/demo-users' }).input(z.object({})).output(z.array(DemoUser)),
  signInDemo: oc
    .route({ method: 'POST', path: '/session/v1/sign-in-demo' })
    .input(z.object({ login: z.string(), deviceId: z.string(), deviceName: z.string() }))
    .output(Tokens),
};
