import type { MikroORM } from '@mikro-orm/postgresql';
import { markReported, noteLowStock, type ThresholdJson } from '../../domain/inventory/stock/thresholds.ts';
import { lowStockVariables } from '../../domain/messaging/low-stock-mail.ts';
import { joinSubject, mailSettings, type MailSettings } from '../../domain/messaging/mail-settings.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient } from '../adapters/mailjet/mail-client.ts';
import { composeMail, sendMail } from '../messaging/send-mail.ts';
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
    const data = {
      shortages: shortages.map(({ item, item_location: location, available, minimum }) => ({ item, location, available, minimum })),
      stockUrl: `${config.web.public_url}/inventory/stock`,
    };
    const message = composeMail(config, {
      customId: customIdOf(shortages),
      to: recipients.map((email) => ({ email })),
      template: 'low-stock',
      data,
      settings: settingsOf(config),
      subject: joinSubject,
      variables: lowStockVariables(data),
    });
    await sendMail(mail, message);
    await markReported(
      orm.em.fork(),
      shortages.map(({ threshold_id }) => threshold_id),
    );
    return { mails: 1 };
  },
});

/** Settings written before this mail was there name a sender for mails to operators only. */
function settingsOf({ mailjet }: Config): MailSettings {
  const isNamed = ['api_crmCommunicationLowStock', 'api.crmCommunicationLowStock'].some((key) => key in mailjet);
  if (isNamed) return mailSettings(mailjet, 'crmCommunicationLowStock');
  return { from: mailSettings(mailjet, 'crmCommunicationProvisioningFailure').from, subject: undefined, templateId: undefined };
}

/** The same shortages are the same mail, however often it is tried. */
const customIdOf = (shortages: readonly ThresholdJson[]): string =>
  `low-stock-${shortages
    .map(({ threshold_id, low_since }) => `${threshold_id}.${Date.parse(low_since ?? '') % 1e9}`)
    .join('-')
    .slice(0, 100)}`;
