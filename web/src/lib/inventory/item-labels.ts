import { itemTextNumbers, type InventoryItem, type InventoryTemplate } from '#lib/api/inventory-service.ts';

const secretLabel = /^(ki|k|opc?|adm ?\d*|puk ?\d*( code)?|pin ?\d*( code)?)$|password|passphrase|secret|\bkey$/i;

/** One of an item's free texts under the name its template gives it. */
export interface LabelledText {
  key: `itemtext${number}`;
  label: string;
  required: boolean;
  /** Not for everybody who passes a screen: SIM keys, PINs, passwords. */
  secret: boolean;
}

/** The free texts a template uses, in order; the first is always there. */
export function labelledTexts(template: InventoryTemplate | undefined): LabelledText[] {
  return itemTextNumbers.flatMap((number) => {
    const label = template?.[`itemtext${number}_label`];
    if (!label && number > 1) return [];
    return [
      {
        key: `itemtext${number}` as const,
        label: label || 'Identifier',
        required: number === 1,
        secret: secretLabel.test(label ?? ''),
      },
    ];
  });
}

/** What to call an item in a sentence: its kind and first text. */
export function itemName(item: InventoryItem): string {
  return [item.item, item.itemtext1].filter(Boolean).join(' ');
}
