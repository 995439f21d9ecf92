/** About 8,000 tokens: some clients refuse longer answers. */
export const MAX_ANSWER_BYTES = 24 * 1024;
/** What lists may fill; the rest is for what stands around them. */
export const LIST_BYTES = 20 * 1024;
/** Of the parts of one issue, which together stay within the answer. */
export const BODY_BYTES = 10 * 1024;
export const NAMES_BYTES = 2 * 1024;
export const LINKS_BYTES = 2 * 1024;
export const STATES_BYTES = 4 * 1024;
/** Of one text in a list. */
export const TITLE_BYTES = 400;
/** Of a name that tools are given again: 255 characters of any script. */
export const NAME_BYTES = 1_024;
export const COMMENT_BYTES = 4 * 1024;
export const PAYLOAD_BYTES = 4 * 1024;
