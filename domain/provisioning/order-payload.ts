import type { Author } from '../activity-log/author.ts';
import type { PromoOffer } from '../catalog/promo-offer.ts';
import type { AcceptedTerms } from '../catalog/terms-acceptance.ts';
import { seal, unseal } from './seal.ts';
import type { Variables } from './merge-variables.ts';

/** Stock an order asks for; no `inventoryId` means any available item of that kind. */
export interface StockChoice {
  /** Name of the inventory template, which is also the play's variable. */
  item: string;
  inventoryId: number | null;
}

/** What an order says beyond its ids; it may hold personal data and secrets, so it travels and rests sealed. */
export interface OrderPayload {
  /** Defaults of the product at the time of the order. */
  product: Variables;
  request: Variables;
  stock: StockChoice[];
  promo?: PromoOffer;
  terms?: AcceptedTerms;
  /** In whose name the job's row is written to the audit trail. */
  orderedBy?: Author;
}

/** Seals an order's content for its job, which `uuid` names. */
export const sealPayload = (secret: string, uuid: string, payload: OrderPayload): Promise<string> => seal(secret, `provision-variables:${uuid}`, payload);

/** Opens what `sealPayload` made for the same job. */
export const unsealPayload = async (secret: string, uuid: string, sealed: string): Promise<OrderPayload> =>
  (await unseal(secret, `provision-variables:${uuid}`, sealed)) as OrderPayload;
