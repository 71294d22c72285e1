import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** Name and value kept with a customer (chapter 04). */
export interface Attribute {
  attribute_id: number;
  customer_id: number;
  attribute_name: string;
  attribute_value: string;
  created: string;
  last_modified: string;
}

/** Coloured label of a customer (chapter 08); the colour is six hex digits without a hash. */
export interface Tag {
  tag_id: number;
  customer_id: number;
  tag_text: string;
  tag_hex_color: string;
  tag_link: string | null;
  tag_active_date: string;
  tag_deactivate_date: string;
  created: string;
  last_modified: string;
}
export type TagInput = Omit<Tag, 'tag_id' | 'customer_id' | 'created' | 'last_modified'>;

/** A message that was sent, and what became of it. */
export interface Communication {
  communication_id: number;
  customer_id: number | null;
  customer_name: string | null;
  channel: 'email' | 'sms';
  recipient: string;
  sender: string | null;
  subject: string;
  template: string | null;
  state: 'sending' | 'sent' | 'rejected' | 'unavailable' | 'uncertain';
  reason: string | null;
  sent_at: string | null;
  created: string;
}

/** Average revenue by service and month of a customer against all; amounts in the operator's currency. */
export interface Arpu {
  currency: string;
  time_zone: string;
  months: { month: string; revenue: number; services: number; arpu: number; average_arpu: number }[];
  arpu: number;
  average_arpu: number;
}

/** A charge or credit of a customer (chapter 37). */
export interface Transaction {
  transaction_id: number;
  customer_id: number;
  service_id: number | null;
  invoice_id: number | null;
  title: string;
  description: string | null;
  transaction_type: 'debit' | 'credit';
  credit_type: string | null;
  retail_cost: number;
  tax_percentage: number;
  tax_amount: number;
  transaction_date: string;
  void: boolean;
}

/** Lists a customer's attributes by name. */
export const listAttributes = (customerId: number, context: RequestContext = {}) =>
  request<Attribute[]>('GET', `/crm/attribute/customer_id/${customerId}`, context);

/** Creates a customer's attribute, or gives the one of that name its value. */
export const putAttribute = (
  input: Pick<Attribute, 'customer_id' | 'attribute_name' | 'attribute_value'>,
  context: RequestContext = {},
) => request<Attribute>('PUT', '/crm/attribute/', { ...context, body: input });

/** Changes an attribute. */
export const updateAttribute = (
  attributeId: number,
  input: Partial<Pick<Attribute, 'attribute_name' | 'attribute_value'>>,
  context: RequestContext = {},
) => request<Attribute>('PATCH', `/crm/attribute/attribute_id/${attributeId}`, { ...context, body: input });

/** Removes an attribute. */
export const deleteAttribute = (attributeId: number, context: RequestContext = {}) =>
  request<void>('DELETE', `/crm/attribute/attribute_id/${attributeId}`, context);

/** Lists all tags of a customer, also those outside their dates. */
export const listTags = (customerId: number, context: RequestContext = {}) =>
  request<Tag[]>('GET', `/crm/tag/customer_id/${customerId}`, { ...context, query: { include_hidden: true } });

/** Puts a tag on a customer. */
export const createTag = (customerId: number, input: TagInput, context: RequestContext = {}) =>
  request<Tag>('PUT', '/crm/tag/', { ...context, body: { ...input, customer_id: customerId } });

/** Changes a tag. */
export const updateTag = (tagId: number, input: Partial<TagInput>, context: RequestContext = {}) =>
  request<Tag>('PATCH', `/crm/tag/tag_id/${tagId}`, { ...context, body: input });

/** Takes a tag off its customer. */
export const deleteTag = (tagId: number, context: RequestContext = {}) =>
  request<void>('DELETE', `/crm/tag/tag_id/${tagId}`, context);

/** Lists messages. */
export const listCommunications = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Communication>>('GET', '/crm/communication/', { ...context, query: listParameters(query) });

/** Lists charges and credits. */
export const listTransactions = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Transaction>>('GET', '/crm/transaction/', { ...context, query: listParameters(query) });

/** Returns a customer's average revenue for the last months. */
export const getArpu = (customerId: number, months: number, context: RequestContext = {}) =>
  request<Arpu>('GET', `/crm/customer/customer_id/${customerId}/arpu`, { ...context, query: { months } });
