import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createFrame, type SandboxOptions } from '../frame.ts';
import type { Inbox } from '../inbox.ts';
import { type MailMessage, messageShape, sendShape } from './send-shape.ts';

/** Mailjet as far as mails are sent and looked up: Send API v3.1 and the message resources of the REST API v3. */
export function createMailjetSandbox(options: SandboxOptions & { apiKey: string; apiSecret: string }): Hono {
  const { app, inbox } = createFrame('mailjet', 'Mailjet', options);
  // Real ids are 64-bit; these stay exact in JavaScript and differ between runs.
  let nextId = 576_460_752_000_000 + (Date.now() % 1_000_000_000) * 100;
  const refused = {
    StatusCode: 401,
    ErrorMessage: 'API key authentication/authorization failure. You may be unauthorized to access the API or your API key may be expired.',
  };
  const authenticated = basicAuth({ username: options.apiKey, password: options.apiSecret, invalidUserMessage: refused });
  app.use('/v3.1/*', authenticated);
  app.use('/v3/*', authenticated);

  app.post('/v3.1/send', async (c) => {
    const body = sendShape.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success)
      return c.json(
        { ErrorIdentifier: randomUUID(), ErrorCode: 'send-0003', StatusCode: 400, ErrorMessage: 'The request body is not valid JSON with 1 to 50 "Messages".' },
        400,
      );
    const results = body.data.Messages.map((message) => accept(inbox, message, { store: body.data.SandboxMode !== true, newId: () => (nextId += 1) }));
    return c.json({ Messages: results }, results.some(({ Status }) => Status === 'error') ? 400 : 200);
  });
  app.get('/v3/REST/message', (c) => c.json(listOf(sent(inbox).filter((row) => matches(c, row)))));
  app.get('/v3/REST/message/:id', (c) =>
    oneOf(
      c,
      sent(inbox).filter((row) => String(row.ID) === c.req.param('id')),
    ),
  );
  app.get('/v3/REST/messagehistory/:id', (c) => {
    const rows = sent(inbox).filter((row) => String(row.ID) === c.req.param('id'));
    return c.json(
      listOf(rows.map(({ at }) => ({ EventType: 'sent', EventAt: Math.floor(Date.parse(at) / 1000), Comment: '', State: '', Useragent: '', UseragentID: 0 }))),
    );
  });
  return app;
}

interface Recipient {
  Email: string;
  MessageUUID: string;
  MessageID: number;
  MessageHref: string;
}

function accept(inbox: Inbox, input: unknown, { store, newId }: { store: boolean; newId: () => number }): { Status: string } & Record<string, unknown> {
  const parsed = messageShape.safeParse(input);
  if (!parsed.success) {
    const Errors = parsed.error.issues.map(({ path, message }) => ({
      ErrorIdentifier: randomUUID(),
      ErrorCode: 'mj-0004',
      StatusCode: 400,
      ErrorMessage: message,
      ErrorRelatedTo: [path.join('.')],
    }));
    return { Status: 'error', Errors };
  }
  const message = parsed.data;
  const recipients = (list: MailMessage['To'] | undefined): Recipient[] =>
    (list ?? []).map(({ Email }) => {
      const MessageID = newId();
      return { Email, MessageUUID: randomUUID(), MessageID, MessageHref: `https://api.mailjet.com/v3/REST/message/${MessageID}` };
    });
  const result = { Status: 'success', CustomID: message.CustomID ?? '', To: recipients(message.To), Cc: recipients(message.Cc), Bcc: recipients(message.Bcc) };
  if (store) {
    const { HTMLPart, ...rest } = message;
    const summary = `${message.Subject ?? `template ${message.TemplateID}`} → ${message.To.map(({ Email }) => Email).join(', ')}`;
    inbox.add({ summary, html: HTMLPart, detail: { ...rest, ...attachmentSizes(message), Result: result } });
  }
  return result;
}

/** Attachments as name, type and size: their content would only fill the page. */
function attachmentSizes({ Attachments }: MailMessage): Record<string, unknown> {
  if (Attachments === undefined) return {};
  return {
    Attachments: Attachments.map(({ Filename, ContentType, Base64Content }) => ({ Filename, ContentType, bytes: Buffer.from(Base64Content, 'base64').length })),
  };
}

interface SentRow {
  ID: number;
  UUID: string;
  CustomID: string;
  ArrivedAt: string;
  Status: 'sent';
  Subject: string;
  at: string;
}

function sent(inbox: Inbox): SentRow[] {
  return inbox.all().flatMap(({ at, detail }) => {
    const {
      CustomID = '',
      Subject = '',
      Result,
    } = detail as { CustomID?: string; Subject?: string; Result: { To: Recipient[]; Cc: Recipient[]; Bcc: Recipient[] } };
    return [...Result.To, ...Result.Cc, ...Result.Bcc].map(({ MessageID, MessageUUID }) => ({
      ID: MessageID,
      UUID: MessageUUID,
      CustomID,
      ArrivedAt: at,
      Status: 'sent' as const,
      Subject,
      at,
    }));
  });
}

const matches = (c: Context, row: SentRow): boolean => c.req.query('CustomID') === undefined || c.req.query('CustomID') === row.CustomID;
const listOf = (rows: object[]): object => ({ Count: rows.length, Data: rows, Total: rows.length });
const oneOf = (c: Context, rows: object[]): Response =>
  rows.length > 0 ? c.json(listOf(rows)) : c.json({ ErrorInfo: '', ErrorMessage: 'Object not found', StatusCode: 404 }, 404);
