/** The tags by which Fixpoint tells the model whose text it reads. Nobody else may write them. */
const RESERVED_TAGS = [
  'issue_report',
  'issue_title',
  'issue_body',
  'issue_comment',
  'project_rules',
  'project_facts',
  'previous_attempt',
  'carried_test',
  'tool_output',
  'fixpoint_says',
] as const;

export type ReservedTag = (typeof RESERVED_TAGS)[number];

const FORGED_TAG = new RegExp(`<(?=\\s*/?\\s*(?:${RESERVED_TAGS.join('|')})\\b)`, 'gi');
const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
/** Zero-width and bidirectional controls, soft hyphens, and Unicode tag characters: text that people do not see. */
const INVISIBLE =
  /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** Puts text between tags that it cannot close or open itself. */
export function delimited(
  tag: ReservedTag,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${attributeValue(value)}"`);
  return `<${tag}${list.join('')}>\n${neutralised(text)}\n</${tag}>`;
}

/** Makes forged tags of ours visible as text. */
export function neutralised(text: string): string {
  return text.replaceAll(FORGED_TAG, '&lt;');
}

/** Takes out what a person who reads the issue on the forge does not see. */
export function withoutHiddenText(text: string): string {
  return text.replaceAll(INVISIBLE, '').replaceAll(HTML_COMMENT, '[hidden comment removed]');
}

function attributeValue(value: string): string {
  return neutralised(value)
    .replaceAll('"', "'")
    .replaceAll(/[\r\n]+/g, ' ');
}
