import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a call: the connection is cut before it reaches the engine (`cut`) or after the engine has carried it
 * out (`lost`), it is never answered (`hang`), answered 500 (`error`), or answered one byte a second (`trickle`).
 */
export type ChargingFault = 'cut' | 'lost' | 'hang' | 'error' | 'trickle';

/** A fault of the first `times` calls of an account that have `on` in their text. */
export interface Breakage {
  fault: ChargingFault;
  times: number;
  on?: RegExp;
  /** Told when a call meets the fault. */
  onMet?: () => void;
}

interface Call {
  params?: { Account?: string }[];
}

/** Stands between the system and the real CGRateS and breaks what it is told to. */
export class FaultyCharging {
  readonly #engine: string;
  readonly #server = createServer((request, response) => void this.#handle(request, response).catch(() => response.destroy()));
  readonly #planned: Breakage[] = [];
  readonly #broken = new Map<string, Breakage | undefined>();
  #port = 0;

  private constructor(engine: string) {
    this.#engine = engine;
  }

  /** Begins to listen in front of an engine (host:port). */
  static async before(engine: string): Promise<FaultyCharging> {
    const charging = new FaultyCharging(engine);
    await charging.accept();
    return charging;
  }

  /** host:port for the system's settings. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** The next account that was never heard of meets this fault; plan several for several accounts, in any order of theirs. */
  breakNext(...breakages: Breakage[]): void {
    this.#planned.push(...breakages);
  }

  /** The fault that was planned for an account whose name has this in it. */
  faultOf(part: string): ChargingFault | undefined {
    return [...this.#broken].find(([account]) => account.includes(part))?.[1]?.fault;
  }

  /** Nobody listens any more: connections are refused. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens again, at the same address. */
  async accept(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const fault = this.#faultFor(body);
    if (fault === 'hang') return;
    if (fault === 'cut') return void response.destroy();
    if (fault === 'error') return void response.writeHead(500).end('out of order');
    const answer = await fetch(`http://${this.#engine}${request.url}`, { method: 'POST', body });
    const text = await answer.text();
    if (fault === 'lost') return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    if (fault === 'trickle') trickle(response, text);
    else response.end(text);
  }

  #faultFor(body: string): ChargingFault | undefined {
    const account = (JSON.parse(body) as Call).params?.[0]?.Account;
    if (account === undefined) return undefined;
    if (!this.#broken.has(account)) this.#broken.set(account, this.#planned.shift());
    const breakage = this.#broken.get(account);
    if (breakage === undefined || breakage.times === 0 || breakage.on?.test(body) === false) return undefined;
    breakage.times -= 1;
    breakage.onMet?.();
    return breakage.fault;
  }
}

function trickle(response: ServerResponse, text: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(text.slice(sent, (sent += 1)));
    if (sent >= text.length) response.end();
  }, 1000);
  response.once('close', () => clearInterval(timer));
}
