import { setTimeout as pause } from 'node:timers/promises';
import mailjet from 'node-mailjet';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { MailError, judgeFailure } from './mail-error.ts';

export interface MailAddress {
  email: string;
  name?: string;
}

/** A mail as it is handed to Mailjet. */
export interface OutgoingMail {
  /** Names this mail for ever: what Mailjet knows under it is not sent again. */
  customId: string;
  from: MailAddress;
  to: readonly MailAddress[];
  subject: string;
  html: string;
  text: string;
  /** Customer it is for; none for mails to staff. */
  customerId?: number | null | undefined;
  /** What it was made from, as it is recorded. */
  template?: string;
  /** A template kept at Mailjet that is sent in place of `html` and `text`; its own subject counts when `subject` is left out. */
  hosted?: { templateId: number; variables: Readonly<Record<string, unknown>>; subject?: string | undefined };
  attachments?: readonly { name: string; type: string; content: Uint8Array }[];
}

export interface SentMail {
  /** Mailjet's ids, one per recipient. */
  messageIds: string[];
  /** True when the mail had been taken before: by an earlier attempt, or although its answer was lost. */
  found: boolean;
}

/** Sends mails at most once each. */
export interface MailClient {
  /** Sends a mail; from the second attempt on it looks first whether an earlier one arrived. Throws MailError. */
  send(mail: OutgoingMail, options?: { attempt?: number; signal?: AbortSignal }): Promise<SentMail>;
  /** What Mailjet knows under a CustomID; undefined when nothing. Throws MailError. */
  find(customId: string): Promise<SentMail | undefined>;
}

/** How long Mailjet may take to answer, milliseconds. */
const timeoutMs = 20_000;
/** Pauses before looking whether a mail whose answer was lost arrived, milliseconds: Mailjet lists it with a delay. */
const lookUpPausesMs = [500, 2000, 5000];

/** Makes the client from the section `mailjet`; `base_url` may be a sandbox's. */
export function createMailClient(
  settings: Pick<Config['mailjet'], 'api_key' | 'api_secret' | 'base_url'>,
  timing: { timeoutMs?: number; lookUpPausesMs?: readonly number[] } = {},
): MailClient {
  const { host, protocol } = new URL(settings.base_url);
  // The library knows only https and keeps the protocol for the whole process; there is one Mailjet per process.
  Object.assign(mailjet.Request, { protocol: `${protocol}//` });
  const api = mailjet.Client.apiConnect(settings.api_key || 'missing', settings.api_secret || 'missing', {
    config: { host },
    options: { timeout: timing.timeoutMs ?? timeoutMs },
  });

  const find: MailClient['find'] = async (customId) => {
    const failed = (thrown: unknown): never => {
      const judged = judgeFailure(thrown);
      throw judged.certain ? judged.error : new MailError('unavailable', `Mailjet could not be asked for the mail (${judged.reason}).`);
    };
    const { body } = await api.get('message', { version: 'v3' }).request({}, { CustomID: customId, Limit: 100 }).catch(failed);
    const rows = (body as { Data?: { ID: unknown }[] }).Data ?? [];
    return rows.length === 0 ? undefined : { messageIds: rows.map(({ ID }) => String(ID)), found: true };
  };

  return {
    find,
    async send(mail, { attempt = 1, signal } = {}) {
      const earlier = attempt > 1 ? await find(mail.customId) : undefined;
      if (earlier !== undefined) return earlier;
      try {
        const { body } = await api.post('send', { version: 'v3.1' }).request({ Messages: [messageOf(mail)] });
        return acceptedIn(body);
      } catch (thrown) {
        if (thrown instanceof MailError) throw thrown;
        const judged = judgeFailure(thrown);
        if (judged.certain) throw judged.error;
        const arrived = await lookUp(() => find(mail.customId), timing.lookUpPausesMs ?? lookUpPausesMs, signal);
        if (arrived !== undefined) return arrived;
        if (judged.status !== null) throw new MailError('unavailable', `Mailjet failed (${judged.reason}) and does not know the mail.`);
        throw new MailError('uncertain', `The connection to Mailjet broke (${judged.reason}); the mail may or may not have been taken.`);
      }
    },
  };
}

async function lookUp(find: () => Promise<SentMail | undefined>, pausesMs: readonly number[], signal: AbortSignal | undefined): Promise<SentMail | undefined> {
  for (const pauseMs of pausesMs) {
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal });
    const found = await find().catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

const addressOf = ({ email, name }: MailAddress): { Email: string; Name?: string } => ({ Email: email, ...(name === undefined ? {} : { Name: name }) });

const messageOf = (mail: OutgoingMail): Record<string, unknown> => ({
  From: addressOf(mail.from),
  To: mail.to.map(addressOf),
  ...(mail.hosted === undefined ? { Subject: oneLine(mail.subject), HTMLPart: mail.html, TextPart: mail.text } : hostedParts(mail.hosted)),
  CustomID: mail.customId,
  ...(mail.attachments === undefined
    ? {}
    : {
        Attachments: mail.attachments.map(({ name, type, content }) => ({
          Filename: name,
          ContentType: type,
          Base64Content: Buffer.from(content).toString('base64'),
        })),
      }),
});

/** Mailjet puts the variables in (`TemplateLanguage`), and takes no text beside a template. */
const hostedParts = ({ templateId, variables, subject }: NonNullable<OutgoingMail['hosted']>): Record<string, unknown> => ({
  TemplateID: templateId,
  TemplateLanguage: true,
  Variables: variables,
  ...(subject === undefined ? {} : { Subject: oneLine(subject) }),
});

/** One line of at most 255 characters: Mailjet refuses more. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 255).toWellFormed();

function acceptedIn(body: unknown): SentMail {
  const [message] = (body as { Messages?: { Status?: string; Errors?: { ErrorMessage?: string }[]; To?: { MessageID: unknown }[] }[] }).Messages ?? [];
  if (message?.Status !== 'success') throw new MailError('rejected', `Mailjet refused the mail: ${message?.Errors?.[0]?.ErrorMessage ?? 'no reason given'}`);
  return { messageIds: (message.To ?? []).map(({ MessageID }) => String(MessageID)), found: false };
}
