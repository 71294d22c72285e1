import { expect, test } from 'vitest';
import { desktop, onPage, signIn } from '../../support/browser.ts';
import { assignPlan, jobEnds, openCustomer, openIndividuals, simPlan } from '../support/assign-flow.ts';
import { PageInspector } from '../support/page-inspector.ts';
import { usePortal } from '../support/portal.ts';
import { addressOf, routesFor } from '../support/routes.ts';

// The demo as it was made: what the other files make meanwhile would come and go on the pages.
const portal = usePortal({ ownSystem: true });
const inspector = new PageInspector(portal);

/** Values for the parameters of addresses, found or made once. */
let known: Promise<Record<string, number | string>> | undefined;
const examples = (): Promise<Record<string, number | string>> => (known ??= findExamples());

async function findExamples(): Promise<Record<string, number | string>> {
  const [customer] = await openIndividuals(portal.system);
  if (customer === undefined) throw new Error('the demo has no open individual');
  const { customer_id } = customer;
  let provision_id = 0;
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await openCustomer(page, customer);
    provision_id = await assignPlan(page, portal.system, simPlan);
    await jobEnds(page, 'succeeded');
  });
  const { body } = await portal.system.call<{ service_id: number }>('GET', `/crm/provision/provision_id/${provision_id}`);
  return {
    customer_id,
    product_id: 1,
    inventory_id: 1,
    import_id: 999_999,
    user_id: 1,
    role_id: 1,
    provision_id,
    service_id: body.service_id,
  };
}

test.each(routesFor('staff'))('%s is usable by everybody, in both themes and at both sizes', async (route) => {
  expect(await inspector.faultsAt(addressOf(route, await examples()), 'Administrator')).toEqual([]);
});
