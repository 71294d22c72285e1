import type { Product } from '#lib/api/products-service.ts';

export type ProductKind = 'plans' | 'addons';
export type Audience = 'residential' | 'business';

/** Products shown together. */
export interface CatalogueSection {
  id: string;
  title: string;
  products: Product[];
}

/** What of the catalogue is looked at; what is left out is not filtered by. */
export interface CatalogueFilter {
  kind?: ProductKind;
  audience?: Audience;
  search: string;
  /** The products are those of one customer: whom they are for is settled. */
  forCustomer: boolean;
}

const kindLabels: Record<ProductKind, string> = { plans: 'plans', addons: 'add-ons' };
const audienceLabels: Record<Audience, string> = { residential: 'Individual', business: 'Business' };

/** Plans and add-ons, without a customer those for individuals and those for businesses apart (chapter 17); empty parts are left out. */
export function catalogueSections(products: readonly Product[], filter: CatalogueFilter): CatalogueSection[] {
  const wanted = filter.search.trim().toLowerCase();
  const named = products.filter(({ product_name }) => product_name.toLowerCase().includes(wanted));
  const kinds = filter.kind ? [filter.kind] : (['plans', 'addons'] as const);
  const audiences = filter.audience ? [filter.audience] : (['residential', 'business'] as const);
  const parts = filter.forCustomer
    ? kinds.map((kind) => ({ id: kind, title: capital(kindLabels[kind]), products: named.filter(isOf(kind)) }))
    : kinds.flatMap((kind) =>
        audiences.map((audience) => ({
          id: `${kind}-${audience}`,
          title: `${audienceLabels[audience]} ${kindLabels[kind]}`,
          products: named.filter(isOf(kind)).filter(isFor(audience)),
        })),
      );
  return parts.filter((part) => part.products.length > 0);
}

const isOf =
  (kind: ProductKind) =>
  ({ category }: Product): boolean =>
    (category === 'addon') === (kind === 'addons');

/** Individuals also get what is marked for neither. */
const isFor =
  (audience: Audience) =>
  ({ residential, business }: Product): boolean =>
    audience === 'business' ? business : residential || !business;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
