import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { serverAuditContract } from '../../src-shared/contract/server/audit.contract.ts';
import { serverDevicesContract } from '../../src-shared/contract/server/devices.contract.ts';
import { serverHandoverContract } from '../../src-shared/contract/server/handover.contract.ts';
import { serverRulesContract } from '../../src-shared/contract/server/rules.contract.ts';
import { serverSessionContract } from '../../src-shared/contract/server/session.contract.ts';
import { serverSyncContract } from '../../src-shared/contract/server/sync.contract.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../src-shared/errors.ts';
import { trustCompanyCertificates } from '../host/company-certificates.ts';

const serverContract = {
  session: serverSessionContract,
  sync: serverSyncContract,
  audit: serverAuditContract,
  rules: serverRulesContract,
  handover: serverHandoverContract,
  devices: serverDevicesContract,
};
export type ServerClient = ContractRouterClient<typeof serverContract>;

export interface ServerClientOptions {
  serverUrl: string;
  fetch: typeof globalThis.fetch;
  /** The bearer for everything but signing in; null when nobody is signed in. */
  accessToken: () => Promise<string | null>;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** These make or end a session and must not ask for a token of it. */
const WITHOUT_TOKEN = new Set(['signIn', 'signInDemo', 'refresh', 'demoUsers', 'signOut']);

/** The central server's request-and-answer procedures; every failure arrives as an AppError. */
export function createServerClient(options: ServerClientOptions): ServerClient {
  trustCompanyCertificates(options.serverUrl);
  const link = new OpenAPILink(serverContract, {
    url: options.serverUrl,
    headers: async (_options, path) => {
      const token = WITHOUT_TOKEN.has(path.at(-1) ?? '') ? null : await options.accessToken();
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
    fetch: (request, init) => answered(options.fetch, request, init as RequestInit),
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw asServerError(error);
        }
      },
    ],
  });
  return createORPCClient(link);
}

/** A connection that breaks and an answer that is not JSON (a hotel's sign-in page) both mean: our server is away. */
async function answered(
  send: typeof globalThis.fetch,
  request: Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = AbortSignal.any([timeout, request.signal]);
  let response: Response;
  try {
    response = await send(request, { ...init, signal });
  } catch (error) {
    throw new AppError('UNAVAILABLE', 'server-away', {}, error);
  }
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return response;
  // A balancer in front of the server speaks no JSON; what it asks for holds all the same.
  const seconds = Number(response.headers.get('retry-after'));
  if ((response.status === 429 || response.status === 503) && seconds > 0) {
    throw new AppError('TOO_MANY', 'server-busy', { seconds });
  }
  throw new AppError('UNAVAILABLE', 'server-away', { cause: 'content-type', status: response.status });
}

const CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RULE_BROKEN',
  'UNAVAILABLE',
  'TOO_MANY',
  'INTERNAL',
]);

interface ErrorBody {
  reason: string;
  details: ErrorDetails;
}

function isErrorBody(data: unknown): data is ErrorBody {
  return typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string';
}

function asServerError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    if (isErrorBody(data)) {
      const code = CODES.has(error.code) ? (error.code as ErrorCode) : 'INTERNAL';
      return new AppError(code, data.reason, data.details, error);
    }
    if (error.status === 401) return new AppError('UNAUTHENTICATED', 'token-expired', {}, error);
    return new AppError('UNAVAILABLE', 'server-away', { status: error.status }, error);
  }
  return new AppError('UNAVAILABLE', 'server-away', {}, error);
}
