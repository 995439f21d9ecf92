/** One well-known shape of a secret; `$1` of the replacement is what is kept before it. */
export interface SecretPattern {
  readonly kind: string;
  readonly expression: RegExp;
  /** Whether the first group, the context, stays. */
  readonly keepsContext: boolean;
}

function shape(kind: string, expression: RegExp): SecretPattern {
  return { kind, expression, keepsContext: false };
}

function after(kind: string, expression: RegExp): SecretPattern {
  return { kind, expression, keepsContext: true };
}

/**
 * None matches a quote or a backslash of its own accord, so that redacting JSON text leaves JSON. Every repetition is
 * bounded or cannot be entered twice from one place, so that hostile text costs linear time.
 */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  shape(
    'private-key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[^"]{0,12000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g,
  ),
  // A block whose end was clipped.
  shape(
    'private-key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?:\\[nr]|\s){1,4}[A-Za-z0-9+/=]{16,100})*/g,
  ),
  shape('github-token', /github_pat_[A-Za-z0-9_]{20,}|gh[pousr]_[A-Za-z0-9]{20,}/g),
  shape('gitlab-token', /gl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_-]{16,}/g),
  shape('anthropic-key', /sk-ant-[A-Za-z0-9_-]{8,}/g),
  shape('aws-key-id', /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16,}/g),
  after('aws-secret', /(aws_secret_access_key\s{0,4}[=:]\s{0,4})[A-Za-z0-9/+]{40,}/gi),
  shape('slack-token', /xox[abeoprs]-[A-Za-z0-9-]{10,}/g),
  shape('npm-token', /npm_[A-Za-z0-9]{36,}/g),
  after(
    'authorization',
    /(authorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(?:bearer|token|basic)\s{1,4})[^\s"'\\,;]+/gi,
  ),
  after('authorization', /(\bbearer\s{1,4})[A-Za-z0-9._~+/=-]{16,}/gi),
  after('forge-token', /((?:token|authorization)\\?["']?\s{0,4}[:=]?\s{0,4}\\?["']?)[0-9a-f]{40,}/gi),
  after('url-password', /(:\/\/[^\s/:@"'\\[\]]{0,256}:)[^\s/"'\\]{1,1024}(?=@)/g),
  after('url-password', /(:\/\/)[^\s/:@"'\\[\]]{20,1024}(?=@)/g),
];
