import { implement } from '@orpc/server';
import type { IncomingMessage } from 'node:http';
import type { Authenticate } from './caller.ts';
import { serverContract } from './server-contract.ts';

export interface RequestContext {
  request: IncomingMessage;
  authenticate: Authenticate;
  /** Where the request comes from; behind a trusted proxy, what the proxy says. */
  address: string;
}

/** The contract to be implemented, open to anybody: signing in and what the sign-in page shows. */
export const open = implement(serverContract).$context<RequestContext>();

/** The same for signed-in callers: `context.caller` is who asks. */
export const signedIn = open.use(async ({ context, next }) =>
  next({ context: { caller: await context.authenticate(context.request) } }),
);
