/** An error as a person should see it: code and message of ours, everything of a bug. */
export function renderError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (
    'code' in error &&
    typeof error.code === 'string' &&
    /^[A-Z_]+$/.test(error.code) &&
    error.name.endsWith('Error') &&
    error.name !== 'Error'
  ) {
    return `${error.code}: ${error.message}`;
  }
  return error.stack ?? error.message;
}
