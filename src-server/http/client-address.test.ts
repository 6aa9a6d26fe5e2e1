import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

it.each([
  ['nobody is trusted: the header is the sender’s own invention', [], '203.0.113.9', '10.1.1.1', '203.0.113.9'],
  ['a trusted proxy names the client', ['10.0.0.0/8'], '10.0.0.2', '203.0.113.9', '203.0.113.9'],
  ['two proxies in a row', ['10.0.0.0/8'], '10.0.0.2', '203.0.113.9, 10.0.0.3', '203.0.113.9'],
  [
    'what stands before the last outside address is made up',
    ['10.0.0.2'],
    '10.0.0.2',
    '1.1.1.1, 203.0.113.9',
    '203.0.113.9',
  ],
  ['a proxy that says nothing is the client', ['10.0.0.2'], '10.0.0.2', undefined, '10.0.0.2'],
  ['IPv4 over an IPv6 socket', ['127.0.0.1'], '::ffff:127.0.0.1', '2001:db8::7', '2001:db8::7'],
] as const)('%s', (...[, trusted, peer, forwarded, expected]) => {
  expect(createClientAddress(trusted)(request(peer, forwarded))).toBe(expected);
});

it('refuses a proxy that is no address', () => {
  expect(() => createClientAddress(['proxy.example'])).toThrow('proxy-address-invalid');
});
