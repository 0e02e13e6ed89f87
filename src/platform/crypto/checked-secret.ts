import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^43 is more than 2^256. */
const RANDOM_CHARACTERS = 43;
const CHECK_CHARACTERS = 6;
const FORM = new RegExp(`^[0-9A-Za-z]{${RANDOM_CHARACTERS + CHECK_CHARACTERS}}$`);

/**
 * A bearer secret of 256 bits behind a prefix that says whose it is, in letters and digits alone, so that a double click
 * takes all of it and a scanner of repositories finds it. The last six characters are the CRC-32 of what precedes them.
 */
export function newCheckedSecret(prefix: string): string {
  const body = prefix + randomCharacters();
  return body + checkOf(body);
}

/** Whether it can be one at all: what was mistyped or cut off is told without asking anybody. Proves nothing else. */
export function isCheckedSecret(text: string, prefix: string): boolean {
  if (!text.startsWith(prefix) || !FORM.test(text.slice(prefix.length))) return false;
  return text.slice(-CHECK_CHARACTERS) === checkOf(text.slice(0, -CHECK_CHARACTERS));
}

/** Bytes of 248 and more are drawn again: they would make the first letters likelier than the last. */
function randomCharacters(): string {
  let drawn = '';
  while (drawn.length < RANDOM_CHARACTERS)
    drawn += [...randomBytes(64)].flatMap((byte) => (byte < 248 ? [ALPHABET[byte % 62]] : [])).join('');
  return drawn.slice(0, RANDOM_CHARACTERS);
}

function checkOf(text: string): string {
  let rest = crc32(text);
  let check = '';
  for (let place = 0; place < CHECK_CHARACTERS; place += 1) {
    check = (ALPHABET[rest % 62] ?? '') + check;
    rest = Math.floor(rest / 62);
  }
  return check;
}
