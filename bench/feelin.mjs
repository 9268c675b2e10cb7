// Measures feelin: reads {questions, context} and writes a list of {rate, answer} as JSON, per second of processor time.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const MILLISECONDS = 400;
const WARM_UP = 300;
const { questions, context } = JSON.parse(readFileSync(0, "utf8"));

/** @param {string} text */
function measure(text) {
  for (let round = 0; round < WARM_UP; round += 1) evaluate(text, context);
  const before = process.cpuUsage();
  const began = Date.now();
  let rounds = 0;
  while (Date.now() - began < MILLISECONDS) {
    evaluate(text, context);
    rounds += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return { rate: rounds / ((user + system) / 1e6), answer: evaluate(text, context).value ?? null };
}

console.log(JSON.stringify(questions.map(measure)));
