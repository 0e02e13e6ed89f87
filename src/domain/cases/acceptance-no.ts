/**
 * Acceptance number (受理号), read out over the telephone and copied by hand: `YM990100-2026-000318-7`. The last digit is
 * a Luhn check over the others, which finds any single wrong digit and nearly all swapped neighbours.
 */
export function acceptanceNoOf(divisionCode: string, year: number, serial: number): string {
  const division = divisionCode.slice(0, 6);
  const number = String(serial).padStart(6, '0');
  return `YM${division}-${year}-${number}-${luhnDigit(`${division}${year}${number}`)}`;
}

function luhnDigit(digits: string): number {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
