/**
 * A text without what looks like a secret: keys by their makers' prefixes, tokens of headers, private
 * keys, a URL's password, values of variables and options named after one. What remains of each says
 * what was there (`ghp_[redacted]`). Formats that are not known are not seen. Linear in the text.
 *
 * @param text Short: a label's worth.
 */
export function redact(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(PRIVATE_KEY, '[redacted]')
    .replace(PREFIXED, '$1[redacted]')
    .replace(HEADER, '$1[redacted]')
    .replace(USERINFO, '$1[redacted]@')
    .replace(NAMED, '$1[redacted]')
    .replace(OPTION, '$1[redacted]');
}

const SUSPECT =
  /-----BEGIN|sk-|[prs]k_|gh[oprsu]_|github_pat_|glpat-|npm_|hf_|AKIA|ASIA|AIza|xox|eyJ|:\/\/[^\s/]{1,80}@|bearer|authorization|basic |key|token|secret|passw|pwd/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY.*/gs;
const PREFIXED =
  /\b(sk-|[prs]k_(?:live|test)_|gh[oprsu]_|github_pat_|glpat-|npm_|hf_|AKIA|ASIA|AIza|xox[abeoprs]-|eyJ)[\w.+/=-]{8,}/g;
const HEADER =
  /\b((?:bearer|basic|authorization:|x-api-key:|api-key:)[ \t]+(?:(?:bearer|basic|token)[ \t]+)?)(?!\[|(?:bearer|basic|token)\b)[^\s"'`]{4,}/gi;
const USERINFO = /(:\/\/[^\s/:@]{0,40}:)[^\s/@]{1,80}@/g;
/** A variable or field by its name, and an option with its value behind it. */
const NAMED =
  /((?:\b|_)(?:api_?key|access_?key|secret_?key|private_?key|token|secret|password|passwd|pwd)["']?[=:][ \t]?["']?)(?!\[)[^\s"'`&;]{3,}/gi;
const OPTION = /(--?(?:api-?key|token|secret|password|passwd)[ \t]+["']?)(?![-[])[^\s"'`&;]{3,}/gi;
