import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { forbidden, invalid, notFound, precondition } from '../errors.ts';
import { given } from '../given.ts';
import type { ApiKeyJson } from './api-key-json.ts';
import { freshApiKey } from './api-key-secret.ts';
import { demandGrantable, demandPermissions } from './grantable.ts';
import { readApiKey } from './list-api-keys.ts';
import { demand } from './principal.ts';

const manage = { permission: 'manage_api_keys' } as const;

/** What a key is made or changed with; `permissions` are names, `ips` addresses and CIDR ranges it works from, none for anywhere. */
export interface ApiKeyInput {
  name: string;
  description?: string | null | undefined;
  expiry_date?: Date | null | undefined;
  permissions: readonly string[];
  ips?: readonly string[] | null | undefined;
}

/** A key as it is shown the one time it can be. */
export type ShownApiKey = ApiKeyJson & { api_key: string };

/** Makes a key (AUTH-13). Throws `forbidden` when it would have permissions its maker lacks, `validation` for unknown ones or a past expiry. */
export function createApiKey(ctx: Ctx, { name, description, expiry_date, permissions, ips }: ApiKeyInput): Promise<ShownApiKey> {
  const maker = demandMaker(ctx);
  demandFuture(expiry_date);
  return change(ctx, async (em) => {
    await demandRights(em, ctx, permissions);
    const { key, hash, hint } = freshApiKey();
    const [row] = await em.execute<{ api_key_id: number }[]>(
      `insert into api_key (name, description, key_hash, key_hint, permissions, ips, created_by, expiry_date)
       values (?, ?, ?, ?, array[?]::text[], ${listSql(ips)}, ?, ?) returning api_key_id`,
      [name, description ?? null, hash, hint, [...new Set(permissions)], ...listParams(ips), maker, expiry_date ?? null],
    );
    return { ...(await readApiKey(em, row?.api_key_id ?? 0)), api_key: key };
  });
}

/** Changes all of a key but the key itself and who made it. Permissions it has already may stay; new ones must be held. */
export function updateApiKey(ctx: Ctx, apiKeyId: number, { permissions, ips, ...input }: Partial<ApiKeyInput>): Promise<ApiKeyJson> {
  demandMaker(ctx);
  return change(ctx, async (em) => {
    const present = await demandLive(em, apiKeyId);
    if (input.expiry_date !== undefined) demandFuture(input.expiry_date);
    if (permissions !== undefined) {
      const added = permissions.filter((name) => !present.permissions.includes(name));
      await demandRights(em, ctx, permissions, added);
    }
    const fields = given(input);
    const sets = Object.keys(fields).map((column) => `${column} = ?`);
    const params: unknown[] = Object.values(fields);
    if (permissions !== undefined) {
      sets.push('permissions = array[?]::text[]');
      params.push([...new Set(permissions)]);
    }
    if (ips !== undefined) {
      sets.push(`ips = ${listSql(ips)}`);
      params.push(...listParams(ips));
    }
    if (sets.length > 0) await em.execute(`update api_key set ${sets.join(', ')}, last_modified = now() where api_key_id = ?`, [...params, apiKeyId]);
    return readApiKey(em, apiKeyId);
  });
}

/** Replaces the key by a fresh one with the same rights; the old one is refused from here on. */
export function regenerateApiKey(ctx: Ctx, apiKeyId: number): Promise<ShownApiKey> {
  demandMaker(ctx);
  return change(ctx, async (em) => {
    const present = await demandLive(em, apiKeyId);
    // Whoever reads the fresh key holds its rights.
    demandGrantable(ctx.principal, present.permissions, 'permissions');
    const { key, hash, hint } = freshApiKey();
    await em.execute('update api_key set key_hash = ?, key_hint = ?, last_used = null, last_used_ip = null, last_modified = now() where api_key_id = ?', [
      hash,
      hint,
      apiKeyId,
    ]);
    await recordSecurityEvent(em, {
      kind: 'api_key_regenerated',
      user_id: present.created_by,
      ip: ctx.ip,
      user_agent: ctx.userAgent,
      details: { api_key_id: apiKeyId, name: present.name },
    });
    return { ...(await readApiKey(em, apiKeyId)), api_key: key };
  });
}

/** Ends a key at once and for good; its name stays for the audit trail. */
export function revokeApiKey(ctx: Ctx, apiKeyId: number): Promise<void> {
  demandMaker(ctx);
  return change(ctx, async (em) => {
    await demandLive(em, apiKeyId);
    await em.execute('update api_key set revoked_at = now(), key_hash = null, last_modified = now() where api_key_id = ?', [apiKeyId]);
  });
}

/** Keys belong to a person; somebody who acts for another makes none in their name. */
function demandMaker({ principal }: Ctx): number {
  demand(principal, manage);
  if (principal.impersonatorId !== undefined) throw forbidden('API keys cannot be managed while you act for somebody else.');
  if (principal.userId === null) throw forbidden('API keys are made by users.');
  return principal.userId;
}

async function demandLive(em: EntityManager, apiKeyId: number): Promise<ApiKeyJson> {
  const locked = await em.execute<{ revoked: boolean }[]>('select revoked_at is not null as revoked from api_key where api_key_id = ? for update', [apiKeyId]);
  if (locked[0] === undefined) throw notFound('API key', apiKeyId);
  if (locked[0].revoked) throw precondition('This API key was revoked.');
  return readApiKey(em, apiKeyId);
}

async function demandRights(em: EntityManager, { principal }: Ctx, names: readonly string[], given: readonly string[] = names): Promise<void> {
  if (names.length === 0) throw invalid('permissions', 'Give at least one permission.');
  await demandPermissions(em, names, 'permissions');
  demandGrantable(principal, given, 'permissions');
}

function demandFuture(expiry: Date | null | undefined): void {
  if (expiry && expiry.getTime() <= Date.now()) throw invalid('expiry_date', 'The expiry date must be in the future.');
}

const listSql = (list: readonly string[] | null | undefined): string => (list && list.length > 0 ? 'array[?]::text[]' : 'null');
const listParams = (list: readonly string[] | null | undefined): unknown[] => (list && list.length > 0 ? [[...list]] : []);
