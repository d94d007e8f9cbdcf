// Measures the reference implementation of JSONata: node jsonata.mjs FOLDER CASES, for bench/jsonata.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, cases] = process.argv.slice(2);
const jsonata = createRequire(join(folder, "any.js"))("jsonata");
const warmUp = 500, pass = 200, passes = 5;

async function run(expression, data, bindings, milliseconds) {
    const began = performance.now();
    let times = 0, took;
    do {
        await expression.evaluate(data, bindings);
        times++;
        took = performance.now() - began;
    } while (took < milliseconds);
    return took * 1e6 / times;
}

for (const line of readFileSync(cases, "utf8").split("\n").filter(line => line !== "")) {
    const { name, expr, data, bindings } = JSON.parse(line);
    const expression = jsonata(expr), input = data ?? undefined;
    await run(expression, input, bindings, warmUp);
    const figures = [];
    for (let n = 0; n < passes; n++) figures.push(await run(expression, input, bindings, pass));
    figures.sort((a, b) => a - b);
    const result = await expression.evaluate(input, bindings);
    console.log(JSON.stringify({ name, ns: figures[passes >> 1], result }));
}
