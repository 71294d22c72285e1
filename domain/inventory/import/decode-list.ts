import { invalid } from '../../errors.ts';

/** Encodings a list may come in. */
export type ListEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that Windows-1252 leaves undefined (WHATWG Encoding, index windows-1252). */
const undefinedBytes = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** How workbooks begin: zipped ones, and those of Excel up to 2003. */
const workbooks = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
];
/** Line by which programs tell Excel the separator; Excel shows it no more than we do. */
const separatorLine = /^sep=.\r?\n/i;
const tab = 0x09;
const newLines = [0x0a, 0x0d];

/** Reads the bytes of a list in the encoding they are in, told by a byte order mark or by what they can be. Throws on the field `file` for what is no text. */
export function decodeList(bytes: Uint8Array): { text: string; encoding: ListEncoding } {
  if (bytes.length === 0) throw invalid('file', 'The file is empty.');
  if (workbooks.some((start) => startsWith(bytes, start))) throw invalid('file', 'This is an Excel workbook; save it as CSV (UTF-8) and upload that.');
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const nul = text.indexOf('\u0000');
    if (nul >= 0) throw invalid('file', `The file holds NUL characters, the first in line ${lineOf(text, nul)}, so it is not a text file.`);
    return { text: text.replace(separatorLine, ''), encoding };
  } catch (error) {
    if (error instanceof TypeError) throw invalid('file', `The file is not valid ${encoding.toUpperCase()}; save it as CSV (UTF-8).`);
    throw error;
  }
}

function encodingOf(bytes: Uint8Array): ListEncoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return wide;
  if (isUtf8(bytes)) return 'utf-8';
  const odd = bytes.findIndex((byte) => undefinedBytes.has(byte) || (byte < 0x20 && byte !== tab && !newLines.includes(byte)));
  if (odd >= 0) throw invalid('file', `The file’s encoding is not known: byte ${odd + 1} fits neither UTF-8, UTF-16 nor Windows-1252. Save it as CSV (UTF-8).`);
  return 'windows-1252';
}

/** UTF-16 without a mark: most texts of tables are ASCII, so every other byte is zero. */
function wideEncoding(bytes: Uint8Array): ListEncoding | undefined {
  const looked = Math.min(bytes.length - (bytes.length % 2), 2048);
  const zeros = [0, 0];
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const enough = looked / 2 / 3;
  const [even = 0, odd = 0] = zeros;
  if (odd > enough && even < enough / 4) return 'utf-16le';
  return even > enough && odd < enough / 4 ? 'utf-16be' : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);
