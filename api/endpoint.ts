import { createRoute, type OpenAPIHono, type RouteConfig, type z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Ctx } from '../domain/context.ts';
import { unauthorized } from '../domain/errors.ts';
import { permissionCatalogue } from '../domain/identity/permissions.ts';
import { demand, demandSetUp, type Policy } from '../domain/identity/principal.ts';
import { readableAddress } from './middleware/readable-address.ts';
import { limitedBody, readableBody } from './middleware/readable-body.ts';
import { errorShape } from './schemas/error.ts';

/** Variables every request carries; `identify` puts who asks into `ctx`, which is anonymous until then, `count` holds the caller to its rate. */
export interface ApiEnv {
  Variables: { requestId: string; ctx: Ctx; identify: () => Promise<void>; count: () => void };
}

/** What routes are added to. It has no `get`, `put` or `use`: only `endpoint` and `publicPage` mount handlers, so nothing is served without a policy. */
export type Api = Pick<OpenAPIHono<ApiEnv>, 'request' | 'fetch' | 'routes' | 'openAPIRegistry' | 'getOpenAPI31Document'>;

/**
 * Who may call a route: everybody, whoever is signed in, or holders of a permission. There is no default. Whoever has to
 * change a password or set up a second factor first may call `setting_up` routes and nothing else that is not public.
 */
export type RoutePolicy = 'public' | 'setting_up' | 'signed_in' | Policy;

type Shape = z.ZodObject | undefined;
type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** One endpoint, described once: it validates, documents and guards itself from this. */
export interface EndpointDefinition<P extends Shape, Q extends Shape, B extends z.ZodType | undefined, R extends z.ZodType> {
  method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  /** Path with parameters in braces, e.g. /crm/customer/customer_id/{customer_id}. */
  path: string;
  /** Other spellings of the same path; they take the same parameters. */
  aliases?: readonly string[];
  policy: RoutePolicy;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Largest body, bytes; one mebibyte unless a route needs more. */
  maxBodyBytes?: number;
  response: R;
  status?: 200 | 201 | 202;
}

/** What a handler gets: the validated parts of the request, and Hono's context for headers. */
export interface EndpointInput<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  c: Context<ApiEnv>;
}

/** Every registered route with its policy: the access test and the OpenAPI document are made from it. */
export interface RegisteredRoute {
  method: string;
  path: string;
  policy: RoutePolicy;
}
export const registeredRoutes = new WeakMap<Api, RegisteredRoute[]>();

/** Adds an endpoint and its aliases to the API; the policy is checked before the handler runs. */
export function endpoint<R extends z.ZodType, P extends Shape = undefined, Q extends Shape = undefined, B extends z.ZodType | undefined = undefined>(
  api: Api,
  definition: EndpointDefinition<P, Q, B, R>,
  handler: (ctx: Ctx, input: EndpointInput<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<z.input<R> | Response>,
): void {
  for (const path of [definition.path, ...(definition.aliases ?? [])]) {
    register(api, { method: definition.method, path, policy: definition.policy });
    openApiHono(api).openapi(routeConfig(definition, path), async (c) => {
      const ctx = c.get('ctx');
      const valid = (target: 'param' | 'query' | 'json') => (c.req.valid as (target: string) => unknown)(target);
      const result = await handler(ctx, {
        params: (definition.params ? valid('param') : undefined) as Parsed<P>,
        query: (definition.query ? valid('query') : undefined) as Parsed<Q>,
        body: (definition.body ? valid('json') : undefined) as Parsed<B>,
        c,
      });
      return result instanceof Response ? result : c.json(result as object, definition.status ?? 200);
    });
  }
}

/** Adds a page, script or document that everybody may read and that the OpenAPI document leaves out. */
export function publicPage(api: Api, path: string, handler: (c: Context<ApiEnv>) => Response | Promise<Response>): void {
  register(api, { method: 'get', path, policy: 'public' });
  openApiHono(api).get(path.replaceAll(/\{(\w+)\}/g, ':$1'), handler);
}

const openApiHono = (api: Api): OpenAPIHono<ApiEnv> => api as OpenAPIHono<ApiEnv>;

function register(api: Api, route: RegisteredRoute): void {
  const { method, path, policy } = route;
  const isKnown = typeof policy === 'string' || [policy?.permission, policy?.own ?? policy?.permission].every(isPermission);
  if (!isKnown)
    throw new Error(`${method.toUpperCase()} ${path} has no usable policy: say who may call it ('public', 'signed_in' or a permission of the catalogue).`);
  registeredRoutes.set(api, [...(registeredRoutes.get(api) ?? []), route]);
}

const isPermission = (name: unknown): boolean => permissionCatalogue.some((known) => known === name);

/** Lets only those through whom the policy admits; it runs before the request is read, so that strangers learn nothing from its faults. */
export function guard(policy: RoutePolicy): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    try {
      if (policy !== 'public') await c.get('identify')();
    } finally {
      // A wrong credential counts as well, against the address it came from.
      c.get('count')();
    }
    if (policy !== 'public') {
      const { principal } = c.get('ctx');
      if (principal.kind === 'anonymous') throw unauthorized();
      if (policy !== 'setting_up') demandSetUp(principal);
      if (typeof policy === 'object') demand(principal, policy);
    }
    await next();
  };
}

function routeConfig(definition: EndpointDefinition<Shape, Shape, z.ZodType | undefined, z.ZodType>, path: string): RouteConfig {
  const { params, query, body, policy, maxBodyBytes } = definition;
  return createRoute({
    method: definition.method,
    path,
    tags: [definition.tag],
    summary: definition.summary,
    middleware: [guard(policy), readableAddress, limitedBody(maxBodyBytes), ...(body ? [readableBody] : [])],
    ...(policy === 'public' ? { security: [] } : {}),
    ...(typeof policy === 'object' ? { 'x-permission': policy.permission, ...(policy.own ? { 'x-own-permission': policy.own } : {}) } : {}),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: {
      [definition.status ?? 200]: { description: 'Done', content: { 'application/json': { schema: definition.response } } },
      default: { description: 'Refused or failed', content: { 'application/json': { schema: errorShape } } },
    },
  });
}
