export interface Comment {
  /** The tracker's own stable id; unique within its backend. */
  readonly id: string;
  readonly issueNumber: number;
  readonly body: string;
  readonly author: string | null;
  /** ISO 8601, by the tracker's clock. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly url: string | null;
}

/** Of one file: every tracker takes this much unless its operator says otherwise. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 ** 2;

/** A file on an issue. */
export interface Attachment {
  readonly id: string;
  readonly issueNumber: number;
  readonly name: string;
  readonly sizeBytes: number | null;
  readonly createdAt: string | null;
  readonly url: string | null;
}
