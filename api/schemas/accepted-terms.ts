import { z } from '@hono/zod-openapi';

/** Terms that were accepted with an order (CAT-6). */
export const acceptedTermsShape = z
  .object({
    provision_id: z.int(),
    product_name: z.string().nullable(),
    accepted: z.iso.datetime(),
    accepted_by: z.string(),
    terms: z.string(),
    terms_sha256: z.string().openapi({ description: 'of the text as it was accepted, in hexadecimal' }),
  })
  .openapi('AcceptedTerms');
