import type { AccountMailInput } from '../../activities/identity/contract.ts';
import type { AccountMailKind } from '../../domain/identity/account-mail.ts';

/** Name of the workflow function, for starting it without loading its code. */
export const accountMailWorkflowType = 'accountMailWorkflow';

/** Workflow id of a mail; the key tells nothing of the address. */
export const accountMailWorkflowId = (kind: AccountMailKind, key: string): string => `account-mail-${kind}-${key}`;

export type { AccountMailInput };

export interface AccountMailResult {
  status: 'sent' | 'skipped';
  because?: string;
}
