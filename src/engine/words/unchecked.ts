/** Whether an answer says itself that something was not checked. A prior, in English. */
export function saysUnchecked(text: string): boolean {
  return UNCHECKED.test(text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text);
}

const HEAD_CHARS = 2000;
const UNCHECKED =
  /\b(?:have not|has not|haven['’]t|hasn['’]t|did not|didn['’]t|never)(?: yet| actually| been| even){0,2} (?:run|ran|test(?:ed)?|check(?:ed)?|verif(?:y|ied)|validated?)\b|\b(?:untested|unverified|unchecked)\b/i;
