import type { IncomingMessage } from 'node:http';
import { open } from '../http/procedures.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { SessionService } from './session.service.ts';

/** Sign-ins from one address: a whole office behind one router at half past eight, but no dictionary. */
const SIGN_INS_PER_MINUTE = 120;

export function sessionProcedures(service: SessionService, nowMs: () => number) {
  const limit = new RateLimit({ perSecond: SIGN_INS_PER_MINUTE / 60, burst: SIGN_INS_PER_MINUTE, nowMs });
  const limited = open.use(({ context, next }) => {
    limit.take(addressOf(context.request));
    return next();
  });
  return {
    signIn: limited.session.signIn.handler(({ input }) => service.signIn(input)),
    refresh: limited.session.refresh.handler(({ input }) => service.refresh(input)),
    signOut: open.session.signOut.handler(async ({ input }) => {
      await service.signOut(input);
      return {};
    }),
    demoUsers: open.session.demoUsers.handler(() => service.demoUsers()),
    signInDemo: limited.session.signInDemo.handler(({ input }) => service.signInDemo(input)),
  };
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}
