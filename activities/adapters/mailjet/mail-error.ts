/**
 * Why a mail was not sent: `rejected`, Mailjet will never take it as it is; `unavailable`, it was not taken and may be
 * tried again; `uncertain`, the connection broke after sending and Mailjet does not know the mail (yet): sending it again
 * could deliver it twice, so that is for a person to decide.
 */
export type MailErrorKind = 'rejected' | 'unavailable' | 'uncertain';

/** A mail that was not, or perhaps not, sent; the message is for operators and holds no secrets. */
export class MailError extends Error {
  readonly kind: MailErrorKind;

  constructor(kind: MailErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MailError';
    this.kind = kind;
  }

  /** True when the same call may be made again without risk. */
  get retryable(): boolean {
    return this.kind === 'unavailable';
  }
}

/** What an attempt's failure says about the mail. */
export type AttemptFailure = { certain: true; error: MailError } | { certain: false; reason: string; status: number | null };

/** Codes of connections that were never made: nothing can have been sent. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Sorts what node-mailjet threw; its own error carries keys of the request, so only message and status go on. */
export function judgeFailure(thrown: unknown): AttemptFailure {
  const { code, status, message } = read(thrown);
  if (status === null) {
    if (neverConnected.has(code)) return { certain: true, error: new MailError('unavailable', `Mailjet cannot be reached (${code}).`) };
    return { certain: false, reason: code === '' ? message : code, status };
  }
  if (status === 429) return { certain: true, error: new MailError('unavailable', 'Mailjet wants fewer requests (429).') };
  if (status === 401 || status === 403)
    return { certain: true, error: new MailError('rejected', `Mailjet does not accept mailjet.api_key and mailjet.api_secret (${status}).`) };
  if (status === 408 || status >= 500) return { certain: false, reason: `status ${status}`, status };
  return { certain: true, error: new MailError('rejected', `Mailjet refused the mail (${status}): ${message}`) };
}

function read(thrown: unknown): { code: string; status: number | null; message: string } {
  const { code, statusCode, originalMessage, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Record<string, unknown>;
  const words = String(message ?? originalMessage ?? thrown).replace(/\s+/g, ' ');
  return { code: typeof code === 'string' ? code : '', status: typeof statusCode === 'number' ? statusCode : null, message: words };
}
