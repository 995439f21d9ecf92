import { z } from 'zod';
import { SIDES } from './side.ts';

const SideName = z.enum(SIDES);
const NullableText = z.string().nullable();
const Names = z.array(z.string()).readonly();
const Numbers = z.array(z.number()).readonly();

const both = <T extends z.ZodType>(schema: T) => z.object({ a: schema, b: schema }).readonly();

const Fields = z
  .object({
    title: NullableText,
    body: NullableText,
    state: NullableText,
    type: NullableText,
    priority: NullableText,
    milestone: NullableText,
    labels: Names,
    assignees: Names,
  })
  .readonly();

const Links = z
  .object({
    parent: Numbers,
    blocked_by: Numbers,
    relates: Numbers,
    duplicates: Numbers,
    /** Links of which the other issue keeps the base, as they were last seen from here. */
    fromOthers: Names,
  })
  .readonly();
export type LinkNumbers = z.infer<typeof Links>;

/** How far a side was read, so that what a change stream repeats is known again without asking. */
const Seen = z
  .object({
    updatedAt: z.string(),
    commentCount: z.number(),
    /** When we first saw this stamp, by our clock: only its distance to later readings counts. */
    firstSeenAtMs: z.number(),
    /** Everything was read after the second of the stamp was over, so that nothing more can bear it. */
    settled: z.boolean(),
  })
  .readonly();
export type Seen = z.infer<typeof Seen>;

/** Two issues that are one. */
const Mapping = z
  .object({
    id: z.string(),
    number: both(z.number()),
    issueId: both(z.string()),
    /** Where it was first. */
    origin: SideName,
    /** The fields of each side when they were last merged, as read back from that side. */
    base: both(z.object({ fields: Fields, links: Links }).readonly()),
    seen: both(Seen.nullable()),
    /** Of a deleted one nothing is carried any more, and it is never created again. */
    status: z.enum(['live', 'deleted']),
  })
  .readonly();
export type Mapping = z.infer<typeof Mapping>;

/** The line that names the author, where a comment had to be written by somebody else. */
const Attribution = NullableText;

const CommentMapping = z
  .object({
    id: z.string(),
    commentId: both(z.string()),
    origin: SideName,
    base: both(z.string()),
    attribution: both(Attribution),
    status: z.enum(['live', 'deleted']),
  })
  .readonly();
export type CommentMapping = z.infer<typeof CommentMapping>;

const AttachmentPair = z
  .object({
    /** Null on the other side where there was nothing to copy, since the file could not be read. */
    id: both(NullableText),
    origin: SideName,
  })
  .readonly();
export type AttachmentPair = z.infer<typeof AttachmentPair>;

/** The files of an issue that are dealt with. */
const Attachments = z.object({ pairs: z.array(AttachmentPair).readonly() }).readonly();

/** Written before something is created, so that it is looked for before it is created again. */
const Outbox = z
  .object({
    operationId: z.string(),
    on: SideName,
    source: z.object({ number: z.number(), id: z.string() }).readonly(),
    attempts: z.number(),
    /** What was to be created: an issue's fields, a comment's text, or how a file is known again. */
    content: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('issue'), fields: Fields }).readonly(),
      z
        .object({
          kind: z.literal('comment'),
          issueNumber: z.number(),
          body: z.string(),
          attribution: Attribution,
        })
        .readonly(),
      z.object({ kind: z.literal('attachment'), sizeBytes: z.number(), sha256: z.string() }).readonly(),
    ]),
  })
  .readonly();
export type Outbox = z.infer<typeof Outbox>;

/** An issue that has to be looked at; it stays until that was done without an error. */
const Work = z
  .object({
    side: SideName,
    number: z.number(),
    attempts: z.number(),
    lastError: NullableText,
    lastCode: NullableText.default(null),
    /** The stamp with which a stream listed it; null where none did. */
    changedAt: NullableText.default(null),
  })
  .readonly();
export type Work = z.infer<typeof Work>;

export const CONFLICT_REASONS = ['both-changed', 'deleted-and-edited', 'refused', 'cycle'] as const;

const Conflict = z
  .object({
    mappingId: z.string(),
    number: both(z.number()),
    /** A field of the issue, a kind of link, or `comment:` and the id of its mapping. */
    field: z.string(),
    reason: z.enum(CONFLICT_REASONS),
    /** What each side has; null where it has nothing. */
    value: both(NullableText),
    base: both(NullableText),
    /** Of a refusal: who refused, what, and in which words. */
    refusal: z
      .object({ by: SideName, names: Names, value: NullableText, detail: z.string() })
      .readonly()
      .nullable(),
    resolution: z
      .discriminatedUnion('take', [
        z.object({ take: SideName }).readonly(),
        z.object({ take: z.literal('text'), text: z.string() }).readonly(),
        z.object({ take: z.literal('as-it-is') }).readonly(),
        z.object({ take: z.literal('try-again') }).readonly(),
      ])
      .nullable(),
    queuedAt: z.string(),
  })
  .readonly();
export type Conflict = z.infer<typeof Conflict>;
export type Resolution = NonNullable<Conflict['resolution']>;

const Tombstone = z
  .object({ mappingId: z.string(), vanishedFrom: SideName, number: both(z.number()), at: z.string() })
  .readonly();
export type Tombstone = z.infer<typeof Tombstone>;

const Lease = z.object({ epoch: z.number(), runId: z.string(), expiresAtMs: z.number() }).readonly();
export type Lease = z.infer<typeof Lease>;

const Run = z
  .object({ runId: z.string(), startedAt: z.string(), endedAt: NullableText, outcome: NullableText })
  .readonly();
export type Run = z.infer<typeof Run>;

/** What is kept under each kind of record; keys are composed strings. */
export const SYNC_RECORDS = {
  /** `<mapping>` */
  mapping: Mapping,
  /** `<side>/<issue number>` → the mapping; inserted once, which makes the mapping a bijection. */
  'mapping-ref': z.string(),
  /** `<mapping>/<comment mapping>` */
  comment: CommentMapping,
  /** `<side>/<comment id>` → the key of its mapping. */
  'comment-ref': z.string(),
  /** `<mapping>` */
  attachments: Attachments,
  /** `issue/<side>/<number>`, or `comment` or `attachment/<mapping>/<side>/<its id>`, of the source */
  outbox: Outbox,
  /** `<side>/<number>` */
  work: Work,
  /** `<side>/issues` or `<side>/comments` */
  cursor: z.string(),
  /** `<mapping>/<field>` */
  conflict: Conflict,
  /** `<mapping>` */
  tombstone: Tombstone,
  /** `<epoch>`, the highest holds */
  lease: Lease,
  /** `last` */
  run: Run,
  /** `tied`: issues that carry our marker from before this store were looked for. */
  done: z.literal(true),
} as const;

export type RecordKind = keyof typeof SYNC_RECORDS;
export type SyncRecord<K extends RecordKind> = z.infer<(typeof SYNC_RECORDS)[K]>;
