import { describe, expect, it } from 'vitest';
import { permissionCatalogue, playPermissions, seededRoles } from '../../../domain/identity/permissions.ts';
import { anonymous, demand, type Principal, satisfies } from '../../../domain/identity/principal.ts';
import { demandScope, inScope, ownScope } from '../../../domain/identity/scope.ts';

const staff = (permissions: string[]): Principal => ({ ...anonymous, kind: 'user', userId: 1, permissions: new Set(permissions) });
const tenant = (permissions: string[]): Principal => ({ ...staff(permissions), customerId: 7 });

describe('permissions', () => {
  it('list every name once', () => {
    expect(new Set(permissionCatalogue).size).toBe(permissionCatalogue.length);
    expect(permissionCatalogue).toEqual(
      expect.arrayContaining(['admin', 'view_customer', 'view_own_customer_invoice', 'create_provision', 'cgrates_api_access']),
    );
  });

  it('of seeded roles and of plays all exist', () => {
    const given = [...Object.values(seededRoles).flatMap((role) => role.permissions), ...playPermissions];
    for (const name of given) expect(permissionCatalogue).toContain(name);
  });

  it('of the auditor change nothing', () => {
    expect(seededRoles['Auditor']?.permissions.every((name) => name.startsWith('view_'))).toBe(true);
  });

  it('admit by the permission itself or by admin, and nobody else', () => {
    const policy = { permission: 'view_customer', own: 'view_own_customer' } as const;
    expect(satisfies(staff(['view_customer']), policy)).toBe(true);
    expect(satisfies(staff(['admin']), policy)).toBe(true);
    expect(satisfies(staff(['view_own_customer']), policy)).toBe(false);
    expect(satisfies(tenant(['view_own_customer']), policy)).toBe(true);
    expect(() => demand(staff([]), policy)).toThrow('view_customer');
  });
});

describe('tenant scope', () => {
  it('narrows every read of a customer’s user to its own customer, even with wide permissions', () => {
    expect(ownScope(tenant(['admin']))).toEqual({ customer_id: 7 });
    expect(ownScope(staff([]))).toEqual({});
    expect(inScope(tenant([]), 8)).toBe(false);
  });

  it('answers for another customer’s record as for a missing one', () => {
    expect(() => demandScope(tenant([]), 8, 'Service', 12)).toThrow('Service 12 not found.');
    expect(() => demandScope(tenant([]), null, 'Service', 12)).toThrow('Service 12 not found.');
    expect(() => demandScope(tenant([]), 7, 'Service', 12)).not.toThrow();
  });
});
