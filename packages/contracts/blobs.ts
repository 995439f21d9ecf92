/** A content address in the blob store: the lower-case hex SHA-256 of the bytes. */
export interface BlobRef {
  readonly sha256: string;
  readonly sizeBytes: number;
}
