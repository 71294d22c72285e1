import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { notFound } from '../domain/errors.ts';
import type { ApiDeps } from './deps.ts';
import type { Api, ApiEnv } from './endpoint.ts';
import { errorResponse, validationError } from './errors.ts';
import { authenticate } from './middleware/authenticate.ts';
import { rateLimit } from './middleware/rate-limit.ts';
import { requestLog } from './middleware/request-log.ts';
import { traceRequest } from './middleware/trace-request.ts';
import { activityRoutes } from './routes/activity-log/activity.ts';
import { promoCodeRoutes } from './routes/catalog/promo-codes.ts';
import { productRoutes } from './routes/catalog/products.ts';
import { transactionRoutes } from './routes/billing/transactions.ts';
import { customerRoutes } from './routes/customers/customers.ts';
import { apiKeyRoutes } from './routes/identity/api-keys.ts';
import { authRoutes } from './routes/identity/auth.ts';
import { impersonationRoutes } from './routes/identity/impersonation.ts';
import { roleRoutes } from './routes/identity/roles.ts';
import { userRoutes } from './routes/identity/users.ts';
import { inventoryRoutes } from './routes/inventory/inventory.ts';
import { communicationRoutes } from './routes/messaging/communications.ts';
import { provisionRoutes } from './routes/provisioning/provisions.ts';
import { serviceRoutes } from './routes/services/services.ts';
import { searchRoutes } from './routes/search/search.ts';
import { brandingRoutes } from './routes/settings/branding.ts';
import { alertRoutes } from './routes/system/alerts.ts';
import { docsRoutes } from './routes/system/docs.ts';
import { healthRoutes } from './routes/system/health.ts';

/** Builds the whole HTTP API from its parts; nothing listens yet. */
export function createApp(deps: ApiDeps): Api {
  const isHttps = deps.config.web.public_url.startsWith('https:');
  const api = new OpenAPIHono<ApiEnv>({
    strict: false,
    defaultHook: (result) => {
      if (!result.success) throw validationError(result.error);
    },
  });
  api.onError((error, c) => errorResponse(error, c, (fault) => deps.log.error({ err: fault, requestId: c.get('requestId') }, 'unexpected error')));
  api.notFound((c) => errorResponse(notFound('Path', c.req.path), c, () => undefined));
  api.use(requestId());
  api.use(traceRequest());
  if (deps.metrics !== undefined) api.use(deps.metrics.middleware);
  api.use(requestLog(deps.log));
  api.use(secureHeaders({ strictTransportSecurity: isHttps ? 'max-age=31536000; includeSubDomains' : false }));
  // Other origins speak for themselves, with a token or key: cookies stay with the portal's own.
  api.use(
    cors({
      origin: deps.config.web.allowed_origins,
      exposeHeaders: ['X-Request-Id', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
    }),
  );
  api.use(authenticate(deps));
  api.use(rateLimit(deps.counters, deps.config.rate_limits));
  healthRoutes(api, deps);
  authRoutes(api, deps);
  customerRoutes(api, deps);
  productRoutes(api, deps);
  promoCodeRoutes(api);
  inventoryRoutes(api, deps);
  transactionRoutes(api);
  serviceRoutes(api, deps);
  provisionRoutes(api, deps);
  communicationRoutes(api);
  searchRoutes(api, deps);
  userRoutes(api, deps);
  roleRoutes(api, deps);
  apiKeyRoutes(api, deps);
  impersonationRoutes(api, deps);
  activityRoutes(api);
  brandingRoutes(api, deps);
  alertRoutes(api);
  docsRoutes(api);
  return api;
}
