import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { joinSubject, mailSettings } from '../../domain/messaging/mail-settings.ts';
import { renderMail } from '../../domain/messaging/render-mail.ts';
import { readFailure } from '../../domain/provisioning/read-failure.ts';
import { secretsOfSettings } from '../../domain/provisioning/play-settings.ts';
import { MailError } from '../adapters/mailjet/mail-error.ts';
import type { ProvisioningActivities } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { labelOf } from './finish-activities.ts';

/** Mails the operators in `provisioning.failure_list` what failed and why (PRV-11); once per run, however often it is tried. */
export const createNotifyFailure =
  (deps: ProvisioningDeps): ProvisioningActivities['notifyFailure'] =>
  async ({ provisionId, remains }) => {
    const { config } = deps;
    const recipients = config.provisioning.failure_list;
    if (recipients.length === 0) return { skipped: 'provisioning.failure_list is empty.' };
    const failure = await readFailure(session(deps), provisionId, {
      portalUrl: config.web.public_url,
      remains: remains.map(labelOf),
      secrets: secretsOfSettings(config),
    });
    if (failure === undefined) return { skipped: 'There is no such job.' };
    const { from, subject } = mailSettings(config.mailjet, 'crmCommunicationProvisioningFailure');
    const mail = renderMail('provisioning-failure', failure);
    const { attempt, workflowExecution } = Context.current().info;
    try {
      await deps.mail.send(
        {
          customId: `provisioning-failure-${provisionId}-${workflowExecution?.runId}`,
          from,
          to: recipients.map((email) => ({ email })),
          subject: joinSubject(subject, mail.subject),
          html: mail.html,
          text: mail.text,
          template: 'provisioning-failure',
        },
        { attempt, signal: Context.current().cancellationSignal },
      );
    } catch (error) {
      if (error instanceof MailError && !error.retryable) throw ApplicationFailure.nonRetryable(error.message, error.kind);
      throw error;
    }
    return undefined;
  };
