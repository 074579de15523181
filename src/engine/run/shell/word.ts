/** Words of a command line. */

/** Without the quotes around it. */
export function unquoted(word: string): string {
  const c = word.charCodeAt(0);
  const isQuoted =
    word.length > 1 && (c === 39 || c === 34) && word.charCodeAt(word.length - 1) === c;
  return isQuoted ? word.slice(1, -1) : word;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether it begins with a digit. */
export function isDigit(word: string): boolean {
  const c = word.charCodeAt(0);
  return c >= 48 && c <= 57;
}
