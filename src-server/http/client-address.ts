import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { AppError } from '../../src-shared/errors.ts';

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Who sends a request. `X-Forwarded-For` is believed only from the proxies named (addresses, or nets as `10.0.0.0/8`),
 * and then the last address that is none of them: everything before it the sender may have written himself.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) throw new AppError('BAD_REQUEST', 'proxy-address-invalid', { address: entry });
    const type = family === 6 ? 'ipv6' : 'ipv4';
    trusted.addSubnet(address, bits === undefined ? (family === 6 ? 128 : 32) : Number(bits), type);
  }
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return (request) => {
    const peer = plain(request.socket.remoteAddress ?? '');
    if (!isTrusted(peer)) return peer;
    const named = String(request.headers['x-forwarded-for'] ?? '').split(',');
    const addresses = named.map((part) => plain(part.trim())).filter((part) => isIP(part) !== 0);
    return addresses.findLast((address) => !isTrusted(address)) ?? peer;
  };
}

/** An IPv4 address that came in over an IPv6 socket, as itself. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
