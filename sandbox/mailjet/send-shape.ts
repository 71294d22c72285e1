import { z } from 'zod';

const address = z.object({ Email: z.email(), Name: z.string().nullish() });
const addresses = z.array(address).min(1);
const attachment = z.object({ ContentType: z.string(), Filename: z.string(), Base64Content: z.string() });

/** One message of Mailjet's Send API v3.1; unknown keys are let through, as they change nothing here. */
export const messageShape = z
  .object({
    From: address,
    To: addresses,
    Cc: addresses.optional(),
    Bcc: addresses.optional(),
    ReplyTo: address.optional(),
    Subject: z.string().max(255).optional(),
    TextPart: z.string().optional(),
    HTMLPart: z.string().optional(),
    TemplateID: z.number().int().optional(),
    TemplateLanguage: z.boolean().optional(),
    Variables: z.record(z.string(), z.unknown()).optional(),
    Attachments: z.array(attachment).optional(),
    InlinedAttachments: z.array(attachment).optional(),
    CustomID: z.string().max(255).optional(),
    EventPayload: z.string().optional(),
    Headers: z.record(z.string(), z.string()).optional(),
  })
  .refine((message) => message.TextPart !== undefined || message.HTMLPart !== undefined || message.TemplateID !== undefined, {
    path: ['HTMLPart'],
    message: 'At least "HTMLPart", "TextPart" or "TemplateID" must be provided.',
  });

/** Body of `POST /v3.1/send`: at most 50 messages; SandboxMode only validates. */
export const sendShape = z.object({ Messages: z.array(z.unknown()).min(1).max(50), SandboxMode: z.boolean().optional() });

export type MailMessage = z.infer<typeof messageShape>;
