/** The command line cannot be carried out as it was given; the message says what to give instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
