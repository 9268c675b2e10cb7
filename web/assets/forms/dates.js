/** Reading typed dates and times as `forms/dates.py` does, and saying how they were understood. */
import { arabicDigits } from "./characters.js";

const MONTHS = [
  ["มกราคม", "มค", "january", "jan"],
  ["กุมภาพันธ์", "กพ", "february", "feb"],
  ["มีนาคม", "มีค", "march", "mar"],
  ["เมษายน", "เมย", "april", "apr"],
  ["พฤษภาคม", "พค", "may"],
  ["มิถุนายน", "มิย", "june", "jun"],
  ["กรกฎาคม", "กค", "july", "jul"],
  ["สิงหาคม", "สค", "august", "aug"],
  ["กันยายน", "กย", "september", "sep"],
  ["ตุลาคม", "ตค", "october", "oct"],
  ["พฤศจิกายน", "พย", "november", "nov"],
  ["ธันวาคม", "ธค", "december", "dec"],
];
const WEEKDAYS = {
  th: ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const BUDDHIST_ERA = 543;
const [FIRST_YEAR, LAST_YEAR] = [1800, 2200];

/** @typedef {{ day?: string, month?: string, year?: string, time?: string }} Parts what was typed */

/**
 * Return the ISO text of a typed date, time or both; null where there is no such moment.
 * @param {"date" | "time" | "datetime"} kind
 * @param {Parts} parts
 * @returns {string | null}
 */
export function readMoment(kind, parts) {
  const date = kind === "time" ? "" : readDate(parts.day ?? "", parts.month ?? "", parts.year ?? "");
  const time = kind === "date" ? "" : readTime(parts.time ?? "");
  if (date === null || time === null) return null;
  return kind === "datetime" ? `${date}T${time}+07:00` : date || time;
}

/**
 * Say what a stored moment means, with the day of the week and both eras; empty where there is none.
 * @param {"date" | "time" | "datetime"} kind
 * @param {string | null} iso
 * @param {"th" | "en"} language
 */
export function inWords(kind, iso, language) {
  if (!iso) return "";
  const clock = kind === "date" ? "" : iso.slice(kind === "time" ? 0 : 11).slice(0, 5) + (language === "th" ? " น." : "");
  if (kind === "time") return clock;
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  const weekday = WEEKDAYS[language][new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  const names = MONTHS[month - 1];
  const text =
    language === "th"
      ? `วัน${weekday}ที่ ${day} ${names[0]} ${year + BUDDHIST_ERA} (ค.ศ. ${year})`
      : `${weekday} ${day} ${names[2][0].toUpperCase()}${names[2].slice(1)} ${year} (B.E. ${year + BUDDHIST_ERA})`;
  return clock ? text + (language === "th" ? " " : ", ") + clock : text;
}

/**
 * @param {string} day
 * @param {string} month
 * @param {string} year
 * @returns {string | null}
 */
function readDate(day, month, year) {
  const [d, m, y] = [whole(arabicDigits(day).trim()), readMonth(arabicDigits(month).trim()), readYear(arabicDigits(year).trim())];
  if (d === null || m === null || y === null) return null;
  const date = new Date(Date.UTC(y, m - 1, d));
  const exists = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return exists ? date.toISOString().slice(0, 10) : null;
}

/**
 * @param {string} text
 * @returns {string | null}
 */
function readTime(text) {
  const match = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/.exec(arabicDigits(text).trim().replace(/\s*น\.?$/, ""));
  return match ? `${match[1].padStart(2, "0")}:${match[2]}:00` : null;
}

/** @param {string} text */
function readMonth(text) {
  if (/^\d+$/.test(text)) return whole(text);
  const name = text.replace(/\./g, "").toLowerCase();
  const index = MONTHS.findIndex((names) => names.includes(name));
  return index < 0 ? null : index + 1;
}

/** @param {string} text */
function readYear(text) {
  const era = /^(พ\.?ศ\.?|ค\.?ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)\s*/i.exec(text);
  const word = era ? era[1].replace(/\./g, "").toLowerCase() : "";
  const typed = whole(text.slice(era ? era[0].length : 0));
  if (typed === null) return null;
  const year = word === "พศ" || word === "be" || (!word && typed > 2400) ? typed - BUDDHIST_ERA : typed;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
}

/** @param {string} text */
function whole(text) {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}
