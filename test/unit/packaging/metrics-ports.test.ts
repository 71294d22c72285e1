import { expect, it } from 'vitest';
import { nextPort } from '../../../scripts/stack/application.ts';

it.each([
  ['127.0.0.1:9464', '127.0.0.1:9465'],
  ['[::1]:9499', '[::1]:9500'],
])('the local worker shows its metrics one port above the API: %s → %s', (api, worker) => {
  expect(nextPort(api)).toBe(worker);
});
