import { open } from '../http/procedures.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { SessionService } from './session.service.ts';

export function sessionProcedures(
  service: SessionService,
  { signInsPerMinute, nowMs }: { signInsPerMinute: number; nowMs(): number },
) {
  const limit = new RateLimit({ perSecond: signInsPerMinute / 60, burst: signInsPerMinute, nowMs });
  const limited = open.use(({ context, next }) => {
    limit.take(context.address);
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
