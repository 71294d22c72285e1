import { Context } from '@temporalio/activity';
import { joinSubject, mailSettings } from '../../domain/messaging/mail-settings.ts';
import { provisioningFailureVariables } from '../../domain/messaging/provisioning-failure-mail.ts';
import { readFailure } from '../../domain/provisioning/read-failure.ts';
import { secretsOfSettings } from '../../domain/provisioning/play-settings.ts';
import { composeMail, sendMail } from '../messaging/send-mail.ts';
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
    const message = composeMail(config, {
      customId: `provisioning-failure-${provisionId}-${Context.current().info.workflowExecution?.runId}`,
      to: recipients.map((email) => ({ email })),
      template: 'provisioning-failure',
      data: failure,
      settings: mailSettings(config.mailjet, 'crmCommunicationProvisioningFailure'),
      subject: joinSubject,
      variables: provisioningFailureVariables(failure),
    });
    await sendMail(deps.mail, message);
    return undefined;
  };
