import { verify } from '@node-rs/argon2';
import { hashPassword } from '../../domain/identity/hash-password.ts';
import { httpClient } from './http-client.ts';
import { type BenchRow, elapsedMs, median, row } from './measure.ts';
import type { Bench, World } from './world.ts';

const rounds = 80;
const warmUps = 10;

/**
 * What signing in costs beyond the hash that makes guessing dear: `POST /crm/auth/login` against one Argon2id verification
 * of the same parameters. A quarter on top is room for reading the user and storing the session and its audit; with more,
 * something else than the hash would decide how many can sign in.
 */
export const bench: Bench = { title: 'Login', run: benchLogin };

async function benchLogin(world: World): Promise<BenchRow[]> {
  const { demo } = await world.system();
  const login = demo.logins.find(({ totp_secret }) => totp_secret === undefined);
  if (login === undefined) throw new Error('the demo has no login without a second factor');
  const { email, password } = login;
  const stored = await hashPassword(password);
  const post = httpClient({ 'content-type': 'application/json' });
  const body = JSON.stringify({ email, password });
  const logIn = (): Promise<unknown> => post(`${demo.urls.api}/crm/auth/login`, { method: 'POST', body });
  const hashOnce = async (): Promise<void> => {
    if (!(await verify(stored, password))) throw new Error('the password was not recognised');
  };
  const measured: number[] = [];
  const reference: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    // Turn about, so that what else the machine does falls on both.
    const first = round % 2 === 0 ? await elapsedMs(logIn) : await elapsedMs(hashOnce);
    const second = round % 2 === 0 ? await elapsedMs(hashOnce) : await elapsedMs(logIn);
    if (round < 0) continue;
    measured.push(round % 2 === 0 ? first : second);
    reference.push(round % 2 === 0 ? second : first);
  }
  const [ours, hashing] = [median(measured), median(reference)];
  return [row('login', `${ours.toFixed(1)} ms`, `one Argon2id verification ${hashing.toFixed(1)} ms`, ours / hashing, { atMost: 1.25 })];
}
