import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/index.ts';
import { openConnection } from './connection.ts';

export type Api = ContractRouterClient<Contract>;

export const connection = openConnection();

/** Everything a screen can ask of the core; a call waits for the link when it is just being made again. */
export const api: Api = createORPCClient<Api>(new DynamicLink(() => connection.link()));
