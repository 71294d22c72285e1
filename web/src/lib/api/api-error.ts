/** One faulty field of a request. */
export interface FieldFault {
  field: string;
  message: string;
}

interface ApiErrorDetails {
  status: number;
  code: string;
  message: string;
  field?: string;
  faults?: FieldFault[];
  requestId?: string;
}

/** An answer of the API that is not a success, or its absence (`status` 0). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** All faulty fields, in the order the API lists them. */
  readonly faults: readonly FieldFault[];

  constructor(details: ApiErrorDetails) {
    super(details.message);
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.faults = details.faults ?? (details.field ? [{ field: details.field, message: details.message }] : []);
  }
}

/** Reads the API's error shape from an answer; another body (a proxy's page) still gives a usable error. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = isErrorBody(body) ? body.error : {};
  return new ApiError({
    status: response.status,
    code: error.code ?? 'unknown',
    message: error.message ?? fallbackMessage(response.status),
    field: error.field,
    faults: error.faults,
    requestId: error.requestId ?? response.headers.get('x-request-id') ?? undefined,
  });
}

/** The error for a request that got no answer at all. */
export function unreachable(): ApiError {
  return new ApiError({
    status: 0,
    code: 'unreachable',
    message: 'The server could not be reached. Check the connection and try again.',
  });
}

/** What to tell a person about any thrown thing. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'Something went wrong in this page. Reload it and try again.';
}

/** The id that finds the request in the server's logs, when there is one. */
export function requestIdOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.requestId : undefined;
}

/** True for what a record's page is told of an address that names none (for you): 404, or 400 for what cannot be an id. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 400);
}

interface ErrorBody {
  error: Partial<Omit<ApiErrorDetails, 'status'>>;
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object';
}

function fallbackMessage(status: number): string {
  if (status === 502 || status === 503 || status === 504) return 'The service is not available right now.';
  if (status === 413) return 'What was sent is too large.';
  return `The server answered with an error (${status}).`;
}
