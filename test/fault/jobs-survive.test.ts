import { afterAll, afterEach, beforeAll, describe, inject } from 'vitest';
import { expectSound } from '../support/invariants.ts';
import { type JobSystem, startJobSystem } from '../support/job-system.ts';
import { chargingFaults } from './rows/charging-faults.ts';
import { killedApi } from './rows/killed-api.ts';
import { killedPlay } from './rows/killed-play.ts';
import { killedWorker } from './rows/killed-worker.ts';
import { restartedDatabase } from './rows/restarted-database.ts';
import { stoppedTemporal } from './rows/stopped-temporal.ts';

// One system meets every fault in turn, so that what one left behind would show in the next.
let system: JobSystem;
beforeAll(async () => {
  system = await startJobSystem(inject('cgratesAddress'));
});
afterAll(() => system?.stop());
afterEach(() => expectSound(system));

describe('a worker killed in the middle of a play', () => void killedWorker(() => system));
describe('a play killed in the middle of a loop', () => void killedPlay(() => system));
describe('the API killed during jobs', () => void killedApi(() => system));
describe('a charging engine', () => void chargingFaults(() => system));
describe('Temporal', () => void stoppedTemporal(() => system));
describe('PostgreSQL', () => void restartedDatabase(() => system));
