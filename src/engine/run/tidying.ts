/**
 * Writing that leaves what checks check as it was: to record, to publish, to tidy up, to make a
 * folder; and prose, which no check reads. A prior, from known commands and endings of files.
 *
 * @param command The call's command, where its arguments are one.
 */
export function isTidying(args: unknown, command: string | undefined): boolean {
  if (command === undefined) return isProse(args);
  const text = command.length > HEAD_CHARS ? command.slice(0, HEAD_CHARS) : command;
  const target = REDIRECTED.exec(text);
  if (target !== null) return PROSE.test(target[1]!);
  return text.split(SEPARATOR).every((part) => TIDYING.test(part));
}

/** Whether every file that is named is prose. */
function isProse(args: unknown): boolean {
  if (typeof args !== 'object' || args === null) return false;
  let prose = false;
  for (const key in args) {
    const value = (args as Record<string, unknown>)[key];
    if (typeof value !== 'string' || !FILE_KEY.test(key)) continue;
    if (!PROSE.test(value)) return false;
    prose = true;
  }
  return prose;
}

const HEAD_CHARS = 400;
const SEPARATOR = /&&|\|\||[;|\n]/;
const REDIRECTED = />{1,2}\s*([\w./~-]+)/;
const PROSE = /\.(?:md|mdx|txt|rst|adoc|org|tex|docx?|eml)$/i;
const FILE_KEY = /(?:path|file|filename|uri)$/i;

const TIDYING =
  /^\s*(?:$|cd\s|git\s+(?:-C \S+ )?(?:add|commit|push|tag|fetch|status|log|diff|show|branch)\b|gh\s|glab\s|rm\s|rmdir\s|mkdir\s|ls\b|pwd\b|echo\s)/;
