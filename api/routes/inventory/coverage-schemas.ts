import { z } from '@hono/zod-openapi';
import { areaColumns } from '../../../domain/inventory/coverage/area-columns.ts';
import { id, latitude, longitude, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const part = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'must not contain NUL characters')
    .optional();

/** Place to be served: coordinates in degrees (WGS 84), a Plus Code, a site or an address; `radius_m` is how far away a home may be, metres. */
export const qualificationQuery = z.object({
  latitude: latitude().optional(),
  longitude: longitude().optional(),
  plus_code: part(32),
  site_id: id().optional(),
  address_line_1: part(255),
  address_line_2: part(255),
  city: part(120),
  zip_code: part(32),
  radius_m: wholeNumber(1, 5000).default(50),
});

const home = z
  .object({
    inventory_id: z.int(),
    item: z.string(),
    item_state: z.string(),
    home_state: z.enum(['available', 'connected', 'planned', 'unavailable']),
    service_types: z.array(z.string()),
    address: z.string(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    distance_m: z.number().nullable(),
    is_guess: z.boolean(),
  })
  .openapi('HomeMatch');

/** What can be sold at a place, and the homes and areas that say so; distances in metres. */
export const qualificationShape = z
  .object({
    is_qualified: z.boolean(),
    point: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
    homes: z.array(home),
    areas: z.array(recordShape(areaColumns, 'CoverageAreaMatchColumns').extend({ service_types: z.array(z.string()) })),
    service_types: z.array(z.string()),
    planned_service_types: z.array(z.string()),
    products: z.array(z.object({ product_id: z.int(), product_name: z.string(), service_type: z.string(), icon: z.string().nullable() })),
  })
  .openapi('Qualification');
