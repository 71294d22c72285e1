import type { Api } from '../../../../api/endpoint.ts';
import type { Caller } from './callers.ts';
import type { Request } from './sample.ts';

export interface Reply {
  status: number;
  text: string;
  /** `error.code` and `error.message` of a refusal. */
  code: string | undefined;
  message: string | undefined;
}

/** Sends one request as a caller and reads the answer. */
export async function send(api: Api, caller: Pick<Caller, 'headers'>, { method, path, body }: Request): Promise<Reply> {
  const headers = { ...(await caller.headers(method !== 'GET')), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return readReply(await api.request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}

/** Reads an answer to its end. */
export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const error = parsed(text)?.error;
  return { status: response.status, text, code: error?.code, message: error?.message };
}

interface ErrorText {
  error?: { code?: string; message?: string; requestId?: string };
}

function parsed(text: string): ErrorText | undefined {
  try {
    return JSON.parse(text) as ErrorText;
  } catch {
    return undefined;
  }
}
