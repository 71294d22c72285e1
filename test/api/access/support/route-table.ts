import type { OpenAPIHono } from '@hono/zod-openapi';
import { type Api, type ApiEnv, registeredRoutes, type RoutePolicy } from '../../../../api/endpoint.ts';

/** A JSON schema as OpenAPI 3.1 has it, as far as the tests look into it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  schema?: Schema;
}

/** One route as the application registered and documents it. */
export interface Route {
  method: string;
  path: string;
  policy: RoutePolicy;
  /** False for pages and scripts, which the document leaves out. */
  documented: boolean;
  parameters: Parameter[];
  /** Schema of the JSON body; undefined when the route reads none. */
  body: Schema | undefined;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The document that `/crm/openapi.json` answers. */
export const documentOf = (api: Api): ApiDocument =>
  api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'test', version: '1' } }) as unknown as ApiDocument;

/** Every registered route with what the document says about it. */
export function routesOf(api: Api): Route[] {
  const document = documentOf(api);
  return (registeredRoutes.get(api) ?? []).map(({ method, path, policy }) => {
    const operation = document.paths[path]?.[method];
    return {
      method,
      path,
      policy,
      documented: operation !== undefined,
      parameters: operation?.parameters ?? [],
      body: operation?.requestBody?.content?.['application/json']?.schema,
    };
  });
}

/** Paths of what runs before or around all routes; whatever else answers must be registered with a policy. */
const aroundAll = ['/*', '/crm/*'];

/** Handlers that answer requests but were not mounted by `endpoint` or `publicPage`, so that nobody said who may call them. */
export function unguardedHandlers(api: Api): string[] {
  const known = new Set((registeredRoutes.get(api) ?? []).map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`));
  const mounted = (api as OpenAPIHono<ApiEnv>).routes.map(({ method, path }) => `${method} ${path}`);
  // The middleware of a route is listed under its own path with the same method.
  return [...new Set(mounted)].filter((handler) => !known.has(handler) && !aroundAll.some((path) => handler === `ALL ${path}`));
}
