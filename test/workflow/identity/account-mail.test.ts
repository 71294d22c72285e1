import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityActivities } from '../../../activities/identity/contract.ts';
import { accountMailWorkflowType, type AccountMailInput, type AccountMailResult } from '../../../workflows/identity/account-mail.contract.ts';
import { broken, startTestServer, withWorker } from '../support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env.teardown());

const input: AccountMailInput = { kind: 'password_reset', mailId: '11111111-1111-4111-8111-111111111111', sealed: 'sealed' };

/** Runs a mail whose steps are mocked; answers its result or error and the steps in their order. */
async function run(overrides: Partial<IdentityActivities>): Promise<{ steps: string[]; result: AccountMailResult | undefined }> {
  const steps: string[] = [];
  const logged =
    <I, R>(name: string, step: (input: I) => Promise<R>) =>
    (given: I): Promise<R> => {
      steps.push(name);
      return step(given);
    };
  const activities: IdentityActivities = {
    prepareAccountMail: logged('prepare', overrides.prepareAccountMail ?? (async () => ({ userId: 7 }))),
    sendAccountMail: logged('send', overrides.sendAccountMail ?? (async () => undefined)),
    withdrawAccountLink: logged('withdraw', overrides.withdrawAccountLink ?? (async () => undefined)),
  };
  const result = await withWorker(env, activities, (taskQueue) =>
    env.client.workflow.execute(accountMailWorkflowType, { workflowId: `mail-${randomUUID()}`, taskQueue, args: [input] }).catch(() => undefined),
  );
  return { steps, result: result as AccountMailResult | undefined };
}

describe('a mail about an account', () => {
  it('stores its link, then goes', async () => {
    expect(await run({})).toEqual({ steps: ['prepare', 'send'], result: { status: 'sent' } });
  });

  it('ends quietly where there is nobody to send it to', async () => {
    const skipped = await run({ prepareAccountMail: async () => ({ skipped: 'There is no such account.' }) });
    expect(skipped).toEqual({ steps: ['prepare'], result: { status: 'skipped', because: 'There is no such account.' } });
  });

  it('is sent again while the mail system does not answer, and its link stays the same', async () => {
    let attempts = 0;
    const sendAccountMail = async (): Promise<void> => {
      attempts += 1;
      if (attempts < 4) throw ApplicationFailure.retryable('Mailjet cannot be reached.', 'MailError');
    };
    expect(await run({ sendAccountMail })).toEqual({ steps: ['prepare', 'send', 'send', 'send', 'send'], result: { status: 'sent' } });
  });

  it.each([
    ['prepare', { prepareAccountMail: async () => broken() }, ['prepare', 'withdraw']],
    ['send', { sendAccountMail: async () => broken('rejected') }, ['prepare', 'send', 'withdraw']],
  ])('takes its link back when it cannot %s', async (_step, overrides, steps) => {
    expect(await run(overrides)).toEqual({ steps, result: undefined });
  });

  it('takes its link back when the mail system stays away for half an hour', async () => {
    const away = await run({
      sendAccountMail: async () => {
        throw ApplicationFailure.retryable('Mailjet cannot be reached.', 'MailError');
      },
    });
    expect(away.result).toBeUndefined();
    expect(away.steps.at(-1)).toBe('withdraw');
  });

  it('keeps its link when the mail may have arrived', async () => {
    expect(await run({ sendAccountMail: async () => broken('uncertain') })).toEqual({ steps: ['prepare', 'send'], result: undefined });
  });

  it('fails all the same when the link cannot be taken back', async () => {
    const lost = await run({ sendAccountMail: async () => broken('rejected'), withdrawAccountLink: async () => broken() });
    expect(lost).toEqual({ steps: ['prepare', 'send', 'withdraw'], result: undefined });
  });
});
