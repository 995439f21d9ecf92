import { codeOfLogin } from './attribution.ts';

/** Hidden from people; without a colon, so that it is no marker of an operation. */
const SIGN = '<!-- issue-core attribution -->';
const LINE =
  /^\*\*`[^`\n]{1,200}` wrote at [a-z0-9-]{1,40} `#\d{1,16}`:\*\* <!-- issue-core attribution -->(?:\n\n|$)/;

/** The first line of an issue that we create for somebody else: who wrote it, where. All is code, so that nothing is linked. */
export function issueAttribution(author: string, kind: string, number: number): string {
  return `**${codeOfLogin(author)} wrote at ${kind} \`#${number}\`:** ${SIGN}`;
}

export function attributionIn(body: string): string | null {
  return LINE.exec(body.replace(/\r\n?/g, '\n'))?.[0].trimEnd() ?? null;
}

/** @param body with the line ends of `canonicalText` */
export function withoutIssueAttribution(body: string): string {
  return body.replace(LINE, '');
}

export function withIssueAttribution(body: string, line: string | null): string {
  if (line === null) return body;
  return body === '' ? line : `${line}\n\n${body}`;
}
