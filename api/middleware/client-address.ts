import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Address the request came from. `X-Forwarded-For` is believed only from a trusted proxy, and read from its right end:
 * what stands left of the first address that is no trusted proxy was written by the client itself. Null when unknown.
 */
export function clientAddress(c: Context, trustedProxies: readonly string[]): string | null {
  const peer = readAddress((c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress);
  if (peer === undefined) return null;
  const hops = (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .filter((hop) => hop.trim() !== '')
    .reverse();
  let client = peer;
  for (const hop of hops) {
    if (!inRanges(client, trustedProxies)) break;
    const before = readAddress(hop.trim());
    if (before === undefined) return null;
    client = before;
  }
  return client.toString();
}

/** True when the address is one of the addresses or inside one of the CIDR ranges. */
export function addressIn(address: string | null, ranges: readonly string[]): boolean {
  const parsed = address === null ? undefined : readAddress(address);
  return parsed !== undefined && inRanges(parsed, ranges);
}

/** True for 127.0.0.0/8 and ::1. */
export const isLoopback = (address: string): boolean => readAddress(address)?.range() === 'loopback';

/** Number of leading bits a range fixes, so that the most exact of several can be chosen. */
export const rangeBits = (range: string): number => parseRange(range)[1];

function inRanges(address: Address, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const [network, bits] = parseRange(range);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

function parseRange(range: string): [Address, number] {
  if (range.includes('/')) return ipaddr.parseCIDR(range);
  const address = ipaddr.process(range);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function readAddress(text: string | undefined): Address | undefined {
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}
