import type { AccountDeps } from '../../../domain/identity/order-account-mail.ts';
import type { ApiDeps } from '../../deps.ts';

/** What verbs of accounts need: the settings, and mails sent by workflows. */
export const accountDeps = ({ config, temporal }: ApiDeps): AccountDeps => ({ config, orderMail: (order) => temporal.startAccountMail(order) });
