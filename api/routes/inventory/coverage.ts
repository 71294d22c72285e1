import { z } from '@hono/zod-openapi';
import { areaColumns, areaStatuses } from '../../../domain/inventory/coverage/area-columns.ts';
import { createArea, deleteArea, importAreas, listAreas, updateArea } from '../../../domain/inventory/coverage/areas.ts';
import { listHomesPassedKinds, setHomesPassedKind } from '../../../domain/inventory/coverage/homes-passed.ts';
import { qualify } from '../../../domain/inventory/coverage/qualify.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, optionalText, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';
import { qualificationQuery, qualificationShape } from './coverage-schemas.ts';

const tag = 'coverage';
const view = { permission: 'view_inventory' } as const;
const create = { permission: 'create_inventory' } as const;
const update = { permission: 'update_inventory' } as const;
const path = '/crm/coverage_area';
const serviceTypes = z.array(text(64, 1)).max(50);
const params = z.object({ area_id: id() });
/** Largest GeoJSON file, bytes. */
const largestFile = 20 * 1024 * 1024;

const areaShape = recordShape(areaColumns, 'CoverageAreaColumns')
  .extend({ service_types: z.array(z.string()), geometry: z.unknown() })
  .openapi('CoverageArea');
const areaFields = {
  name: text(200, 1),
  status: z.enum(areaStatuses).default('live'),
  service_types: serviceTypes.min(1),
  notes: optionalText(2000).default(null),
  geometry: z.unknown(),
};
const newArea = z.object(areaFields).openapi('NewCoverageArea');
const areaChange = z
  .object({
    name: areaFields.name.optional(),
    status: z.enum(areaStatuses).optional(),
    service_types: serviceTypes.min(1).optional(),
    notes: optionalText(2000).optional(),
    geometry: z.unknown().optional(),
  })
  .openapi('CoverageAreaChange');
const homesShape = z.object({
  data: z.array(z.object({ inventory_template_id: z.int(), item: z.string(), service_types: z.array(z.string()), homes: z.int() }).openapi('HomesPassedKind')),
});

/** Where service can be had (INV-7): the question itself, areas, and which kinds of stock are homes passed. */
export function coverageRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/qualification',
      policy: view,
      tag,
      summary: 'Which services can be had at an address, point, Plus Code or site',
      query: qualificationQuery,
      response: qualificationShape,
    },
    (ctx, { query }) => qualify(ctx, query),
  );
  areaRoutes(api);
  endpoint(
    api,
    { method: 'get', path: '/crm/inventory/homes_passed', policy: view, tag, summary: 'Kinds of stock that are homes passed', response: homesShape },
    async ({ em }) => ({
      data: await listHomesPassedKinds(em),
    }),
  );
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/inventory/homes_passed/inventory_template_id/{inventory_template_id}',
      policy: { permission: 'update_inventory_template' },
      tag,
      summary: 'Say which services the homes of a kind can be given; none means that they are no homes',
      params: z.object({ inventory_template_id: id() }),
      body: z.object({ service_types: serviceTypes }),
      response: homesShape,
    },
    async (ctx, input) => ({ data: await setHomesPassedKind(ctx, input.params.inventory_template_id, input.body.service_types) }),
  );
}

function areaRoutes(api: Api): void {
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'List the areas', response: z.object({ data: z.array(areaShape) }) }, async ({ em }) => ({
    data: await listAreas(em),
  }));
  endpoint(
    api,
    { method: 'put', path, policy: create, tag, summary: 'Add an area', maxBodyBytes: largestFile, body: newArea, response: areaShape },
    (ctx, { body }) => createArea(ctx, { ...body, geometry: body.geometry }),
  );
  endpoint(
    api,
    {
      method: 'post',
      path: `${path}/import`,
      policy: create,
      tag,
      summary: 'Take in the areas of a GeoJSON file; one of the same name gets the new shape',
      maxBodyBytes: largestFile,
      body: z.object({ status: z.enum(areaStatuses).default('live'), service_types: serviceTypes.min(1), collection: z.unknown() }).openapi('CoverageImport'),
      response: z.object({ created: z.int(), updated: z.int() }),
    },
    (ctx, { body }) => importAreas(ctx, body.collection, body),
  );
  const one = `${path}/area_id/{area_id}`;
  endpoint(
    api,
    { method: 'patch', path: one, policy: update, tag, summary: 'Change an area', maxBodyBytes: largestFile, params, body: areaChange, response: areaShape },
    (ctx, input) => updateArea(ctx, input.params.area_id, input.body as Parameters<typeof updateArea>[2]),
  );
  endpoint(
    api,
    { method: 'delete', path: one, policy: { permission: 'delete_inventory' }, tag, summary: 'Remove an area', params, response: areaShape },
    (ctx, input) => deleteArea(ctx, input.params.area_id),
  );
}
