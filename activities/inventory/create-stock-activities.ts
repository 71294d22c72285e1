import type { MikroORM } from '@mikro-orm/postgresql';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { markReported, noteLowStock, type ThresholdJson } from '../../domain/inventory/stock/thresholds.ts';
import { joinSubject, mailSettings } from '../../domain/messaging/mail-settings.ts';
import { renderMail } from '../../domain/messaging/render-mail.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient } from '../adapters/mailjet/mail-client.ts';
import { MailError } from '../adapters/mailjet/mail-error.ts';
import type { StockActivities } from './contract.ts';

/** What watching the stock needs; tests pass their own. */
export interface StockDeps {
  config: Config;
  orm: MikroORM;
  mail: MailClient;
}

/** Looks for what has run low and mails `inventory.low_stock_list`, once per shortage (INV-6). */
export const createStockActivities = ({ config, orm, mail }: StockDeps): StockActivities => ({
  async reportLowStock() {
    const shortages = await noteLowStock(orm.em.fork());
    const recipients = config.inventory.low_stock_list;
    if (shortages.length === 0 || recipients.length === 0) return { mails: 0 };
    const { from, subject } = senderOf(config);
    const rendered = renderMail('low-stock', {
      shortages: shortages.map(({ item, item_location: location, available, minimum }) => ({ item, location, available, minimum })),
      stockUrl: `${config.web.public_url}/inventory/stock`,
    });
    try {
      await mail.send(
        {
          customId: customIdOf(shortages),
          from,
          to: recipients.map((email) => ({ email })),
          subject: joinSubject(subject, rendered.subject),
          html: rendered.html,
          text: rendered.text,
        },
        { attempt: Context.current().info.attempt, signal: Context.current().cancellationSignal },
      );
    } catch (error) {
      if (error instanceof MailError && !error.retryable) throw ApplicationFailure.nonRetryable(error.message, error.kind);
      throw error;
    }
    await markReported(
      orm.em.fork(),
      shortages.map(({ threshold_id }) => threshold_id),
    );
    return { mails: 1 };
  },
});

/** Settings written before this mail was there name a sender for mails to operators only. */
function senderOf({ mailjet }: Config): ReturnType<typeof mailSettings> {
  const isNamed = ['api_crmCommunicationLowStock', 'api.crmCommunicationLowStock'].some((key) => key in mailjet);
  return isNamed ? mailSettings(mailjet, 'crmCommunicationLowStock') : { ...mailSettings(mailjet, 'crmCommunicationProvisioningFailure'), subject: undefined };
}

/** The same shortages are the same mail, however often it is tried. */
const customIdOf = (shortages: readonly ThresholdJson[]): string =>
  `low-stock-${shortages
    .map(({ threshold_id, low_since }) => `${threshold_id}.${Date.parse(low_since ?? '') % 1e9}`)
    .join('-')
    .slice(0, 100)}`;
