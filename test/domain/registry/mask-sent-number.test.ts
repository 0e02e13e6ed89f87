import { describe, expect, it } from 'vitest';
import { maskSentNumber } from '#domain/registry/mask-sent-number.ts';

describe('a number as an agency sent it', () => {
  it.each([
    ['990101198603120018', '990101********0018'],
    [' 99010119680420004x', '990101********004x'],
    ['990101860312001', '990101*****2001'],
    ['990101********0018', '990101********0018'],
    ['9901011986031200181234567890', '990101********7890'],
    ['覃桂兰1986', '*******'],
    ['19860312', '********'],
    ['', undefined],
    ['  ', undefined],
  ])('%j is shown as %j', (sent, shown) => {
    expect(maskSentNumber(sent)).toBe(shown);
  });
});
