import { AgentName, Cursor, OperationId, QueryText } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';

/** A whole number as it stands in a URL or a header: plain digits, so that nothing is guessed. */
export function integerText(from: number, to: number) {
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/, 'Give a whole number')
    .transform(Number)
    .pipe(z.int().min(from).max(to))
    .meta({ type: 'integer', minimum: from, maximum: to, pattern: undefined });
}

/** The same in a header, which OpenAPI knows as text. */
export const HeaderInteger = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'Give a whole number')
  .transform(Number);

export const NumberParams = z.object({ number: integerText(1, Number.MAX_SAFE_INTEGER) });

export const Limit = integerText(1, 100);
export const PageQuery = { limit: Limit.exactOptional(), cursor: Cursor.exactOptional() };
export const SearchText = QueryText.exactOptional();

/** One value, or the parameter repeated. */
export function repeated<T extends z.ZodType>(item: T, atMost: number) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(atMost),
  );
}

/** Marks such a body for the document, which takes every body for required (`openapi/document.ts`). */
export const OPTIONAL_BODY = 'x-optional-body';

/** A body that may be left out, which Fastify hands on as null; `null` itself was refused before (`answers/json-parser.ts`). */
export function optionalBody<T extends z.ZodRawShape>(shape: T) {
  return z
    .preprocess((value) => value ?? undefined, z.strictObject(shape).optional())
    .meta({ [OPTIONAL_BODY]: true });
}

const AsAgent = { 'issue-core-agent': AgentName.exactOptional() };
const IdempotencyKey = {
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'Use 1 to 255 visible ASCII characters without blanks')
    .exactOptional()
    .describe('Makes asking twice harmless'),
};
const ClaimToken = {
  'issue-core-claim-token': HeaderInteger.exactOptional().describe(
    'The fencing token of the claim under which it is written',
  ),
};
const OperationHeader = {
  'issue-core-operation-id': OperationId.exactOptional().describe(
    'Makes creating the same thing again harmless, at any time and with whichever key',
  ),
};

/** Of requests by their kind; other headers are let through. */
export const ReadHeaders = z.looseObject(AsAgent);
export const WriteHeaders = z.looseObject({ ...AsAgent, ...ClaimToken, ...OperationHeader });
export const PostHeaders = z.looseObject({ ...AsAgent, ...ClaimToken, ...IdempotencyKey });
/** Of those that write to an issue, or make one. */
export const PostWriteHeaders = PostHeaders.extend(OperationHeader);
export const EditHeaders = z.looseObject({
  ...AsAgent,
  ...ClaimToken,
  ...OperationHeader,
  'if-match': z.string().max(1_000).exactOptional().describe('The ETag of the issue that is edited'),
});
export const CachedHeaders = z.looseObject({
  ...AsAgent,
  'if-none-match': z.string().max(1_000).exactOptional(),
});
