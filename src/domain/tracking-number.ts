/** Tracking numbers: how they are written, and the check digits that several parties share. */

/** As carriers write it: capitals, without spaces and dashes. "" for what cannot be one: other characters, or a length no carrier has. */
export function plainTrackingNumber(text: string): string {
  if (text.length > 80) return "";
  const plain = text.replace(/[\s\u00a0.-]+/g, "").toUpperCase();
  return /^[A-Z0-9]{6,40}$/.test(plain) && /\d/.test(plain) ? plain : "";
}

/** UPU S10, like RR123456785DE: weights 8 6 4 2 3 5 9 7, 11 minus the remainder, 10 -> 0, 11 -> 5. Of any length, but never true for one that is not S10. */
export function isPostalNumber(value: string): boolean {
  if (!/^[A-Z]{2}\d{9}[A-Z]{2}$/.test(value)) return false;
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(value[2 + i]), 0);
  const check = 11 - (sum % 11);
  return Number(value[10]) === (check === 10 ? 0 : check === 11 ? 5 : check);
}

/** "1Z" and sixteen more: letters count as (code - 63) mod 10; every second character counts double; the last digit completes the sum to tens. */
export function isOneZNumber(value: string): boolean {
  if (!/^1Z[0-9A-Z]{15}\d$/.test(value)) return false;
  let sum = 0;
  for (let i = 2; i < 17; i++) {
    const code = value.charCodeAt(i);
    const digit = code >= 65 ? (code - 63) % 10 : code - 48;
    sum += i % 2 === 1 ? digit * 2 : digit;
  }
  return (10 - (sum % 10)) % 10 === Number(value[17]);
}

/** GS1 (SSCC and others): from the right, every second digit counts three times; the last completes the sum to tens. */
export function hasGs1Check(digits: string): boolean {
  if (!/^\d{8,40}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length - 1; i++) sum += Number(digits[digits.length - 2 - i]) * (i % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}
