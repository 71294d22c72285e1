import { renderSVG } from 'uqr';
import type { Ctx } from '../context.ts';
import { notFound, precondition } from '../errors.ts';
import { readActivationCode } from './activation-code.ts';
import { findItem } from './get-item.ts';

/** Longest text that a QR code of level M holds as bytes (ISO/IEC 18004, version 40). */
const longest = 2331;

/** The QR code of an item's management address or eSIM activation code (INV-5), as SVG of `size` pixels. Throws `not_found` when it has none. */
export async function itemQr({ em, principal }: Ctx, inventoryId: number, size: number): Promise<string> {
  const { management_url: url } = await findItem(em, principal, inventoryId);
  if (!url) throw notFound('Management address of item', inventoryId);
  const text = readActivationCode(url)?.text ?? url;
  if (Buffer.byteLength(text) > longest) throw precondition('The management address is too long for a QR code.', 'management_url');
  return renderSVG(text, { ecc: 'M', border: 2 }).replace('<svg ', `<svg width="${size}" height="${size}" role="img" `);
}
