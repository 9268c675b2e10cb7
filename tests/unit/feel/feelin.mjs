// Evaluates the vectors on standard input with feelin and writes one {value} or {error} each.
import { readFileSync } from "node:fs";

import { evaluate } from "feelin";

const answers = JSON.parse(readFileSync(0, "utf8")).map(([expression, context]) => {
  try {
    const { value } = evaluate(expression, context);
    return { value: value === undefined ? null : value };
  } catch (error) {
    return { error: String(error) };
  }
});

console.log(JSON.stringify(answers));
