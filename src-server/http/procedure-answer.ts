import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Router } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toOrpcError } from './app-error-mapper.ts';
import type { Authenticate } from './caller.ts';
import type { ClientAddress } from './client-address.ts';
import { bodyLimitOf } from './http-server.ts';
import type { Logger } from './logger.ts';
import type { RequestContext } from './procedures.ts';

/** Answers the procedures of the contract; resolves with false when no procedure has this method and path. */
export function createProcedureAnswer(
  router: Router<Record<never, never>, RequestContext>,
  options: { authenticate: Authenticate; logger: Logger; clientAddress: ClientAddress },
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const handlerFor = (limitBytes: number): OpenAPIHandler<RequestContext> =>
    new OpenAPIHandler<RequestContext>(router, {
      plugins: [new BodyLimitPlugin({ maxBodySize: limitBytes })],
      interceptors: [
        async ({ next }) => {
          try {
            return await next();
          } catch (error) {
            throw toOrpcError(error, options.logger);
          }
        },
      ],
    });
  const handlers = new Map<number, OpenAPIHandler<RequestContext>>();
  return async (request, response) => {
    const limitBytes = bodyLimitOf(request.url ?? '/');
    const handler = handlers.get(limitBytes) ?? handlerFor(limitBytes);
    handlers.set(limitBytes, handler);
    const { authenticate, clientAddress } = options;
    const context = { request, authenticate, address: clientAddress(request) };
    const { matched } = await handler.handle(request, response, { context });
    return matched;
  };
}
