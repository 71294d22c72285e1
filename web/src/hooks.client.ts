import type { HandleClientError } from '@sveltejs/kit/hooks';
import { ApiError, requestIdOf } from '#lib/api/api-error.ts';

/** Turns errors of load functions into what the error page shows; the framework's own keep their wording. */
export const handleError: HandleClientError = ({ error }) => {
  if (!(error instanceof ApiError)) return;
  return { status: error.status === 404 ? 404 : 500, message: error.message, requestId: requestIdOf(error) };
};
