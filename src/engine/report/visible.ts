/**
 * A text in which all can be seen. What agents and files say is hostile: control, escape,
 * bidirectional and invisible characters are shown (`␛`, `\u{202e}`) instead of obeyed. Joiners
 * inside an emoji stay. Applied twice it changes nothing more.
 *
 * @param show What stands for an unseen character.
 */
export function visible(text: string, show: (unseen: string) => string = picture): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSEEN, (unseen: string, joiner: string | undefined) =>
    joiner === undefined ? show(unseen) : joiner,
  );
}

/** A control picture where there is one, else the character's number. */
export function picture(unseen: string): string {
  const code = unseen.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : codePoint(unseen);
}

export function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const PLAIN = /^[\u0020-\u007e]*$/;

/** Group 1: joiners of emoji sequences, harmless there; anything else matched cannot be seen. */
const UNSEEN = new RegExp(
  '((?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})' +
    '|(?<=\\p{Extended_Pictographic})\\ufe0f|(?<=[0-9#*])\\ufe0f(?=\\u20e3))' +
    '|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]',
  'gu',
);
