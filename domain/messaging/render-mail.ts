import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { type AccountNotice, accountMailView } from './account-mails.ts';
import { type LowStock, lowStockView } from './low-stock-mail.ts';
import { type ProvisioningFailure, provisioningFailureView } from './provisioning-failure-mail.ts';

/** What each mail of the project's own is made from. */
export interface MailData {
  'low-stock': LowStock;
  'provisioning-failure': ProvisioningFailure;
  'password-reset': AccountNotice;
  'account-locked': AccountNotice;
  'email-verification': AccountNotice;
  welcome: AccountNotice;
  'security-notice': AccountNotice;
}
export type MailTemplate = keyof MailData;

/** A mail ready to be sent; `subject` is what follows the configured subject. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

const views: { [T in MailTemplate]: (data: MailData[T]) => { subject: string } & Record<string, unknown> } = {
  'low-stock': lowStockView,
  'provisioning-failure': provisioningFailureView,
  'password-reset': accountMailView('Reset your password'),
  'account-locked': accountMailView('Sign-in to your account is paused'),
  'email-verification': accountMailView('Confirm your e-mail address'),
  welcome: accountMailView('Your account is ready'),
  'security-notice': accountMailView('Your account was changed'),
};

/** Renders a mail of `sender`, a company's name, as HTML and as text from `templates/email/`; everything that came from people is text in it. */
export function renderMail<T extends MailTemplate>(template: T, data: MailData[T], sender: string): RenderedMail {
  const view = { ...views[template](data), sender, footer: `Sent by ${sender}` };
  return { subject: view.subject, html: compiled(template, 'html')(view), text: compiled(template, 'txt')(view) };
}

type Format = 'html' | 'txt';
const handlebars = Handlebars.create();
const cache = new Map<string, HandlebarsTemplateDelegate>();

function compiled(template: MailTemplate, format: Format): HandlebarsTemplateDelegate {
  const name = `${template}.${format}`;
  const known = cache.get(name);
  if (known !== undefined) return known;
  if (format === 'html') for (const part of ['layout', 'account']) handlebars.registerPartial(part, read(`${part}.html`));
  else handlebars.registerPartial('account-text', read('account.txt'));
  const fresh = handlebars.compile(read(name), { noEscape: format === 'txt' });
  cache.set(name, fresh);
  return fresh;
}

const read = (name: string): string => readFileSync(new URL(`../../templates/email/${name}.hbs`, import.meta.url), 'utf8');
