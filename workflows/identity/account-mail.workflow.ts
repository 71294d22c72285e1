import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { IdentityActivities } from '../../activities/identity/contract.ts';
import { database, mail, undo } from '../activity-options.ts';
import { Saga } from '../saga.ts';
import type { AccountMailInput, AccountMailResult } from './account-mail.contract.ts';

const { prepareAccountMail } = proxyActivities<IdentityActivities>(database);
const { sendAccountMail } = proxyActivities<IdentityActivities>(mail);
const { withdrawAccountLink } = proxyActivities<IdentityActivities>(undo);

/** Mails somebody about their account: stores the link, sends it, and takes the link back when the mail cannot have arrived. */
export async function accountMailWorkflow(input: AccountMailInput): Promise<AccountMailResult> {
  const { kind, mailId, sealed } = input;
  const saga = new Saga();
  try {
    saga.register('withdraw the link', () => withdrawAccountLink({ mailId }));
    const prepared = await prepareAccountMail({ kind, mailId, sealed });
    if ('skipped' in prepared) return { status: 'skipped', because: prepared.skipped };
    await sendAccountMail({ kind, mailId, sealed, userId: prepared.userId });
    return { status: 'sent' };
  } catch (error) {
    // A mail that may have arrived keeps its link: it is in its owner's mailbox, or nowhere.
    if (!mayHaveArrived(error)) await saga.compensate();
    throw error;
  }
}

const mayHaveArrived = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === 'uncertain';
