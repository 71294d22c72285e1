import { itemTextNumbers, type InventoryTemplate, type InventoryTemplateInput } from '#lib/api/inventory-service.ts';

/** Values of the template form; labels are the list of those in use. */
export interface TemplateValues {
  item: string;
  icon: string;
  wholesale_cost: number | null;
  retail_cost: number | null;
  allow_dropdown_staff: boolean;
  allow_dropdown_customer: boolean;
  labels: string[];
}

export const maxLabels = itemTextNumbers.length;

/** Form values of a template, or of a new one with the two labels of chapter 07. */
export function templateValues(template?: InventoryTemplate): TemplateValues {
  const labels = itemTextNumbers.map((number) => template?.[`itemtext${number}_label`] ?? '');
  const used = labels.findLastIndex((label) => label !== '') + 1;
  return {
    item: template?.item ?? '',
    icon: template?.icon ?? '',
    wholesale_cost: template?.wholesale_cost ?? 0,
    retail_cost: template?.retail_cost ?? 0,
    allow_dropdown_staff: template?.allow_dropdown_staff ?? true,
    allow_dropdown_customer: template?.allow_dropdown_customer ?? false,
    labels: template ? labels.slice(0, used) : ['Model Number', 'Serial Number'],
  };
}

/** Turns form values into what the API takes; labels that were taken off are cleared. */
export function templateInput({ labels, icon, ...values }: TemplateValues): InventoryTemplateInput {
  return {
    ...values,
    icon: icon || null,
    wholesale_cost: values.wholesale_cost ?? 0,
    retail_cost: values.retail_cost ?? 0,
    ...Object.fromEntries(
      itemTextNumbers.map((number) => [
        `itemtext${number}_label`,
        labels[number - 1]?.trim() || (number === 1 ? '' : null),
      ]),
    ),
  };
}
