/** Counting characters and reading digits as `forms/characters.py` does. */

const UNCOUNTED = /[\p{Mn}\p{Me}\p{Cf}]/u;
const CONTROL = /[\p{Cc}\p{Cs}]/gu;

/**
 * Return text as the server stores it: NFC, \n line ends, no control characters, no blanks around it.
 * @param {string} text
 */
export function clean(text) {
  const lines = text.replace(/\r\n?/g, "\n").normalize("NFC");
  return lines.replace(CONTROL, (sign) => (sign === "\n" || sign === "\t" ? sign : "")).replace(/^[\s\u200b]+|[\s\u200b]+$/g, "");
}

/**
 * Count characters as readers do: vowels and tone marks above or below a consonant do not count.
 * @param {string} text
 */
export function countCharacters(text) {
  let count = 0;
  for (const sign of clean(text)) if (!UNCOUNTED.test(sign)) count += 1;
  return count;
}

/**
 * Return text with Thai digits written as Arabic ones.
 * @param {string} text
 */
export function arabicDigits(text) {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}

/**
 * Return the number that was typed, with Thai or Arabic digits and with or without commas; null where it is none.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const written = arabicDigits(text).replace(/\s/g, "");
  if (!/^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,34})?(?:\.\d{1,34})?$/.test(written) || !/\d/.test(written)) return null;
  return Number(written.replace(/,/g, ""));
}
