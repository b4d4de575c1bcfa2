export type Severity = 'REJECT' | 'FLAG' | 'INFO';

/** One observation about a document (methodology 1.5). */
export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** RFC 6901 pointer into the document's body. */
  readonly pointer: string;
  readonly hint?: string;
  /** The quantities the check compared, as exact decimal text. */
  readonly measured?: Readonly<Record<string, string>>;
}
